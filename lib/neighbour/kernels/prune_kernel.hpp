#pragma once
/// \file
/// What prune_kernel.cpp defines for each instruction set.

#include <soret/neighbour/cluster_pairs.hpp>

namespace soret {

#define SORET_DECLARE_PRUNE(target)                                                                         \
  namespace kernels_##target                                                                                \
  {                                                                                                         \
    void prune_pairs(const PairArraysDouble& arrays, double range, ClusterRow* rows, std::size_t row_count, \
                     std::int32_t* partners);                                                               \
  }
SORET_DECLARE_PRUNE(portable)
SORET_DECLARE_PRUNE(sse4)
SORET_DECLARE_PRUNE(avx2)
SORET_DECLARE_PRUNE(avx512)
#undef SORET_DECLARE_PRUNE

}  // namespace soret
