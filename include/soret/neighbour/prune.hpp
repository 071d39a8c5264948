#pragma once
/// \file
/// Removal of cluster pairs without any particle pair in range.

#include <soret/neighbour/cluster_pairs.hpp>

#include <cstdint>

namespace soret {

/// Keeps of each row the partners with at least one pair of particles closer than `range` and groups them by the half
/// of the cluster that they reach (see ClusterRow); the partner array is compacted in place. Of the arrays it needs
/// positions (allow for their rounding in `range`) and the empty slots. Runs with the chosen instruction set.
void prune_pairs(const PairArraysFloat& arrays, double range, ClusterRow* rows, std::size_t row_count,
                 std::int32_t* partners);

}  // namespace soret
