#include "linearised_profile.hpp"

#include <soret/estimate/correlated_series.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace soret::detail {

namespace {

/// The mean of a series of expectation zero: its variance and the degrees of freedom of that.
struct MeanVariance {
  double variance = 0.0;
  double degrees_of_freedom = 1.0;
};

MeanVariance variance_of_mean(std::span<const double> series, std::span<const std::size_t> replica_starts)
{
  const auto count = static_cast<double>(series.size());
  const double mean = std::accumulate(series.begin(), series.end(), 0.0) / count;
  double squares = 0.0;
  for (const double value : series) {
    squares += (value - mean) * (value - mean);
  }
  if (squares == 0.0) {
    return {};
  }
  const double inefficiency = 2.0 * integrated_autocorrelation_time(series, replica_starts);
  const double freedom = std::max(1.0, count / inefficiency - 1.0);
  return {squares / count / freedom, freedom};
}

/// a += b.
void add(Influence& a, const Influence& b, double factor = 1.0)
{
  for (std::size_t k = 0; k < a.size(); ++k) {
    for (std::size_t n = 0; n < a[k].size(); ++n) {
      a[k][n] += factor * b[k][n];
    }
  }
}

}  // namespace

Influence no_influence(const CouplingSamples& samples)
{
  Influence influence;
  for (const CouplingWindow& window : samples.windows) {
    influence.emplace_back(window.samples(), 0.0);
  }
  return influence;
}

std::vector<double> weighted_deviations(std::span<const double> weights, std::span<const double> values, double factor)
{
  const double mean = std::inner_product(weights.begin(), weights.end(), values.begin(), 0.0) /
                      std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<double> deviations(values.size());
  for (std::size_t n = 0; n < values.size(); ++n) {
    deviations[n] = factor * weights[n] * (values[n] - mean);
  }
  return deviations;
}

Estimate linearised(double value, const CouplingSamples& samples, const Influence& influence)
{
  double variance = 0.0;
  double variance_of_variance = 0.0;  // half of it
  for (std::size_t k = 0; k < influence.size(); ++k) {
    const MeanVariance part = variance_of_mean(influence[k], samples.windows[k].replica_starts);
    variance += part.variance;
    variance_of_variance += part.variance * part.variance / part.degrees_of_freedom;
  }
  if (!std::isfinite(variance)) {
    return {value, std::numeric_limits<double>::infinity(), 0.0};
  }
  const double freedom =
      variance_of_variance > 0.0 ? variance * variance / variance_of_variance : std::numeric_limits<double>::infinity();
  return {value, std::sqrt(variance), freedom};
}

FreeEnergyProfile linearised_profile(const CouplingSamples& samples, std::span<const double> values,
                                     const std::function<Influence(std::size_t)>& influence_of)
{
  FreeEnergyProfile profile{samples.lambdas, {Estimate{}}, {}};
  Influence previous = no_influence(samples);
  for (std::size_t k = 1; k < samples.size(); ++k) {
    Influence current = influence_of(k);
    profile.from_first.push_back(linearised(values[k], samples, current));
    add(previous, current, -1.0);
    profile.steps.push_back(linearised(values[k] - values[k - 1], samples, previous));
    previous = std::move(current);
  }
  return profile;
}

FreeEnergyProfile profile_of_steps(const CouplingSamples& samples, std::span<const double> steps,
                                   const std::vector<Influence>& influence_on_steps)
{
  std::vector<double> values{0.0};
  for (const double step : steps) {
    values.push_back(values.back() + step);
  }
  Influence sum = no_influence(samples);
  return linearised_profile(samples, values, [&](std::size_t k) {
    add(sum, influence_on_steps[k - 1]);
    return sum;
  });
}

}  // namespace soret::detail
