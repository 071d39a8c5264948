#pragma once
/// \file
/// The mean-field caging potential of a particle in a liquid, from partial structure factors.

#include <soret/core/quantity.hpp>
#include <soret/estimate/structure_factor_blocks.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

using Distance = Quantity<struct DistanceTag>;  ///< from the middle of the cage, a length

/// Direct correlation functions C = 1 - S^-1 in every shell, S_ab divided by sqrt(N_a N_b); dimensionless, with the
/// factor sqrt(rho_a rho_b) inside. `averages` holds <Re(rho_a conj rho_b)>, and the result has the same shape (pair,
/// shell), see StructureFactorShape::offset. Throws RunTimeFailure if a matrix S is not positive definite, as when
/// there are too few configurations.
std::vector<double> direct_correlations(const StructureFactorShape& shape, std::span<const double> averages);

/// What a cage is made of, in every shell:
///   f(q) = sum_ab sqrt(x_a x_b) C_ab(q) (S_ab(q) - delta_ab),
/// which is (S - 1)²/S >= 0 for one species and zero for an ideal gas. Throws as `direct_correlations`.
std::vector<double> cage_spectrum(const StructureFactorShape& shape, std::span<const double> averages);

/// How far a cage is looked at. The softness depends on all but the last, so that they are part of the result.
struct CageRule {
  WaveNumber largest_wave_number{36.0};  ///< end of the integral over q
  Distance fit_range{0.1};               ///< of the harmonic fit
  double range_fraction = 0.01;          ///< the cage ends where the potential has risen to this fraction of its depth
};

/// The potential of mean force that holds a particle in the cage of its neighbours,
///   beta Phi(r) = - int dq/(2 pi)³ f(q) exp(-q² r²/6) = -1/(2 pi²) int_0^q_max q² f(q) exp(-q² r²/6) dq
/// (equation 7 of the Supplemental Material of M. K. Nandi and S. M. Bhattacharyya, Phys. Rev. Lett. 126, 208001
/// (2021), doi:10.1103/PhysRevLett.126.208001; the exponent q² r²/2 of the letter itself does not give its numbers).
/// It is lowest at r = 0 and rises to zero if f >= 0. The integral is a trapezoid sum over the shells' mean wave
/// numbers, from zero on; behind the last shell f is constant up to q_max.
class CagingPotential {
 public:
  /// Of the f of shells with these ascending mean wave numbers. Shells beyond the largest wave number are not used.
  /// Throws InputError if the lengths differ, the rule makes no sense or the shells do not reach its wave number (to
  /// within two of their distances); RunTimeFailure unless two shells are left.
  CagingPotential(std::span<const double> wave_numbers, std::span<const double> spectrum, const CageRule& rule = {});

  /// beta Phi(r).
  double at(Distance distance) const;
  /// -beta Phi(0), the height of the wall in units of k_B T.
  double depth() const;
  /// 1/softness: 1/S of the fit beta Phi(r) = minimum + r²/(2 S) by least squares, equal weights at 101 equally spaced
  /// distances from zero to the fit range; 1/length². Linear in f.
  double curvature() const;
  /// What each shell up to the largest wave number adds to it.
  std::vector<double> curvature_terms() const;
  /// The minimum of that fit, which lies a little above beta Phi(0).
  double fitted_minimum() const;
  /// Share of the curvature that comes from the last tenth of the wave numbers: how much the end of the integral
  /// matters.
  double tail_share() const;
  /// Where -beta Phi(r) has fallen to `range_fraction` of its depth. Throws RunTimeFailure unless there is a depth.
  Distance range() const;

 private:
  /// Sum over shells of weight × kernel(q).
  template <class Kernel>
  double sum(const Kernel& kernel) const;
  double curvature_from(double lowest_wave_number) const;

  CageRule rule_;
  std::vector<double> wave_numbers_;
  std::vector<double> weights_;  ///< q² f(q) dq/(2 pi²)
};

}  // namespace soret
