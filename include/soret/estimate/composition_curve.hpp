#pragma once
/// \file
/// Curves through values at several compositions of a binary mixture, and where they are least.

#include <soret/estimate/estimate.hpp>
#include <soret/estimate/nonlinear_fit.hpp>

#include <cstddef>
#include <limits>
#include <optional>
#include <span>

namespace soret {

/// What goes through the values, x being the mole fraction of a species.
enum class CompositionForm {
  cubic,       ///< c_0 + c_1 x + c_2 x² + c_3 x³
  one_if_pure  ///< 1 + x (1 - x) (c_0 + c_1 x): a thermodynamic factor, which is one in both pure fluids
};

/// From how many values on a curve is fitted: a cubic leaves one degree of freedom to judge it by.
inline constexpr std::size_t fewest_compositions = 5;

/// A local minimum of a curve.
struct CompositionMinimum {
  Estimate mole_fraction;
  Estimate value;
};

/// f(x), a cubic function of either form, with c_0, c_1, ... as the parameters of `fit`. As in Gittus and Bresme (2022,
/// figures 1 to 3), who take S_T as cubic and constrain Gamma to one in a pure fluid.
struct CompositionCurve {
  CompositionForm form = CompositionForm::cubic;
  ModelFit fit;
  /// Of the errors: the fewest of the values.
  double degrees_of_freedom = std::numeric_limits<double>::infinity();

  Estimate coefficient(std::size_t index) const;
  /// f with its error from the covariance of the coefficients.
  Estimate value_at(double mole_fraction) const;
  /// The minimum of f, x* with f'(x*) = 0 and f''(x*) > 0. Its standard error is half the width of the interval around
  /// x* in which |f'(x)| is below its own error: what a slope that is linear in the coefficients allows at 68 %
  /// (Fieller, J. R. Stat. Soc. B 16, 175 (1954)), and to first order (error of f'(x*))/f''(x*). Nothing unless
  /// between `from` and x* the slope is somewhere below zero, and between x* and `to` somewhere above, by two of its
  /// errors: a level line in noise has such a minimum in about 4 of 100 series of a cubic, and in 7 of 100 with the
  /// pure fluids fixed, where the slopes on both sides are nearly one fluctuation. Where only part of all series would
  /// show a minimum, those that do put it too surely (63 % within one error where two thirds show it).
  std::optional<CompositionMinimum> minimum_between(double from, double to) const;
};

/// Weighted least squares through independent values with known errors; chi² of `fit` says whether the form describes
/// them. Throws InputError unless there are as many mole fractions as values, at least `fewest_compositions`, all
/// fractions within [0, 1] and all errors positive and finite; RunTimeFailure if the values do not determine the curve.
CompositionCurve fit_composition(CompositionForm form, std::span<const double> mole_fractions,
                                 std::span<const Estimate> values);

}  // namespace soret
