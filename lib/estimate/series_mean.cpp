#include <soret/estimate/series_mean.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/block_statistics.hpp>
#include <soret/estimate/correlated_series.hpp>

#include "replica_scatter.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

namespace soret {

namespace {

constexpr double fewest_correlation_times = 50.0;  // for an error that is itself known

/// The last row may hold fewer samples than the others: it counts in the mean, but not in the error.
Estimate mean_of_replica(const ThermodynamicTable& table, const RowQuantity& quantity)
{
  std::vector<double> values;
  double sum = 0.0;
  double samples = 0.0;
  for (const ThermodynamicRow& row : table) {
    const double value = quantity(row);
    const auto weight = static_cast<double>(row.samples);
    sum += weight * value;
    samples += weight;
    if (row.samples == table.front().samples) {
      values.push_back(value);
    }
  }
  if (values.size() < 2) {
    throw RunTimeFailure("the mean of a series needs two full rows");
  }
  Estimate mean = blocking_analysis(values).estimate;
  mean.value = sum / samples;
  return mean;
}

}  // namespace

Estimate series_mean(std::span<const ThermodynamicTable> replicas, const RowQuantity& quantity)
{
  if (replicas.empty()) {
    throw RunTimeFailure("the mean of no series was asked for");
  }
  Estimate sum{0.0, 0.0, 0.0};
  std::vector<double> means;
  for (const ThermodynamicTable& table : replicas) {
    const Estimate mean = mean_of_replica(table, quantity);
    means.push_back(mean.value);
    sum.value += mean.value;
    sum.standard_error = std::hypot(sum.standard_error, mean.standard_error);
    sum.degrees_of_freedom += mean.degrees_of_freedom;
  }
  const auto count = static_cast<double>(replicas.size());
  const Estimate within{sum.value / count, sum.standard_error / count, sum.degrees_of_freedom};
  return detail::error_of_replicas(within, means);
}

bool is_long_enough(std::span<const ThermodynamicTable> replicas, const RowQuantity& quantity)
{
  return std::all_of(replicas.begin(), replicas.end(), [&](const ThermodynamicTable& table) {
    std::vector<double> values;
    std::transform(table.begin(), table.end(), std::back_inserter(values), quantity);
    return values.size() >= 2 &&
           static_cast<double>(values.size()) >= fewest_correlation_times * integrated_autocorrelation_time(values);
  });
}

}  // namespace soret
