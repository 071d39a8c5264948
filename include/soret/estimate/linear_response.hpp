#pragma once
/// \file
/// From values measured at several gradients to the value at vanishing gradient.

#include <soret/estimate/straight_line.hpp>

#include <span>

namespace soret {

/// What was measured at one temperature gradient.
struct GradientPoint {
  double gradient = 0.0;  ///< |dT/dz|
  Estimate value;
};

/// A coefficient in the limit of vanishing gradient, in three ways.
struct LinearResponse {
  /// The value to report: intercept of the straight line in gradient². With a single gradient: that value,
  /// unextrapolated.
  Estimate extrapolated;
  StraightLine against_gradient_squared;  ///< empty (no points) with a single gradient
  StraightLine against_gradient;          ///< likewise; its intercept shows how much the rule matters
  WeightedMean constant;                  ///< all values taken as equal, what linear response would make them
  bool is_extrapolated = false;           ///< at least two gradients were different
  /// Whether the line in gradient² has a slope of more than two standard errors: the larger gradients are not linear.
  bool shows_nonlinearity = false;
};

/// A transport coefficient measured around one state point does not change when the gradient is reversed (the reversed
/// system is the mirror image), so its lowest correction is of second order:
///   C(g) = C(0) + c g² + O(g⁴).
/// That is the rule for `extrapolated`, always, not only when a slope is seen: choosing between fits by the data would
/// make the error too small. If the values agree within errors (`constant`), the mean is the sharper number under the
/// assumption of linear response. Throws RunTimeFailure if there is no point or an error is not positive.
LinearResponse extrapolate_to_zero_gradient(std::span<const GradientPoint> points);

}  // namespace soret
