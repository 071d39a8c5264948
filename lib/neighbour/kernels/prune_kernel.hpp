#pragma once
/// \file
/// What prune_kernel.cpp defines for each instruction set.

#include <soret/neighbour/cluster_pairs.hpp>

namespace soret {

/// prune_pairs of prune.hpp; `scratch` has room for three times the partners of the longest row.
#define SORET_DECLARE_PRUNE(target)                                                                        \
  namespace kernels_##target                                                                               \
  {                                                                                                        \
    void prune_pairs(const PairArraysFloat& arrays, double range, ClusterRow* rows, std::size_t row_count, \
                     std::int32_t* partners, std::int32_t* scratch);                                       \
  }
SORET_DECLARE_PRUNE(portable)
SORET_DECLARE_PRUNE(sse4)
SORET_DECLARE_PRUNE(avx2)
SORET_DECLARE_PRUNE(avx512)
#undef SORET_DECLARE_PRUNE

}  // namespace soret
