#include <soret/estimate/correlated_series.hpp>

#include <soret/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soret {

namespace {

constexpr double window_factor = 6.0;

void require_two_values(std::span<const double> values)
{
  if (values.size() < 2) {
    throw RunTimeFailure("the statistics of a time series need at least two values");
  }
}

double mean_of(std::span<const double> values)
{
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double autocovariance(std::span<const double> values, double mean, std::size_t lag)
{
  double sum = 0.0;
  for (std::size_t i = lag; i < values.size(); ++i) {
    sum += (values[i] - mean) * (values[i - lag] - mean);
  }
  return sum / static_cast<double>(values.size());
}

std::vector<std::span<const double>> split(std::span<const double> values, std::span<const std::size_t> starts)
{
  std::vector<std::span<const double>> parts;
  for (std::size_t r = 0; r < starts.size(); ++r) {
    const std::size_t end = r + 1 < starts.size() ? starts[r + 1] : values.size();
    if (starts[r] >= end || end > values.size()) {
      throw RunTimeFailure(
          "the starts of replicas must increase and lie within the series, of at least one value each");
    }
    parts.push_back(values.subspan(starts[r], end - starts[r]));
  }
  return starts.empty() ? std::vector{values} : parts;
}

BlockingLevel level_of(std::span<const double> values, std::size_t block_length)
{
  const double remaining = static_cast<double>(values.size()) - 1.0;
  const double error = std::sqrt(autocovariance(values, mean_of(values), 0) / remaining);
  return {block_length, values.size(), error, error / std::sqrt(2.0 * remaining)};
}

std::vector<double> pair_averages(const std::vector<double>& values)
{
  std::vector<double> averages(values.size() / 2);
  for (std::size_t i = 0; i < averages.size(); ++i) {
    averages[i] = 0.5 * (values[2 * i] + values[2 * i + 1]);
  }
  return averages;
}

}  // namespace

double autocorrelation(std::span<const double> values, std::size_t lag)
{
  if (lag >= values.size()) {
    throw RunTimeFailure("an autocorrelation was asked for at a lag beyond the length of the series");
  }
  const double mean = mean_of(values);
  const double variance = autocovariance(values, mean, 0);
  if (lag == 0) {
    return 1.0;
  }
  return variance == 0.0 ? 0.0 : autocovariance(values, mean, lag) / variance;
}

double integrated_autocorrelation_time(std::span<const double> values)
{
  return integrated_autocorrelation_time(values, {});
}

double integrated_autocorrelation_time(std::span<const double> values, std::span<const std::size_t> replica_starts)
{
  require_two_values(values);
  const std::vector<std::span<const double>> replicas = split(values, replica_starts);
  const double mean = mean_of(values);
  const double variance = autocovariance(values, mean, 0);
  double time = 0.5;
  if (variance == 0.0) {
    return time;
  }
  for (std::size_t lag = 1; lag < values.size() && static_cast<double>(lag) < window_factor * time + 1.0; ++lag) {
    for (const std::span<const double> replica : replicas) {
      const double share = static_cast<double>(replica.size()) / static_cast<double>(values.size());
      time += share * autocovariance(replica, mean, lag) / variance;
    }
  }
  return std::max(time, 0.5);
}

BlockingAnalysis blocking_analysis(std::span<const double> values)
{
  require_two_values(values);
  BlockingAnalysis analysis;
  std::vector<double> blocked(values.begin(), values.end());
  for (std::size_t block_length = 1; blocked.size() >= 2; block_length *= 2) {
    analysis.levels.push_back(level_of(blocked, block_length));
    blocked = pair_averages(blocked);
  }
  const double first_error = analysis.levels.front().standard_error;
  const auto inefficiency = [&](const BlockingLevel& level) {
    const double ratio = first_error > 0.0 ? level.standard_error / first_error : 1.0;
    return ratio * ratio;
  };
  const auto long_enough = [&](const BlockingLevel& level) {
    const auto length = static_cast<double>(level.block_length);
    const double g = inefficiency(level);
    return length * length * length > 2.0 * static_cast<double>(values.size()) * g * g;
  };
  auto chosen = std::find_if(analysis.levels.begin(), analysis.levels.end(), long_enough);
  analysis.plateau_reached = chosen != analysis.levels.end();
  if (!analysis.plateau_reached) {
    chosen = std::max_element(analysis.levels.begin(), analysis.levels.end(),
                              [](const auto& a, const auto& b) { return a.standard_error < b.standard_error; });
  }
  analysis.chosen = static_cast<std::size_t>(chosen - analysis.levels.begin());
  analysis.statistical_inefficiency = std::max(1.0, inefficiency(*chosen));
  analysis.estimate = {mean_of(values), std::max(chosen->standard_error, first_error),
                       static_cast<double>(chosen->blocks - 1)};
  return analysis;
}

}  // namespace soret
