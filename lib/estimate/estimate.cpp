#include <soret/estimate/estimate.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>

namespace soret {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double sharpest = 1e-10;  // relative errors below this one are rounding, not statistics

/// The power of ten of the first significant digit after rounding to two significant digits (0.0996 counts as 0.10).
int leading_exponent(double positive)
{
  const int exponent = static_cast<int>(std::floor(std::log10(positive)));
  return positive >= 9.95 * std::pow(10.0, exponent) ? exponent + 1 : exponent;
}

/// Both numbers to the decimal of the error's second significant digit.
std::string rounded_pair(double value, double error)
{
  const int decimals = 1 - leading_exponent(error);
  if (decimals >= 0) {
    return fmt::format("{:.{}f} ± {:.{}f}", value, decimals, error, decimals);
  }
  const double unit = std::pow(10.0, -decimals);
  return fmt::format("{:.0f} ± {:.0f}", std::round(value / unit) * unit, std::round(error / unit) * unit);
}

}  // namespace

bool Estimate::is_imposed() const { return standard_error <= sharpest * std::abs(value); }

double Estimate::relative_error() const { return value == 0.0 ? infinite : std::abs(standard_error / value); }

double Estimate::standard_errors_from(double expected) const
{
  const double deviation = value - expected;
  return deviation == 0.0 ? 0.0 : deviation / standard_error;
}

std::string to_string(const Estimate& estimate)
{
  const double error = estimate.standard_error;
  if (!std::isfinite(error) || !std::isfinite(estimate.value)) {
    return fmt::format("{:.6g} ± unknown", estimate.value);
  }
  if (estimate.is_imposed()) {
    return fmt::format("{:.6g} (exact)", estimate.value);
  }
  const double largest = std::max(std::abs(estimate.value), error);
  if (largest >= 1e-4 && largest < 1e7) {
    return rounded_pair(estimate.value, error);
  }
  const int exponent = static_cast<int>(std::floor(std::log10(largest)));
  const double scale = std::pow(10.0, -exponent);
  return fmt::format("({})e{:+03d}", rounded_pair(estimate.value * scale, error * scale), exponent);
}

std::ostream& operator<<(std::ostream& out, const Estimate& estimate) { return out << to_string(estimate); }

Estimate difference(const Estimate& a, const Estimate& b)
{
  return {a.value - b.value, std::hypot(a.standard_error, b.standard_error),
          std::min(a.degrees_of_freedom, b.degrees_of_freedom)};
}

WeightedMean weighted_mean(std::span<const Estimate> measurements)
{
  if (measurements.empty()) {
    throw RunTimeFailure("the weighted mean of no measurements was asked for");
  }
  double weight_sum = 0.0;
  double weighted_sum = 0.0;
  double least_freedom = infinite;
  for (const Estimate& measurement : measurements) {
    if (!(measurement.standard_error > 0.0)) {
      throw RunTimeFailure(
          fmt::format("a weighted mean needs positive standard errors; one of them is {}", measurement.standard_error));
    }
    const double weight = 1.0 / (measurement.standard_error * measurement.standard_error);
    weight_sum += weight;
    weighted_sum += weight * measurement.value;
    least_freedom = std::min(least_freedom, measurement.degrees_of_freedom);
  }
  WeightedMean mean{{weighted_sum / weight_sum, 1.0 / std::sqrt(weight_sum), least_freedom}, 0.0};
  for (const Estimate& measurement : measurements) {
    const double deviation = measurement.standard_errors_from(mean.estimate.value);
    mean.chi_squared += deviation * deviation;
  }
  return mean;
}

}  // namespace soret
