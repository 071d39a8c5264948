#pragma once
/// \file
/// Structure factors at vanishing wave number, and the thermodynamics that follows.

#include <soret/estimate/structure_factor_blocks.hpp>

#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

namespace soret {

/// How far the smallest shells are used. The Ornstein-Zernike form is the beginning of a series in q²,
///   y(q) = a + b q² + c q⁴ + ...,  y = 1/S_cc or an element of the inverse matrix of partials.
/// The window is found in steps of at least a tenth in q²: the longest (from six shells on) in which no c of y differs
/// from zero by more than 2.5 of its jackknife errors, all shorter ones passing too. The line a + b q² is then fitted
/// to a third of that window in q², at least to four shells: what the first term left out does to `a` goes with the
/// square of the window, so that it is about a quarter of a standard error where curvature just escapes notice. If not
/// even six shells pass, four are used and `shows_curvature` says so. Shells weigh as the variance of Gaussian modes
/// suggests: vectors/(y_aa y_bb).
struct SmallWaveNumberRule {
  double longest = std::numeric_limits<double>::infinity();  ///< shells beyond this |q| are never looked at
  /// Statistical inefficiency of the blocks that is known from elsewhere (with_inefficiency).
  double least_inefficiency = 1.0;
};

/// The shells that were used.
struct SmallWaveNumberWindow {
  std::size_t shells = 0;         ///< fitted, from the smallest |q| on
  double longest = 0.0;           ///< their largest mean |q|
  std::size_t tested_shells = 0;  ///< in which no curvature was found, at least those fitted
  bool shows_curvature = false;   ///< the box is too small: its smallest shells do not lie on a line
};

/// S_cc(q -> 0) of a binary mixture.
struct ConcentrationLimit {
  Estimate structure_factor;            ///< S_cc(0) = 1/a, per particle; x_A x_B in an ideal mixture
  Estimate thermodynamic_factor;        ///< Phi = x_A x_B/S_cc(0)
  Estimate correlation_length_squared;  ///< b/a of 1/S_cc = a + b q², length²; negative where clusters alternate
  SmallWaveNumberWindow window;
};

/// From the Ornstein-Zernike line 1/S_cc(q) = a + b q² through the smallest shells (SmallWaveNumberRule), with
/// jackknife errors. Throws InputError unless there are two species; RunTimeFailure if there are fewer than four shells
/// or S_cc(0) does not come out positive (too short a run, or the mixture demixes).
ConcentrationLimit concentration_limit(const StructureFactorBlocks& data, const SmallWaveNumberRule& rule = {});

/// Partial structure factors at q -> 0 and Kirkwood-Buff integrals, one per pair (StructureFactorShape::pair).
struct PartialLimits {
  std::vector<Estimate> structure_factors;  ///< S_ab(0), divided by sqrt(N_a N_b) (PartialConvention::per_species)
  std::vector<Estimate> kirkwood_buff;      ///< G_ab, a volume
  /// Of a binary mixture, 1/(1 + x_A x_B rho (G_AA + G_BB - 2 G_AB)).
  std::optional<Estimate> thermodynamic_factor;
  SmallWaveNumberWindow window;
  std::vector<double> constants;  ///< a of the lines a + b q² through the elements of the inverse matrix
  std::vector<double> slopes;     ///< b, length²

  /// S_ab(q), one per pair, as these lines have it, for data of that shape.
  std::vector<double> structure_factors_at(const StructureFactorShape& shape, WaveNumber wave_number) const;
};

/// From the matrix form of Ornstein and Zernike: S_ab = <Re(rho_a conj rho_b)>/sqrt(N_a N_b) is the inverse of delta_ab
/// - sqrt(rho_a rho_b) c_ab(q), whose elements are series in q². Each is extrapolated by a line (SmallWaveNumberRule,
/// one window for all) and the matrix at q = 0 inverted. At q -> 0 (Kirkwood and Buff, doi:10.1063/1.1748352)
///   S_ab(0) = delta_ab + sqrt(rho_a rho_b) G_ab,  G_ab = (S_ab(0) - delta_ab)/sqrt(rho_a rho_b),  rho_a = N_a/V;
/// with partials divided by N the same reads S_ab(0) = x_a delta_ab + rho x_a x_b G_ab. G_ab is that of the open system
/// although N_a is constant: fluctuations with q > 0 do not notice.
/// Throws RunTimeFailure if there are fewer than four shells or a matrix cannot be inverted.
PartialLimits partial_limits(const StructureFactorBlocks& data, const SmallWaveNumberRule& rule = {});

}  // namespace soret
