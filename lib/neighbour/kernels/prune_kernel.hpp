#pragma once
/// \file
/// What prune_kernel.cpp defines for each instruction set.

#include <soret/neighbour/cluster_pairs.hpp>

#include <cstdint>

namespace soret {

/// Room for what is known of one row while it is pruned, each for the partners of the longest row and twice
/// list_padding more.
struct PruneScratch {
  std::int32_t* partners;
  std::int32_t* reached;
  std::int32_t* lower;
  std::int32_t* upper;
};

/// prune_pairs of prune.hpp. `near_rows` and `near_partners` have room for all of `wide` and list_padding partners
/// more.
using PruneKernel = void (*)(const PairArraysFloat& arrays, double range, const WidePairs& wide, ClusterRow* near_rows,
                             std::int32_t* near_partners, const PruneScratch& scratch);

#define SORET_DECLARE_PRUNE(target)                                                                             \
  namespace kernels_##target                                                                                    \
  {                                                                                                             \
    void prune_pairs(const PairArraysFloat& arrays, double range, const WidePairs& wide, ClusterRow* near_rows, \
                     std::int32_t* near_partners, const PruneScratch& scratch);                                 \
  }
SORET_DECLARE_PRUNE(portable)
SORET_DECLARE_PRUNE(sse4)
SORET_DECLARE_PRUNE(avx2)
SORET_DECLARE_PRUNE(avx512)
#undef SORET_DECLARE_PRUNE

}  // namespace soret
