#pragma once
/// \file
/// One moment of a Monte Carlo chain.

#include <cstdint>
#include <vector>

namespace soret {

/// What a series keeps of a configuration.
struct ChainSample {
  std::vector<std::int64_t> counts;  ///< N_i
  double energy = 0.0;               ///< U
  double virial = 0.0;               ///< W: the pressure is (N k_B T + W/3)/V
  double volume = 0.0;
};

}  // namespace soret
