#include <soret/estimate/block_statistics.hpp>

#include <soret/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace soret {

namespace {

constexpr std::size_t fewest_pairs = 4;
constexpr double largest_correlation = 0.9;

void require_consistent(std::span<const double> values, const BlockSequence& blocks)
{
  if (blocks.size() == 0) {
    throw RunTimeFailure("block statistics need at least one block; nothing was sampled");
  }
  if (values.size() != blocks.size() || blocks.replica.size() != blocks.size()) {
    throw RunTimeFailure("block statistics need one value, one weight and one replica for every block");
  }
  if (std::any_of(blocks.weights.begin(), blocks.weights.end(), [](double weight) { return !(weight > 0.0); })) {
    throw RunTimeFailure("the weight of every block must be positive");
  }
}

double weighted_average(std::span<const double> values, std::span<const double> weights)
{
  const double sum = std::inner_product(values.begin(), values.end(), weights.begin(), 0.0);
  return sum / std::accumulate(weights.begin(), weights.end(), 0.0);
}

/// The correlation of neighbouring averages over times u, in units of the memory.
double correlation_of_averages(double u)
{
  const double lost = -std::expm1(-u);
  return lost * lost / (2.0 * (u - lost));
}

/// Their inefficiency, if their correlation is `neighbours`, which is below one.
double inefficiency_of_averages(double neighbours)
{
  double shortest = 1e-2;
  double longest = 1e6;
  if (neighbours <= correlation_of_averages(longest)) {
    return 1.0;
  }
  while (longest > shortest * (1.0 + 1e-12)) {  // the correlation falls with u
    const double middle = std::sqrt(shortest * longest);
    (correlation_of_averages(middle) > neighbours ? shortest : longest) = middle;
  }
  return statistical_inefficiency(Duration{longest}, RelaxationTime{1.0});
}

}  // namespace

double BlockSequence::total_weight() const { return std::accumulate(weights.begin(), weights.end(), 0.0); }

BlockSequence equal_blocks(std::size_t count)
{
  return {std::vector<double>(count, 1.0), std::vector<std::size_t>(count, 0)};
}

double statistical_inefficiency(Duration block, RelaxationTime relaxation)
{
  // The variance of a mean over a time b is
  //   V(b) = (2 sigma²/b²) int_0^b (b - t) exp(-t/tau) dt = 2 sigma² (u - 1 + exp(-u))/u²,  u = b/tau.
  // A mean over n blocks, hence over the time n b, has V(n b) -> 2 sigma²/(n u) for many blocks; independent blocks
  // would give V(b)/n. g is the first over the second.
  if (!(relaxation.value() > 0.0)) {
    return 1.0;
  }
  const double u = block.value() / relaxation.value();
  return u > 0.0 ? u / (u + std::expm1(-u)) : std::numeric_limits<double>::infinity();
}

BlockCorrelation block_correlation(std::span<const double> values, const BlockSequence& blocks)
{
  require_consistent(values, blocks);
  const double mean = weighted_average(values, blocks.weights);
  const auto count = static_cast<double>(values.size());
  const auto deviation = [&](std::size_t k) { return std::sqrt(blocks.weights[k]) * (values[k] - mean); };
  double squares = deviation(0) * deviation(0);
  double products = 0.0;
  std::size_t pairs = 0;
  for (std::size_t k = 1; k < values.size(); ++k) {
    squares += deviation(k) * deviation(k);
    if (blocks.replica[k] == blocks.replica[k - 1]) {
      products += deviation(k) * deviation(k - 1);
      ++pairs;
    }
  }
  if (pairs < fewest_pairs || squares == 0.0) {
    return {};
  }
  const auto pair_count = static_cast<double>(pairs);
  const double raw = (products / pair_count) / (squares / count);
  const double corrected = raw + (1.0 + 4.0 * raw) / count;
  const double bounded = std::clamp(corrected, 0.0, largest_correlation);
  return {corrected, 1.0 / std::sqrt(pair_count), inefficiency_of_averages(bounded)};
}

BlockedEstimate block_mean(std::span<const double> block_means, const BlockSequence& blocks)
{
  require_consistent(block_means, blocks);
  const double mean = weighted_average(block_means, blocks.weights);
  const auto count = static_cast<double>(blocks.size());
  if (blocks.size() == 1) {
    const double unknown = std::numeric_limits<double>::infinity();
    return {{mean, unknown, 0.0}, unknown, {}};
  }
  double squares = 0.0;
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    squares += blocks.weights[k] * (block_means[k] - mean) * (block_means[k] - mean);
  }
  const double uncorrelated = std::sqrt(squares / ((count - 1.0) * blocks.total_weight()));
  const BlockCorrelation correlation = block_correlation(block_means, blocks);
  const double inefficiency = correlation.statistical_inefficiency;
  const double freedom = std::max(1.0, count / inefficiency - 1.0);
  return {{mean, uncorrelated * std::sqrt((count - 1.0) / freedom), freedom}, uncorrelated, correlation};
}

bool ReplicaAgreement::is_broken() const
{
  const auto expected = static_cast<double>(degrees_of_freedom);
  return degrees_of_freedom > 0 && chi_squared > expected + 3.0 * std::sqrt(2.0 * expected);
}

ReplicaAgreement replica_agreement(std::span<const double> block_means, const BlockSequence& blocks,
                                   double least_inefficiency)
{
  require_consistent(block_means, blocks);
  std::map<std::size_t, std::vector<std::size_t>> members;
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    members[blocks.replica[k]].push_back(k);
  }
  const std::size_t replicas = members.size();
  if (replicas < 2 || blocks.size() == replicas) {
    return {};
  }
  const double mean = weighted_average(block_means, blocks.weights);
  double within = 0.0;
  double between = 0.0;
  std::vector<double> residuals(blocks.size());
  for (const auto& [replica, ks] : members) {
    double weight = 0.0;
    double sum = 0.0;
    for (const std::size_t k : ks) {
      weight += blocks.weights[k];
      sum += blocks.weights[k] * block_means[k];
    }
    const double replica_mean = sum / weight;
    between += weight * (replica_mean - mean) * (replica_mean - mean);
    for (const std::size_t k : ks) {
      residuals[k] = block_means[k] - replica_mean;
      within += blocks.weights[k] * residuals[k] * residuals[k];
    }
  }
  const double inefficiency =
      std::max(least_inefficiency, block_correlation(residuals, blocks).statistical_inefficiency);
  const double freedom = static_cast<double>(blocks.size()) / inefficiency - static_cast<double>(replicas);
  if (within == 0.0 || freedom < 1.0) {
    return {};
  }
  return {between * freedom / within, replicas - 1};
}

}  // namespace soret
