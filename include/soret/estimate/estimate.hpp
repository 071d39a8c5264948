#pragma once
/// \file
/// A measured number: a value with its standard error.

#include <iosfwd>
#include <limits>
#include <span>
#include <string>

namespace soret {

/// A value and its standard error (one standard deviation of the estimator, not a confidence interval). An error that
/// cannot be known, from a single block say, is infinite.
struct Estimate {
  double value = 0.0;
  double standard_error = 0.0;
  /// How many independent deviations the error was made of: the relative uncertainty of the error itself is about
  /// 1/sqrt(2 degrees_of_freedom), and a confidence interval needs Student's t with this number.
  double degrees_of_freedom = std::numeric_limits<double>::infinity();

  /// Whether the error is nothing but rounding (below 1e-10 of the value): the value was set, not measured.
  bool is_imposed() const;
  /// |standard_error / value|; infinite if the value is zero.
  double relative_error() const;
  /// (value - expected) / standard_error. Zero if both numerator and error are zero.
  double standard_errors_from(double expected) const;
};

/// "value ± error" with the error rounded to two significant digits and the value to the same decimal: "-0.913 ±
/// 0.081". Very large and very small numbers share a power of ten: "(1.52 ± 0.11)e-08". An unknown error is written as
/// "unknown", and an imposed value as "0.12 (exact)".
std::string to_string(const Estimate& estimate);
std::ostream& operator<<(std::ostream& out, const Estimate& estimate);

/// a - b of independent estimates: errors add in quadrature.
Estimate difference(const Estimate& a, const Estimate& b);

/// The mean of independent measurements of one quantity, weighted with 1/standard_error², and whether they agree.
struct WeightedMean {
  Estimate estimate;         ///< standard error (sum of 1/standard_error²)^(-1/2)
  double chi_squared = 0.0;  ///< sum of squared deviations in standard errors; expected: the number of values minus one
};

/// Throws RunTimeFailure if there is no value or an error is not positive.
WeightedMean weighted_mean(std::span<const Estimate> measurements);

}  // namespace soret
