#pragma once
/// \file
/// The part of a list of cluster pairs in which particles of one species are.

#include <soret/neighbour/pair_runs.hpp>
#include <soret/neighbour/slots.hpp>
#include <soret/system/particles.hpp>

namespace soret {

/// At least all pairs of `pairs` with a particle of `species` on either side; cluster pairs without one are left out.
/// Valid as long as `pairs` is. Where a species has few particles, a force that concerns it alone then costs as little
/// as these particles do.
PairLists pairs_of_species(const ClusterPairs& pairs, Slots& slots, Species species);

}  // namespace soret
