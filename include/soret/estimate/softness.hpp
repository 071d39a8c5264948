#pragma once
/// \file
/// Softness, depth and range of the cage in a liquid, with errors, free of the noise of structure factors.

#include <soret/estimate/caging_potential.hpp>
#include <soret/estimate/estimate.hpp>
#include <soret/estimate/structure_factor_blocks.hpp>

#include <vector>

namespace soret {

/// A cage and what it says about escaping from it.
struct Softness {
  CageRule rule;
  Estimate softness;            ///< S of the fit beta Phi(r) = minimum + r²/(2 S), length²
  Estimate depth;               ///< -beta Phi(0)
  Estimate range;               ///< where -beta Phi has fallen to rule.range_fraction of its depth, a length
  Estimate first_passage;       ///< ln(D_0 tau/length²) of the mean first-passage time from 0 to the range
  Estimate tail_share;          ///< of 1/S from the last tenth of the wave numbers
  double fitted_minimum = 0.0;  ///< of that fit
  double noise_share = 0.0;     ///< what noise had added to 1/S before it was taken out, over 1/S

  std::vector<double> wave_numbers;  ///< of the shells used
  std::vector<Estimate> spectrum;    ///< f(q) of `cage_spectrum`
  std::vector<double> distances;     ///< from zero to one and a quarter of the range, dense at zero
  std::vector<Estimate> potential;   ///< beta Phi at these

  /// The harmonic fit at a distance.
  double harmonic(Distance distance) const;
};

/// From partial structure factors in blocks. f(q) is nearly quadratic in S - 1 where S is close to one, so that noise
/// of variance v adds v to the mean and piles up under the weight q⁴ of 1/S. The jackknife's pseudo-values of f, whose
/// mean over blocks is free of a bias that goes as 1/blocks, take it out: for a quadratic f they are the mean over all
/// pairs of different blocks, exactly, and blocks weigh as they should. All other numbers are functions of the mean
/// of the pseudo-values and get their errors by leaving out one block at a time; where f is hardly different from zero
/// these are too large by up to sqrt(2). What neighbouring blocks have in common stays in.
/// Throws InputError as CagingPotential does; RunTimeFailure if there are fewer than two blocks, and if there is no
/// cage, which means that the depth or 1/S is not three standard errors above zero (an ideal gas, a run too short).
Softness softness(const StructureFactorBlocks& data, const CageRule& rule = {});

}  // namespace soret
