#pragma once
/// \file
/// What distance_histogram.cpp defines for each instruction set: the innermost part of counting pairs by distance.

#include <cstddef>
#include <cstdint>

namespace soret {

/// Particles as arrays with `distance_padding` readable elements behind the last.
struct DistanceParticles {
  const double* coordinate[3];          ///< all within [0, box length)
  const std::int32_t* first_histogram;  ///< where the histogram for the particle's species starts
};
inline constexpr std::size_t distance_padding = 16;

/// Particles with successive indices.
struct ParticleRange {
  std::int32_t begin;
  std::int32_t end;
};

/// How distances become bins.
struct DistanceBins {
  double box_lengths[3];
  double bins_per_length;
  double last_bin;  ///< takes all that is further
};

/// Counts the distances (shortest periodic image) between the particle at `position` and those of the ranges. `scratch`
/// has room for all of them and distance_padding more. Consecutive distances are counted alternately in `even` and
/// `odd`, so that an increment need not wait for the one before.
#define SORET_DECLARE_DISTANCES(target)                                                                     \
  namespace kernels_##target                                                                                \
  {                                                                                                         \
    void count_distances(const DistanceBins& bins, const double* position, const DistanceParticles& others, \
                         const ParticleRange* ranges, std::size_t range_count, std::int32_t* scratch,       \
                         std::uint32_t* even, std::uint32_t* odd);                                          \
  }
SORET_DECLARE_DISTANCES(portable)
SORET_DECLARE_DISTANCES(sse4)
SORET_DECLARE_DISTANCES(avx2)
SORET_DECLARE_DISTANCES(avx512)
#undef SORET_DECLARE_DISTANCES

}  // namespace soret
