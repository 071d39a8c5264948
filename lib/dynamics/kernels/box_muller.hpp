#pragma once
/// \file
/// What box_muller.cpp defines for each instruction set.

#include <cstddef>
#include <cstdint>

namespace soret {

/// Random bits in, normals out; all arrays of one length, a multiple of eight.
struct BoxMullerArrays {
  const std::uint64_t* bits[4];
  double* normals[3];
};

#define SORET_DECLARE_BOX_MULLER(target)                             \
  namespace target {                                                 \
  void box_muller(const BoxMullerArrays& arrays, std::size_t count); \
  }
SORET_DECLARE_BOX_MULLER(kernels_portable)
SORET_DECLARE_BOX_MULLER(kernels_sse4)
SORET_DECLARE_BOX_MULLER(kernels_avx2)
SORET_DECLARE_BOX_MULLER(kernels_avx512)
#undef SORET_DECLARE_BOX_MULLER

}  // namespace soret
