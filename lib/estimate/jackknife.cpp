#include <soret/estimate/jackknife.hpp>

#include <soret/core/error.hpp>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

/// Turns values without each block into pseudo-values and these into an estimate.
JackknifeEstimate from_left_out(const BlockSequence& blocks, double value, std::span<const double> without)
{
  JackknifeEstimate result;
  result.pseudo_values.resize(blocks.size());
  const double total = blocks.total_weight();
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    const double ratio = total / blocks.weights[k];
    result.pseudo_values[k] = ratio * value - (ratio - 1.0) * without[k];
  }
  const BlockedEstimate blocked = block_mean(result.pseudo_values, blocks);
  result.estimate = {value, blocked.estimate.standard_error, blocked.estimate.degrees_of_freedom};
  result.uncorrelated_error = blocked.uncorrelated_error;
  result.bias = value - blocked.estimate.value;
  result.correlation = blocked.correlation;
  return result;
}

}  // namespace

std::vector<JackknifeEstimate> jackknife(const BlockSequence& blocks, const LeaveOneOutStatistic& statistic)
{
  if (blocks.size() == 0) {
    throw RunTimeFailure("a jackknife needs at least one block; nothing was sampled");
  }
  const std::vector<double> values = statistic(none_left_out);
  std::vector<std::vector<double>> without(values.size(), std::vector<double>(blocks.size()));
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    const std::vector<double> left = blocks.size() == 1 ? values : statistic(k);
    for (std::size_t output = 0; output < values.size(); ++output) {
      without[output][k] = left.at(output);
    }
  }
  std::vector<JackknifeEstimate> estimates;
  for (std::size_t output = 0; output < values.size(); ++output) {
    estimates.push_back(from_left_out(blocks, values[output], without[output]));
  }
  return estimates;
}

JackknifeEstimate with_inefficiency(JackknifeEstimate estimate, double inefficiency)
{
  const auto blocks = static_cast<double>(estimate.pseudo_values.size());
  if (blocks < 2.0 || !(inefficiency > estimate.correlation.statistical_inefficiency)) {
    return estimate;
  }
  const double freedom = std::max(1.0, blocks / inefficiency - 1.0);
  estimate.estimate.standard_error = estimate.uncorrelated_error * std::sqrt((blocks - 1.0) / freedom);
  estimate.estimate.degrees_of_freedom = freedom;
  return estimate;
}

std::vector<JackknifeEstimate> jackknife(const BlockSequence& blocks,
                                         std::span<const std::vector<double>> block_averages,
                                         const FunctionOfAverage& function)
{
  if (block_averages.size() != blocks.size() || blocks.size() == 0) {
    throw RunTimeFailure("a jackknife needs at least one block and the averages of each");
  }
  const std::size_t length = block_averages.front().size();
  std::vector<double> sum(length, 0.0);
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    if (block_averages[k].size() != length) {
      throw RunTimeFailure("all blocks of a jackknife must hold equally many averages");
    }
    for (std::size_t i = 0; i < length; ++i) {
      sum[i] += blocks.weights[k] * block_averages[k][i];
    }
  }
  const double total = blocks.total_weight();
  return jackknife(blocks, [&](std::size_t left_out) {
    std::vector<double> average = sum;
    const double left_weight = left_out == none_left_out ? 0.0 : blocks.weights[left_out];
    for (std::size_t i = 0; i < length; ++i) {
      if (left_out != none_left_out) {
        average[i] -= left_weight * block_averages[left_out][i];
      }
      average[i] /= total - left_weight;
    }
    return function(average);
  });
}

}  // namespace soret
