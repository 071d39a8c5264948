#include "open_checks.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret::detail {

double largest_cutoff(std::span<const PairForce> terms)
{
  double largest = 0.0;
  for (const PairForce& term : terms) {
    largest = std::max(largest, term.largest_cutoff());
  }
  return largest;
}

void require_two_cutoffs(const Box& box, double cutoff)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double length = box.lengths()[axis];
    if (!(length >= 2.0 * cutoff)) {
      throw InputError(
          fmt::format("the box is {:g} long along {}; two cutoffs of {:g} are the least", length, "xyz"[axis], cutoff));
    }
  }
}

void require_same_species(const SpeciesTable& found, const SpeciesTable& expected)
{
  const bool same = std::equal(found.begin(), found.end(), expected.begin(), expected.end(),
                               [](const SpeciesInfo& a, const SpeciesInfo& b) { return a.name == b.name; });
  if (!same) {
    throw InputError(fmt::format("the system has {} species, the force field {}, or their names differ", found.size(),
                                 expected.size()));
  }
}

void require_activities(const Reservoir& reservoir, std::size_t species_count)
{
  if (reservoir.activities() != 0 && reservoir.activities() != species_count) {
    throw InputError(fmt::format("{} activities are given for {} species", reservoir.activities(), species_count));
  }
}

void require_density(std::int64_t particles, double volume, NumberDensity limit, const std::string& when)
{
  const double density = static_cast<double>(particles) / volume;
  if (density > limit.value()) {
    throw RunTimeFailure(
        fmt::format("{}: {} particles in a volume of {:g} are a density of {:.4g}, beyond the limit of {:g}: "
                    "the activities fill the box",
                    when, particles, volume, density, limit.value()));
  }
}

Vec3 position_inside(const Box& box, const Particles& particles, std::size_t i)
{
  const Vec3 at = particles.position_of(i);
  if (!std::isfinite(norm_squared(at))) {
    throw InputError(
        fmt::format("the position of particle {} is ({:g}, {:g}, {:g})", particles.id[i], at.x, at.y, at.z));
  }
  return box.wrapped(at);
}

}  // namespace soret::detail
