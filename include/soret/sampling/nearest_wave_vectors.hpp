#pragma once
/// \file
/// The wave vectors that a periodic box has near a given wave number.

#include <soret/core/vec3.hpp>
#include <soret/sampling/wave_vector_shells.hpp>

#include <cstddef>
#include <vector>

namespace soret {

/// Vectors of nearly the same length.
struct NearestWaveVectors {
  std::vector<WaveIndex> vectors;  ///< of q and -q only one
  double wave_number = 0.0;        ///< mean |q|
  double spread = 0.0;             ///< largest | |q| - wave_number |
};

/// Those next to `wave_number` in |q|, until there are `fewest`; vectors of equal |q| are taken together. Throws
/// InputError unless wave number and lengths are positive and finite.
NearestWaveVectors nearest_wave_vectors(const Vec3& lengths, WaveNumber wave_number, std::size_t fewest = 12);

}  // namespace soret
