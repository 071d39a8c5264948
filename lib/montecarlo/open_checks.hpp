#pragma once
/// \file
/// What chains ask of the systems that they start from.

#include <soret/forces/pair_force.hpp>
#include <soret/montecarlo/reservoir.hpp>
#include <soret/system/particles.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace soret::detail {

double largest_cutoff(std::span<const PairForce> terms);

/// Throws InputError, naming the axis and the lengths, if the box is narrower than two cutoffs.
void require_two_cutoffs(const Box& box, double cutoff);

/// Throws InputError unless the species have the same names in the same order.
void require_same_species(const SpeciesTable& found, const SpeciesTable& expected);

/// Throws InputError if activities are given and not one per species.
void require_activities(const Reservoir& reservoir, std::size_t species_count);

/// Throws RunTimeFailure, saying when, if there are more particles in the volume than the limit allows.
void require_density(std::int64_t particles, double volume, NumberDensity limit, const std::string& when);

/// The position of a particle inside the box. Throws InputError if it is not finite.
Vec3 position_inside(const Box& box, const Particles& particles, std::size_t i);

}  // namespace soret::detail
