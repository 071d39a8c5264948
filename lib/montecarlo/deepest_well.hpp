#pragma once
/// \file
/// How much a pair can attract at most.

#include <soret/forces/pair_force.hpp>

#include <cstddef>
#include <span>

namespace soret::detail {

/// Minus the lowest energy of any pair (zero if none attracts), from a fine grid of distances up to the cutoffs and
/// with one hundredth added for what lies between its points.
double deepest_well(std::span<const PairForce> terms, std::size_t species_count);

}  // namespace soret::detail
