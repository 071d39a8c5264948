#pragma once
/// \file
/// What slot_sums.cpp defines for each instruction set.

#include <soret/neighbour/cluster_pairs.hpp>

#include <cstddef>

namespace soret {

/// sum_over_slots adds to sums[0 ... 5] the sum over slots of (r - origin)_a f_b, as symmetric_components, to sums[6]
/// that of the energy (as it is stored), to sums[7 ... 9] that of energy times velocity.
/// flush_partner_sums adds `count` numbers (a multiple of cluster_size) to `sums` and sets them to zero.
#define SORET_DECLARE_SLOT_SUMS(target)                                                                                \
  namespace kernels_##target                                                                                           \
  {                                                                                                                    \
    void sum_over_slots(const PairArraysDouble& arrays, bool with_velocities, std::size_t count, const double* origin, \
                        double* sums);                                                                                 \
    void flush_partner_sums(float* partner_sums, double* sums, std::size_t count);                                     \
  }
SORET_DECLARE_SLOT_SUMS(portable)
SORET_DECLARE_SLOT_SUMS(sse4)
SORET_DECLARE_SLOT_SUMS(avx2)
SORET_DECLARE_SLOT_SUMS(avx512)
#undef SORET_DECLARE_SLOT_SUMS

}  // namespace soret
