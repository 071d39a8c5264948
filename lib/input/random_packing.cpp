#include <soret/input/close_pairs.hpp>
#include <soret/input/starts.hpp>

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>

#include "placement.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace soret {

namespace {

/// Moves every pair nearer than `target` apart by their whole overlap, all pairs at once. Returns how many pairs were
/// nearer than `minimum`.
std::size_t push_apart(System& system, double minimum, double target, const RandomStream& random, std::uint64_t sweep)
{
  auto& position = system.particles.position;
  std::array<std::vector<double>, 3> shift;
  for (auto& component : shift) {
    component.assign(system.particles.size(), 0.0);
  }
  std::size_t too_near = 0;
  const CellGrid grid{system.box, position, target};
  grid.for_each_close_pair([&](std::size_t i, std::size_t j, Vec3 separation, double squared) {
    too_near += squared < minimum * minimum ? 1 : 0;
    double distance = std::sqrt(squared);
    if (!(distance > 1e-6 * target)) {  // coincident points have no direction of their own
      separation = random.normal3(sweep, i);
      distance = std::sqrt(norm_squared(separation));
    }
    const Vec3 half_overlap = 0.5 * (target - std::min(std::sqrt(squared), target)) / distance * separation;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      shift[axis][i] += half_overlap[axis];
      shift[axis][j] -= half_overlap[axis];
    }
  });
  for (std::size_t i = 0; too_near > 0 && i < system.particles.size(); ++i) {
    const Vec3 moved =
        system.box.wrapped(system.particles.position_of(i) + Vec3{shift[0][i], shift[1][i], shift[2][i]});
    for (std::size_t axis = 0; axis < 3; ++axis) {
      position[axis][i] = moved[axis];
    }
  }
  return too_near;
}

std::vector<Vec3> random_points(const Box& box, std::int64_t count, Seed seed)
{
  const RandomStream random{seed, Stream::placement, 2};
  std::vector<Vec3> points;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto u = random.uniform4(0, static_cast<std::uint64_t>(i));
    points.push_back({u[0] * box.lengths().x, u[1] * box.lengths().y, u[2] * box.lengths().z});
  }
  return points;
}

}  // namespace

System random_packing(const Box& box, const std::vector<SpeciesCount>& counts, const SpeciesTable& species,
                      double minimum_distance, Seed seed)
{
  const std::int64_t particles = total(counts);
  if (particles < 1) {
    throw InputError("a random start has no particles; accepted: 1 or more");
  }
  System system =
      populated(box, in_space_filling_order(box, random_points(box, particles, seed)), counts, species, seed);
  const RandomStream directions{seed, Stream::placement, 3};
  constexpr std::uint64_t most_sweeps = 2000;
  for (std::uint64_t sweep = 0; sweep < most_sweeps; ++sweep) {
    // aiming a little beyond the minimum makes the number of sweeps finite
    if (push_apart(system, minimum_distance, 1.02 * minimum_distance, directions, sweep) == 0) {
      return system;
    }
  }
  const double cubed = minimum_distance * minimum_distance * minimum_distance;
  throw InputError(
      fmt::format("{} particles in a volume of {:.6g} could not be packed at random {:.4g} apart (they would fill "
                  "{:.0f} % of the box); "
                  "accepted: a lower density, a smaller start.minimum_distance, or a lattice",
                  particles, box.volume(), minimum_distance,
                  100.0 * std::numbers::pi / 6.0 * cubed * static_cast<double>(particles) / box.volume()));
}

}  // namespace soret
