#include <soret/input/starts.hpp>

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>

#include "placement.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace soret {

namespace {

using Cells = std::array<std::int64_t, 3>;

constexpr std::array<Vec3, 4> basis{{{0.25, 0.25, 0.25}, {0.75, 0.75, 0.25}, {0.75, 0.25, 0.75}, {0.25, 0.75, 0.75}}};

/// Squared distance of the nearest sites when the box is divided into that many face-centred cells: the half diagonal
/// of the smallest cell face, or the shortest cell edge.
double nearest_squared(const Box& box, const Cells& cells)
{
  std::array<double, 3> edges{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    edges[axis] = box.lengths()[axis] / static_cast<double>(cells[axis]);
  }
  std::sort(edges.begin(), edges.end());
  return std::min(0.25 * (edges[0] * edges[0] + edges[1] * edges[1]), edges[0] * edges[0]);
}

Cells best_cells(const Box& box, std::int64_t particles)
{
  const double edge = std::cbrt(4.0 * box.volume() / static_cast<double>(particles));
  Cells lowest{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    lowest[axis] = std::max<std::int64_t>(1, static_cast<std::int64_t>(box.lengths()[axis] / edge) - 1);
  }
  Cells best{};
  double farthest = 0.0;
  constexpr std::int64_t tried = 4;
  for (std::int64_t x = lowest[0]; x < lowest[0] + tried; ++x) {
    for (std::int64_t y = lowest[1]; y < lowest[1] + tried; ++y) {
      // the fewest cells along z that give enough sites
      const std::int64_t z = (particles + 4 * x * y - 1) / (4 * x * y);
      const double squared = nearest_squared(box, {x, y, z});
      if (squared > farthest) {
        farthest = squared;
        best = {x, y, z};
      }
    }
  }
  return best;
}

std::vector<Vec3> lattice_sites(const Box& box, const Cells& cells)
{
  std::vector<Vec3> sites;
  for (std::int64_t z = 0; z < cells[2]; ++z) {
    for (std::int64_t y = 0; y < cells[1]; ++y) {
      for (std::int64_t x = 0; x < cells[0]; ++x) {
        for (const Vec3& offset : basis) {
          sites.push_back({(static_cast<double>(x) + offset.x) * box.lengths().x / static_cast<double>(cells[0]),
                           (static_cast<double>(y) + offset.y) * box.lengths().y / static_cast<double>(cells[1]),
                           (static_cast<double>(z) + offset.z) * box.lengths().z / static_cast<double>(cells[2])});
        }
      }
    }
  }
  return sites;
}

/// Leaves one site empty, drawn at random, in each of as many equal stretches of the list as there are sites too many.
std::vector<Vec3> thinned(const std::vector<Vec3>& sites, std::size_t wanted, Seed seed)
{
  const std::size_t surplus = sites.size() - wanted;
  std::vector<bool> empty(sites.size(), false);
  const RandomStream random{seed, Stream::placement, 1};
  for (std::size_t k = 0; k < surplus; ++k) {
    const std::size_t begin = k * sites.size() / surplus;
    const std::size_t end = (k + 1) * sites.size() / surplus;
    empty[begin + static_cast<std::size_t>(random.uniform(0, k) * static_cast<double>(end - begin))] = true;
  }
  std::vector<Vec3> kept;
  kept.reserve(wanted);
  for (std::size_t i = 0; i < sites.size(); ++i) {
    if (!empty[i]) {
      kept.push_back(sites[i]);
    }
  }
  return kept;
}

}  // namespace

System lattice(const Box& box, const std::vector<SpeciesCount>& counts, const SpeciesTable& species, Seed seed)
{
  const std::int64_t particles = total(counts);
  if (particles < 1) {
    throw InputError("a lattice start has no particles; accepted: 1 or more");
  }
  const std::vector<Vec3> sites = in_space_filling_order(box, lattice_sites(box, best_cells(box, particles)));
  return populated(box, thinned(sites, static_cast<std::size_t>(particles), seed), counts, species, seed);
}

}  // namespace soret
