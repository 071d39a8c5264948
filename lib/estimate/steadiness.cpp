#include <soret/estimate/steadiness.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/correlated_series.hpp>
#include <soret/estimate/straight_line.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>
#include <vector>

namespace soret {

namespace {

constexpr std::size_t fewest_values = 4;

/// A line through a series and what is left of it.
struct Trend {
  StraightLine line;
  std::vector<double> residuals;
};

Trend trend_of(std::span<const double> times, std::span<const double> values, std::span<const double> weights)
{
  Trend trend{fit_line(times, values, weights), {}};
  for (std::size_t k = 0; k < values.size(); ++k) {
    trend.residuals.push_back(values[k] - trend.line.at(times[k]));
  }
  return trend;
}

Estimate enlarged_slope(const StraightLine& line, double inefficiency)
{
  const auto points = static_cast<double>(line.points);
  const double freedom = std::max(1.0, points / inefficiency - 2.0);
  return {line.slope, line.slope_error * std::sqrt((points - 2.0) / freedom), freedom};
}

}  // namespace

std::string DriftTest::message() const
{
  if (!std::isfinite(rate.standard_error)) {
    return fmt::format("{}: too few blocks to see a drift", name);
  }
  return fmt::format("{} {}: rate of change {}, {:.1f} standard errors", name, is_drifting ? "drifts" : "is steady",
                     to_string(rate), std::abs(rate.standard_errors_from(0.0)));
}

DriftTest drift_test(std::string name, std::span<const double> block_values, std::span<const double> times,
                     const BlockSequence& blocks, double significance, double least_inefficiency)
{
  if (block_values.size() != blocks.size() || times.size() != blocks.size() || blocks.size() == 0) {
    throw RunTimeFailure("a drift test needs at least one block, and a value and a time for each");
  }
  DriftTest test{std::move(name), {0.0, std::numeric_limits<double>::infinity(), 0.0}, 0.0, false};
  const auto [first, last] = std::minmax_element(times.begin(), times.end());
  if (blocks.size() < fewest_values || !(*last > *first)) {
    return test;
  }
  const Trend trend = trend_of(times, block_values, blocks.weights);
  const double measured = block_correlation(trend.residuals, blocks).statistical_inefficiency;
  test.rate = enlarged_slope(trend.line, std::max(measured, least_inefficiency));
  test.change = test.rate.value * (*last - *first);
  test.is_drifting = std::abs(test.rate.standard_errors_from(0.0)) > significance;
  return test;
}

Estimate drift_rate(std::span<const double> times, std::span<const double> values)
{
  if (values.size() < fewest_values) {
    return {0.0, std::numeric_limits<double>::infinity(), 0.0};
  }
  const Trend trend = trend_of(times, values, {});
  return enlarged_slope(trend.line, 2.0 * integrated_autocorrelation_time(trend.residuals));
}

Duration composition_relaxation_time(double half_length, double mutual_diffusion)
{
  if (!(half_length > 0.0) || !(mutual_diffusion > 0.0)) {
    throw InputError(
        fmt::format("the composition's relaxation time needs a positive length and diffusion coefficient; "
                    "found {} and {}",
                    half_length, mutual_diffusion));
  }
  return Duration{half_length * half_length / (std::numbers::pi * std::numbers::pi * mutual_diffusion)};
}

}  // namespace soret
