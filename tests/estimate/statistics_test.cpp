#include "autoregressive.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/correlated_series.hpp>
#include <soret/estimate/jackknife.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

using soret::BlockSequence;

namespace {

/// Averages over blocks of a process whose memory is 1/u of a block.
std::vector<double> block_averages(std::size_t blocks, double u, std::mt19937_64& generator)
{
  constexpr std::size_t samples = 32;
  const std::vector<double> series = autoregressive(blocks * samples, std::exp(-u / samples), generator);
  std::vector<double> averages(blocks, 0.0);
  for (std::size_t k = 0; k < series.size(); ++k) {
    averages[k / samples] += series[k] / samples;
  }
  return averages;
}

/// What the errors of the means of many runs are worth.
struct Honesty {
  double coverage = 0.0;          ///< how often the true mean 0 lies within one standard error
  double claim_over_truth = 0.0;  ///< root mean square of the errors over that of the means
};

Honesty honesty(std::size_t blocks, double u)
{
  std::mt19937_64 generator{20};
  constexpr int trials = 2000;
  Honesty found;
  double claimed = 0.0;
  double squares = 0.0;
  for (int trial = 0; trial < trials; ++trial) {
    const std::vector<double> averages = block_averages(blocks, u, generator);
    const soret::Estimate mean = block_mean(averages, soret::equal_blocks(blocks)).estimate;
    found.coverage += std::abs(mean.value) <= mean.standard_error ? 1.0 / trials : 0.0;
    claimed += mean.standard_error * mean.standard_error;
    squares += mean.value * mean.value;
  }
  found.claim_over_truth = std::sqrt(claimed / squares);
  return found;
}

}  // namespace

TEST_CASE("the block mean of independent blocks of unequal weight")
{
  const std::vector<double> means{1.0, 2.0, 4.0};
  const BlockSequence blocks{{1.0, 1.0, 2.0}, {0, 0, 0}};
  const soret::BlockedEstimate result = block_mean(means, blocks);
  CHECK(result.estimate.value == 2.75);
  CHECK(result.uncorrelated_error ==
        doctest::Approx(std::sqrt((1.75 * 1.75 + 0.75 * 0.75 + 2 * 1.25 * 1.25) / (2 * 4))));
  CHECK(result.estimate.standard_error == result.uncorrelated_error);
  CHECK(result.estimate.degrees_of_freedom == 2.0);
}

TEST_CASE("one block has no known error, none is refused")
{
  const std::vector<double> one{3.0};
  const soret::BlockedEstimate result = block_mean(one, soret::equal_blocks(1));
  CHECK(result.estimate.value == 3.0);
  CHECK(std::isinf(result.estimate.standard_error));
  CHECK_THROWS_AS(block_mean({}, soret::equal_blocks(0)), soret::RunTimeFailure);
  CHECK_THROWS_AS(block_mean(one, soret::equal_blocks(2)), soret::RunTimeFailure);
}

TEST_CASE("errors from blocks cover the truth as often as they should, correlated or not")
{
  for (const std::size_t blocks : {20, 32}) {
    for (const double u : {100.0, 10.0, 3.0, 1.0}) {
      const Honesty found = honesty(blocks, u);
      CAPTURE(blocks);
      CAPTURE(u);
      CAPTURE(found.claim_over_truth);
      CHECK(found.coverage > 0.62);
      CHECK(found.coverage < 0.74);
      CHECK(found.claim_over_truth > 0.95);
      CHECK(found.claim_over_truth < 1.6);
      MESSAGE(blocks << " blocks of " << u << ": inside " << found.coverage << ", " << found.claim_over_truth);
    }
  }
}

TEST_CASE("correlation of neighbouring blocks is measured and replicas are kept apart")
{
  std::mt19937_64 generator{5};
  std::vector<double> values;
  BlockSequence blocks;
  for (std::size_t replica = 0; replica < 200; ++replica) {
    for (const double value : block_averages(20, 1.2, generator)) {
      values.push_back(value);
      blocks.weights.push_back(1.0);
      blocks.replica.push_back(replica);
    }
  }
  const soret::BlockCorrelation correlation = block_correlation(values, blocks);
  const double lost = 1.0 - std::exp(-1.2);
  CHECK(std::abs(correlation.lag_one - lost * lost / (2.0 * (1.2 - lost))) < 4.0 * correlation.lag_one_error);
  CHECK(correlation.is_significant());
  CHECK(correlation.statistical_inefficiency == doctest::Approx(1.2 / (1.2 - lost)).epsilon(0.1));
  const std::vector<double> alternating{1.0, -1.0, 1.0, -1.0, 1.0, -1.0};
  CHECK(block_correlation(alternating, soret::equal_blocks(6)).statistical_inefficiency == 1.0);
}

TEST_CASE("replicas that disagree are noticed")
{
  std::mt19937_64 generator{6};
  std::vector<double> values;
  BlockSequence blocks;
  for (std::size_t replica = 0; replica < 4; ++replica) {
    for (const double value : autoregressive(50, 0.0, generator)) {
      values.push_back(value);
      blocks.weights.push_back(1.0);
      blocks.replica.push_back(replica);
    }
  }
  CHECK_FALSE(replica_agreement(values, blocks).is_broken());
  CHECK(replica_agreement(values, blocks).degrees_of_freedom == 3);
  for (std::size_t k = 0; k < 50; ++k) {
    values[k] += 2.0;
  }
  CHECK(replica_agreement(values, blocks).is_broken());
  CHECK(replica_agreement(values, soret::equal_blocks(values.size())).degrees_of_freedom == 0);
}

TEST_CASE("the jackknife of a linear function is the block mean")
{
  std::mt19937_64 generator{7};
  const std::vector<double> x = autoregressive(12, 0.2, generator);
  const std::vector<double> y = autoregressive(12, 0.0, generator);
  BlockSequence blocks = soret::equal_blocks(12);
  blocks.weights.back() = 0.4;
  std::vector<std::vector<double>> averages;
  std::vector<double> linear;
  for (std::size_t k = 0; k < x.size(); ++k) {
    averages.push_back({x[k], y[k]});
    linear.push_back(3.0 * x[k] - 2.0 * y[k] + 1.0);
  }
  const auto result = soret::jackknife(
      blocks, averages, [](std::span<const double> mean) { return std::vector{3.0 * mean[0] - 2.0 * mean[1] + 1.0}; });
  const soret::BlockedEstimate expected = block_mean(linear, blocks);
  CHECK(result[0].estimate.value == doctest::Approx(expected.estimate.value).epsilon(1e-13));
  CHECK(result[0].estimate.standard_error == doctest::Approx(expected.estimate.standard_error).epsilon(1e-11));
  CHECK(result[0].bias == doctest::Approx(0.0).epsilon(1e-12));
  for (std::size_t k = 0; k < linear.size(); ++k) {
    CHECK(result[0].pseudo_values[k] == doctest::Approx(linear[k]).epsilon(1e-11));
  }
}

TEST_CASE("the jackknife removes the bias of a square and covers a ratio")
{
  // The square of the mean of n values is biased by their variance/n, which the jackknife estimates exactly.
  std::mt19937_64 generator{8};
  const std::vector<double> x = autoregressive(10, 0.0, generator);
  std::vector<std::vector<double>> averages;
  double mean = 0.0;
  double squares = 0.0;
  for (const double value : x) {
    averages.push_back({value});
    mean += value / 10.0;
    squares += value * value / 10.0;
  }
  const auto square = soret::jackknife(soret::equal_blocks(10), averages,
                                       [](std::span<const double> m) { return std::vector{m[0] * m[0]}; });
  CHECK(square[0].bias == doctest::Approx((squares - mean * mean) / 9.0));

  std::normal_distribution<double> normal;
  constexpr int trials = 1500;
  int covered = 0;
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<std::vector<double>> pairs;
    for (int k = 0; k < 20; ++k) {
      const double common = normal(generator);
      pairs.push_back({2.0 + 0.5 * common, 4.0 + common + 0.5 * normal(generator)});
    }
    const auto ratio = soret::jackknife(soret::equal_blocks(20), pairs,
                                        [](std::span<const double> m) { return std::vector{m[1] / m[0]}; });
    covered += std::abs(ratio[0].estimate.standard_errors_from(2.0)) <= 1.0 ? 1 : 0;
  }
  CHECK(covered > 0.60 * trials);
  CHECK(covered < 0.76 * trials);
}

TEST_CASE("the blocking analysis finds the error of a correlated series")
{
  // Exact: variance of the mean = (1 + rho)/(1 - rho)/n for a long series.
  std::mt19937_64 generator{9};
  constexpr std::size_t length = 1u << 16;
  const double rho = 0.9;
  const std::vector<double> series = autoregressive(length, rho, generator);
  const soret::BlockingAnalysis analysis = soret::blocking_analysis(series);
  const double exact = std::sqrt((1.0 + rho) / (1.0 - rho) / static_cast<double>(length));
  CHECK(analysis.plateau_reached);
  CHECK(analysis.estimate.standard_error == doctest::Approx(exact).epsilon(0.15));
  CHECK(analysis.levels.size() == 16);
  CHECK(analysis.levels[3].block_length == 8);
  CHECK(soret::integrated_autocorrelation_time(series) ==
        doctest::Approx(0.5 * (1.0 + rho) / (1.0 - rho)).epsilon(0.1));
  CHECK(soret::autocorrelation(series, 0) == 1.0);
  CHECK(soret::autocorrelation(series, 2) == doctest::Approx(rho * rho).epsilon(0.05));
}

TEST_CASE("a series shorter than its correlation is recognised")
{
  std::vector<double> ramp;
  for (int i = 0; i < 64; ++i) {
    ramp.push_back(i);
  }
  CHECK_FALSE(soret::blocking_analysis(ramp).plateau_reached);
  const std::vector<double> constant(16, 2.5);
  CHECK(soret::blocking_analysis(constant).estimate.value == 2.5);
  CHECK(soret::blocking_analysis(constant).estimate.standard_error == 0.0);
  CHECK(soret::integrated_autocorrelation_time(constant) == 0.5);
  CHECK_THROWS_AS(soret::blocking_analysis(std::vector<double>{1.0}), soret::RunTimeFailure);
}
