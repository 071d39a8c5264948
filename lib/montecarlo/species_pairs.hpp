#pragma once
/// \file
/// Pairs of different species for the moves that change identities.

#include <soret/system/particles.hpp>

#include <utility>
#include <vector>

namespace soret::detail {

/// All pairs (a, b) of different species, a before b in the list. Throws InputError unless there are at least two
/// species and none is given twice.
std::vector<std::pair<Species, Species>> unordered_pairs(const std::vector<Species>& species);

}  // namespace soret::detail
