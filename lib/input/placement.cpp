#include "placement.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace soret {

namespace {

/// Spreads the lowest 21 bits so that two zeros follow each.
std::uint64_t spread_bits(std::uint64_t bits)
{
  bits &= 0x1fffffU;
  bits = (bits | bits << 32U) & 0x1f00000000ffffU;
  bits = (bits | bits << 16U) & 0x1f0000ff0000ffU;
  bits = (bits | bits << 8U) & 0x100f00f00f00f00fU;
  bits = (bits | bits << 4U) & 0x10c30c30c30c30c3U;
  bits = (bits | bits << 2U) & 0x1249249249249249U;
  return bits;
}

}  // namespace

std::vector<Vec3> in_space_filling_order(const Box& box, std::vector<Vec3> points)
{
  const double spacing = std::cbrt(box.volume() / static_cast<double>(std::max<std::size_t>(points.size(), 1)));
  std::vector<std::pair<std::uint64_t, std::size_t>> keys;
  for (std::size_t i = 0; i < points.size(); ++i) {
    std::uint64_t key = 0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      key |= spread_bits(static_cast<std::uint64_t>(points[i][axis] / spacing)) << axis;
    }
    keys.emplace_back(key, i);
  }
  std::sort(keys.begin(), keys.end());
  std::vector<Vec3> ordered;
  ordered.reserve(points.size());
  for (const auto& [key, i] : keys) {
    ordered.push_back(points[i]);
  }
  return ordered;
}

std::vector<Species> evenly_shuffled(const std::vector<SpeciesCount>& counts, Seed seed)
{
  const auto size = static_cast<std::size_t>(total(counts));
  std::vector<Species> sequence;
  sequence.reserve(size);
  std::vector<std::int64_t> placed(counts.size(), 0);
  for (std::size_t k = 0; k < size; ++k) {
    // the species that lags most behind its share of the first k + 1 places
    std::size_t chosen = 0;
    double largest_lag = -1.0;
    for (std::size_t s = 0; s < counts.size(); ++s) {
      const double share =
          static_cast<double>(counts[s].count) * static_cast<double>(k + 1) / static_cast<double>(size);
      const double lag = share - static_cast<double>(placed[s]);
      if (placed[s] < counts[s].count && lag > largest_lag) {
        largest_lag = lag;
        chosen = s;
      }
    }
    ++placed[chosen];
    sequence.push_back(counts[chosen].species);
  }
  constexpr std::size_t block = 8;  // two by two by two along a space-filling curve
  const RandomStream random{seed, Stream::placement};
  for (std::size_t begin = 0; begin < size; begin += block) {
    const std::size_t end = std::min(begin + block, size);
    for (std::size_t last = end - 1; last > begin; --last) {
      const double u = random.uniform(0, last);
      std::swap(sequence[last], sequence[begin + static_cast<std::size_t>(u * static_cast<double>(last - begin + 1))]);
    }
  }
  return sequence;
}

System populated(const Box& box, const std::vector<Vec3>& points, const std::vector<SpeciesCount>& counts,
                 const SpeciesTable& species, Seed seed)
{
  System system{.box = box, .species = species, .particles = {}};
  system.particles.reserve(points.size());
  const std::vector<Species> assigned = evenly_shuffled(counts, seed);
  for (std::size_t i = 0; i < points.size(); ++i) {
    system.particles.add(static_cast<std::int64_t>(i), assigned[i], box.wrapped(points[i]));
  }
  return system;
}

}  // namespace soret
