#pragma once
/// \file
/// Soret coefficients with errors from the blocks of a slab profile.

#include <soret/estimate/local_state.hpp>

#include <array>
#include <cstddef>
#include <vector>

namespace soret {

/// The Soret coefficient of one species, signed (positive: towards the cold side), and what it was made of.
struct Soret {
  Estimate coefficient;                ///< from the mean gradients of both halves
  std::array<Estimate, 2> half;        ///< each side by itself: [0] along the axis from the cold slab, [1] against it
  Estimate halves_difference;          ///< half[0] - half[1], with the error of the difference
  Estimate temperature;                ///< at the window's centre
  Estimate temperature_gradient;       ///< towards the hot slab
  Estimate mole_fraction;              ///< at the window's centre
  Estimate mole_fraction_gradient;     ///< towards the hot slab
  BlockCorrelation block_correlation;  ///< of the coefficient's block values
  std::vector<double> block_values;    ///< linearised: the jackknife's pseudo-values, one per block
};

/// S_T = -(1/(x (1 - x))) (dx/dz)/(dT/dz) of a species: straight lines fitted to x(z) and T(z) in the window on both
/// sides of the cold slab, local values at the window's centre, errors by jackknife over blocks and replicas. Errors of
/// what depends on the composition allow for its relaxation, if the profile holds its modes (composition_relaxation,
/// with_inefficiency). The window is found once, in the sum of all blocks. Throws InputError if the species does not
/// exist, there is only one species or the window does not fit, RunTimeFailure without blocks.
Soret soret_coefficient(const ProfileBlocks& profile, std::size_t species, const ProfileWindow& window);

/// How an estimate came to be what it is.
struct RunningEstimate {
  double time = 0.0;       ///< end of the last block used
  std::size_t blocks = 0;  ///< of each replica
  Estimate estimate;
};

/// The Soret coefficient from the first 2, 3, ... blocks of every replica, all in the same window and with the
/// relaxation time of the whole profile.
std::vector<RunningEstimate> running_soret_coefficient(const ProfileBlocks& profile, std::size_t species,
                                                       const ProfileWindow& window);

}  // namespace soret
