#include <soret/estimate/pooled_series.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

PooledSeries::PooledSeries(std::vector<std::vector<double>> replicas) : deviations_{std::move(replicas)}
{
  for (const std::vector<double>& values : deviations_) {
    size_ += values.size();
    for (const double value : values) {
      mean_ += value;
    }
  }
  if (size_ == 0) {
    throw RunTimeFailure("the autocorrelation of a series without values was asked for");
  }
  mean_ /= static_cast<double>(size_);
  for (std::vector<double>& values : deviations_) {
    std::ranges::transform(values, values.begin(), [this](double value) { return value - mean_; });
  }
}

std::size_t PooledSeries::longest() const
{
  return std::ranges::max_element(deviations_, {}, &std::vector<double>::size)->size();
}

double PooledSeries::autocovariance(std::size_t lag) const
{
  double sum = 0.0;
  std::size_t pairs = 0;
  for (const std::vector<double>& values : deviations_) {
    for (std::size_t k = lag; k < values.size(); ++k, ++pairs) {
      sum += values[k] * values[k - lag];
    }
  }
  if (pairs == 0) {
    throw RunTimeFailure(fmt::format("no replica's series is longer than {} values", lag));
  }
  return sum / static_cast<double>(pairs);
}

IntegratedTime PooledSeries::integrated_time(double window_factor) const
{
  const double variance = autocovariance(0);
  const auto values = static_cast<double>(size_);
  double time = 0.5;
  std::size_t window = 0;
  const std::size_t end = variance > 0.0 ? longest() : 0;
  for (std::size_t lag = 1; lag < end && static_cast<double>(window) < window_factor * time; ++lag) {
    time += autocovariance(lag) / variance;
    ++window;
  }
  const double lags = 2.0 * static_cast<double>(window) + 1.0;
  const double corrected = time * (1.0 + lags / values) / (1.0 + 2.0 * time / values);
  return {std::max(0.5, corrected), std::sqrt(2.0 * lags / values), window};
}

}  // namespace soret
