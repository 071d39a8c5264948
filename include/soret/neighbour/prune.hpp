#pragma once
/// \file
/// The cluster pairs of a list that have a particle pair in range.

#include <soret/neighbour/cluster_pairs.hpp>
#include <soret/neighbour/pair_runs.hpp>

namespace soret {

/// Puts into `near` the rows of `wide` in their order, each with those partners that have at least one pair of
/// particles closer than `range`, grouped by the half of the cluster that they reach (see ClusterRow). Of the arrays it
/// needs positions (allow for their rounding in `range`) and the empty slots. Runs with the chosen instruction set.
void prune_pairs(const PairArraysFloat& arrays, double range, const PairRuns& wide, PairLists& near);

}  // namespace soret
