#include <soret/sampling/local_softness.hpp>

#include "neighbour_cells.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace soret {

Distance largest_reach(const Box& box)
{
  constexpr double wanted = 3.0;
  const Vec3& lengths = box.lengths();
  return Distance{std::min({wanted, 0.5 * lengths.x, 0.5 * lengths.y, 0.5 * lengths.z})};
}

std::vector<double> local_cage_curvatures(const Box& box, const SpeciesTable& species, const Particles& particles,
                                          const LocalCage& cage)
{
  if (species.size() != cage.species()) {
    throw InputError(
        fmt::format("particles of {} species in the cage of a liquid of {}", species.size(), cage.species()));
  }
  const Snapshot snapshot{box, species, particles, {}, {}, 0, 0.0, {}};
  const detail::NeighbourCells cells{snapshot, cage.reach().value(), cage.species()};
  detail::NearbyDistances nearby{cage.species()};
  std::vector<double> curvatures;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const std::size_t a = index(particles.species[i]);
    nearby.clear();
    cells.find(box.wrapped(particles.position_of(i)), nearby);
    double curvature = cage.beyond(a) - cage.kernel(a, a, 0.0);  // the particle finds itself
    for (std::size_t b = 0; b < cage.species(); ++b) {
      for (const double squared : nearby.of(b)) {
        curvature += cage.kernel(a, b, std::sqrt(squared));
      }
    }
    curvatures.push_back(curvature);
  }
  return curvatures;
}

}  // namespace soret
