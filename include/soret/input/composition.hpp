#pragma once
/// \file
/// How many particles of which species in which box.

#include <soret/core/quantity.hpp>
#include <soret/system/box.hpp>
#include <soret/system/particles.hpp>

#include <cstdint>
#include <vector>

namespace soret {

/// A number of particles of one species.
struct SpeciesCount {
  Species species{};
  std::int64_t count = 0;
};

std::int64_t total(const std::vector<SpeciesCount>& counts);

/// Whole numbers that sum to `total_count` and are nearest to the mole fractions (largest remainder; a tie goes to the
/// earlier species). One fraction per species in the order of the table. Throws InputError unless the fractions lie in
/// [0, 1] and sum to 1 within 1e-6.
std::vector<SpeciesCount> counts_from_mole_fractions(std::int64_t total_count,
                                                     const std::vector<double>& mole_fractions);

/// The box of `aspect` (lengths up to a common factor) in which `particles` have number density `density`:
/// lengths = aspect (particles / (density aspect_x aspect_y aspect_z))^(1/3).
Box box_of_density(std::int64_t particles, NumberDensity density, const Vec3& aspect = {1.0, 1.0, 1.0});

/// The number of particles whose density in `box` is nearest to `density`.
std::int64_t particles_of_density(const Box& box, NumberDensity density);

}  // namespace soret
