#pragma once
/// \file
/// What kinetic_sums.cpp defines for each instruction set.

#include <cstddef>

namespace soret {

/// Particles per call are a multiple of this.
inline constexpr std::size_t kinetic_lanes = 8;

/// Velocities, masses and species (as a number) of some particles.
struct MovingParticles {
  const double* x;
  const double* y;
  const double* z;
  const double* mass;
  const double* species;
  std::size_t count;
};

/// Adds to sums[0 ... 5] the sum of m v_a v_b, as symmetric_components, to sums[6 ... 8] that of m v² v, and to
/// sums[9 + 4 s ...] mass and momentum of species s.
#define SORET_DECLARE_KINETIC_SUMS(target)                                                      \
  namespace kernels_##target                                                                    \
  {                                                                                             \
    void add_kinetic_sums(const MovingParticles& particles, std::size_t species, double* sums); \
  }
SORET_DECLARE_KINETIC_SUMS(portable)
SORET_DECLARE_KINETIC_SUMS(sse4)
SORET_DECLARE_KINETIC_SUMS(avx2)
SORET_DECLARE_KINETIC_SUMS(avx512)
#undef SORET_DECLARE_KINETIC_SUMS

}  // namespace soret
