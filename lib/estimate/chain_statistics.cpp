#include <soret/estimate/chain_statistics.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/pooled_series.hpp>

#include "replica_scatter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace soret {

namespace {

constexpr std::size_t most_blocks = 16384;  // of all chains: a jackknife costs as much as there are
constexpr std::size_t fewest_for_error = 8;

std::size_t chains_of(const GrandCanonicalBlocks& blocks)
{
  return blocks.replica.empty() ? 0 : blocks.replica.back() + 1;
}

GrandCanonicalBlocks affordable(const GrandCanonicalBlocks& blocks)
{
  if (blocks.blocks.empty()) {
    throw RunTimeFailure("the chains hold no samples");
  }
  return blocks.merged(std::max<std::size_t>(2, most_blocks / chains_of(blocks)));
}

std::vector<double> means_of(const std::vector<std::vector<double>>& chains)
{
  std::vector<double> means;
  for (const std::vector<double>& chain : chains) {
    if (!chain.empty()) {
      means.push_back(std::accumulate(chain.begin(), chain.end(), 0.0) / static_cast<double>(chain.size()));
    }
  }
  return means;
}

double freedom_of(double values, const IntegratedTime& integrated)
{
  return std::max(1.0, 0.5 * values / integrated.time - 1.0);
}

}  // namespace

ChainStatistics::ChainStatistics(const GrandCanonicalBlocks& blocks)
    : blocks_{affordable(blocks)}, total_{blocks_.total()}
{
}

/// Values of full blocks, sorted by chains.
std::vector<std::vector<double>> ChainStatistics::by_chain(std::span<const double> block_values) const
{
  std::vector<std::vector<double>> chains(chains_of(blocks_));
  const std::int64_t full = blocks_.blocks.front().samples;
  for (std::size_t k = 0; k < block_values.size(); ++k) {
    if (blocks_.blocks[k].samples >= full) {
      chains[blocks_.replica[k]].push_back(block_values[k]);
    }
  }
  return chains;
}

Estimate ChainStatistics::error_of(double value, std::span<const double> block_values) const
{
  const std::vector<std::vector<double>> chains = by_chain(block_values);
  const PooledSeries series{chains};
  if (series.size() < fewest_for_error) {
    return {value, std::numeric_limits<double>::infinity(), 0.0};
  }
  const auto values = static_cast<double>(series.size());
  const IntegratedTime integrated = series.integrated_time();
  const double error = std::sqrt(2.0 * integrated.time * series.autocovariance(0) / values);
  return detail::error_of_replicas({value, error, freedom_of(values, integrated)}, means_of(chains));
}

std::vector<Estimate> ChainStatistics::estimates(const ChainFunction& function) const
{
  std::vector<Estimate> found;
  for (const JackknifeEstimate& estimate : blocks_.jackknife(function)) {
    found.push_back(error_of(estimate.estimate.value, estimate.pseudo_values));
  }
  return found;
}

std::vector<double> ChainStatistics::block_means(std::span<const double> weights) const
{
  std::vector<double> means;
  for (const GrandCanonicalBlock& block : blocks_.blocks) {
    double& mean = means.emplace_back(0.0);
    for (std::size_t a = 0; a < weights.size(); ++a) {
      mean += weights[a] * block.mean(a);
    }
  }
  return means;
}

double ChainStatistics::inefficiency_of(std::span<const double> block_values) const
{
  return 2.0 * PooledSeries{by_chain(block_values)}.integrated_time().time;
}

std::vector<double> ChainStatistics::autocorrelation(std::span<const double> weights, std::size_t lags) const
{
  const PooledSeries series{by_chain(block_means(weights))};
  const double variance = series.autocovariance(0);
  std::vector<double> correlation;
  for (std::size_t lag = 0; lag < std::min(lags, series.longest()); ++lag) {
    correlation.push_back(lag == 0 ? 1.0 : variance > 0.0 ? series.autocovariance(lag) / variance : 0.0);
  }
  return correlation;
}

ReplicaAgreement ChainStatistics::agreement(std::span<const double> weights) const
{
  const std::vector<double> means = block_means(weights);
  return replica_agreement(means, blocks_.sequence(), inefficiency_of(means));
}

DriftTest ChainStatistics::drift(const std::string& name, std::span<const double> weights) const
{
  constexpr double significance = 3.5;
  const std::vector<double> means = block_means(weights);
  std::vector<double> attempts;
  double start = 0.0;
  for (std::size_t k = 0; k < means.size(); ++k) {
    if (k > 0 && blocks_.replica[k] != blocks_.replica[k - 1]) {
      start = 0.0;
    }
    const double length = static_cast<double>(blocks_.blocks[k].samples * blocks_.attempts_per_sample);
    attempts.push_back(start + 0.5 * length);
    start += length;
  }
  return drift_test(name, means, attempts, blocks_.sequence(), significance, inefficiency_of(means));
}

ChainMemory ChainStatistics::memory(std::span<const double> weights) const
{
  double variance = 0.0;
  for (std::size_t a = 0; a < weights.size(); ++a) {
    for (std::size_t b = 0; b < weights.size(); ++b) {
      if (weights[a] != 0.0 && weights[b] != 0.0) {
        variance += weights[a] * weights[b] * total_.covariance(blocks_.shape, a, b);
      }
    }
  }
  const std::vector<std::vector<double>> chains = by_chain(block_means(weights));
  const PooledSeries series{chains};
  const IntegratedTime integrated = series.integrated_time();
  const auto samples = static_cast<double>(total_.samples);
  const double error_squared = 2.0 * integrated.time * series.autocovariance(0) / static_cast<double>(series.size());
  const double effective =
      error_squared > 0.0 && variance > 0.0 ? std::min(samples, variance / error_squared) : samples;
  const double attempts = samples * static_cast<double>(blocks_.attempts_per_sample);
  const double time = 0.5 * attempts / effective;
  const double freedom = freedom_of(static_cast<double>(series.size()), integrated);
  std::size_t shortest = series.longest();
  for (const std::vector<double>& chain : chains) {
    shortest = std::min(shortest, chain.size());
  }
  const double block_attempts = static_cast<double>(blocks_.attempts_per_block());
  return {.autocorrelation_time = {time, time * integrated.relative_error, freedom},
          .effective_samples = {effective, effective * integrated.relative_error, freedom},
          .shortest_chain = static_cast<double>(shortest) * block_attempts / time};
}

}  // namespace soret
