#pragma once
/// \file
/// What displacement_sums.cpp defines for each instruction set.

#include <cstddef>

namespace soret {

/// Two configurations, each all x, then all y, then all z, and which particles of them are compared.
struct ComparedConfigurations {
  const double* then;
  const double* now;
  std::size_t count;  ///< particles of a configuration
  std::size_t begin;
  std::size_t end;
};

/// What is asked of displacements besides their moments.
struct DisplacementQuestions {
  double overlap_distance_squared;
  const double* wave_numbers;
  std::size_t waves;  ///< at most most_waves
};
inline constexpr std::size_t most_waves = 8;
/// Sums: |dr|², |dr|⁴, dr_x, dr_y, dr_z, how many |dr| < the overlap distance, sin(q |dr|)/(q |dr|) of each wave
/// number.
inline constexpr std::size_t displacement_sums_before_waves = 6;

#define SORET_DECLARE_DISPLACEMENT_SUMS(target)                                                                \
  namespace kernels_##target                                                                                   \
  {                                                                                                            \
    void add_displacement_sums(const ComparedConfigurations& compared, const DisplacementQuestions& questions, \
                               double* sums);                                                                  \
  }
SORET_DECLARE_DISPLACEMENT_SUMS(portable)
SORET_DECLARE_DISPLACEMENT_SUMS(sse4)
SORET_DECLARE_DISPLACEMENT_SUMS(avx2)
SORET_DECLARE_DISPLACEMENT_SUMS(avx512)
#undef SORET_DECLARE_DISPLACEMENT_SUMS

}  // namespace soret
