#pragma once
/// \file
/// Straight-line fits and what they say about slope and value.

#include <soret/estimate/estimate.hpp>

#include <cstddef>
#include <span>

namespace soret {

/// y = value_at_centre + slope (x - centre) by weighted least squares. About the weighted mean of x, `centre`, the
/// errors of value and slope are independent.
struct StraightLine {
  double centre = 0.0;
  double value_at_centre = 0.0;
  double slope = 0.0;
  double value_error = 0.0;  ///< standard error of value_at_centre
  double slope_error = 0.0;  ///< standard error of slope
  double chi_squared = 0.0;  ///< sum of w (y - fit)²
  std::size_t points = 0;    ///< those with positive weight

  double at(double x) const { return value_at_centre + slope * (x - centre); }
  /// Value at x with sqrt(value_error² + (x - centre)² slope_error²).
  Estimate value_at(double x) const;
  Estimate slope_estimate() const;
  /// Points minus two.
  double degrees_of_freedom() const { return static_cast<double>(points) - 2.0; }
};

/// A fit with relative weights w (variance of y is sigma²/w with unknown sigma):
///   centre = sum w x / W, slope = sum w (x - centre) y / S, S = sum w (x - centre)², W = sum w,
///   sigma² = chi²/(points - 2), value_error² = sigma²/W, slope_error² = sigma²/S.
/// Points of weight zero are ignored, whatever their y; two points leave the errors infinite. Empty weights mean all
/// equal. Throws RunTimeFailure unless two points with different x remain and the lengths agree.
StraightLine fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> weights = {});

/// A fit to values with known standard errors, w = 1/error²: the errors follow from these alone (sigma = 1) and chi²
/// says whether a line describes the values. Throws RunTimeFailure as `fit_line`, and if an error is not positive and
/// finite.
StraightLine fit_line(std::span<const double> x, std::span<const Estimate> y);

}  // namespace soret
