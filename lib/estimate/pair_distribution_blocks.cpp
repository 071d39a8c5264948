#include <soret/estimate/pair_distribution_blocks.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numbers>
#include <numeric>
#include <ranges>

namespace soret {

namespace {

double cubed(double x) { return x * x * x; }

/// Neighbours per counted pair and central particle: both partners of a like pair are centres.
double neighbours_per_count(const PairDistributionShape& shape, std::size_t i, std::size_t j)
{
  const std::int64_t partners = shape.particles.at(j) - (i == j ? 1 : 0);
  if (shape.particles.at(i) < 1 || partners < 1) {
    throw InputError(fmt::format("the box holds no pair of {} and {}: {} and {} particles", shape.species_names.at(i),
                                 shape.species_names.at(j), shape.particles[i], shape.particles[j]));
  }
  return (i == j ? 2.0 : 1.0) / static_cast<double>(shape.particles[i]);
}

std::span<const double> counts_of_pair(const PairDistributionShape& shape, std::span<const double> counts,
                                       std::size_t i, std::size_t j)
{
  return counts.subspan(shape.pair(i, j) * shape.bins, shape.bins);
}

using FunctionOfCounts = std::function<std::vector<double>(std::span<const double> counts)>;

/// A linear function of the counts, bin by bin with its error.
std::vector<Estimate> block_means(const PairDistributionBlocks& blocks, const FunctionOfCounts& function)
{
  const BlockSequence sequence = blocks.sequence();
  std::vector<std::vector<double>> series(blocks.shape.bins);
  for (std::size_t k = 0; k < sequence.size(); ++k) {
    const std::vector<double> values = function(blocks.block_average(k));
    for (std::size_t bin = 0; bin < values.size(); ++bin) {
      series[bin].push_back(values[bin]);
    }
  }
  std::vector<Estimate> estimates;
  for (const std::vector<double>& values : series) {
    estimates.push_back(block_mean(values, sequence).estimate);
  }
  return estimates;
}

}  // namespace

std::size_t PairDistributionShape::pair(std::size_t i, std::size_t j) const
{
  const std::size_t low = std::min(i, j);
  const std::size_t high = std::max(i, j);
  return low * species() - low * (low + 1) / 2 + high;
}

double PairDistributionShape::shell_volume(std::size_t bin) const
{
  const auto inner = static_cast<double>(bin);
  return 4.0 * std::numbers::pi / 3.0 * cubed(bin_width) * (3.0 * inner * (inner + 1.0) + 1.0);
}

std::int64_t PairDistributionShape::total_particles() const
{
  return std::accumulate(particles.begin(), particles.end(), std::int64_t{0});
}

double PairDistributionShape::mole_fraction(std::size_t i) const
{
  return static_cast<double>(particles[i]) / static_cast<double>(total_particles());
}

void PairCountBlock::add(const PairCountBlock& other)
{
  if (counts.empty()) {
    counts.assign(other.counts.size(), 0.0);
  }
  if (counts.size() != other.counts.size()) {
    throw RunTimeFailure(
        fmt::format("pair counts of {} and {} bins cannot be added up", counts.size(), other.counts.size()));
  }
  samples += other.samples;
  std::transform(counts.begin(), counts.end(), other.counts.begin(), counts.begin(), std::plus<>());
}

BlockSequence PairDistributionBlocks::sequence() const
{
  BlockSequence sequence;
  for (const PairCountBlock& block : blocks) {
    sequence.weights.push_back(static_cast<double>(block.samples));
  }
  sequence.replica = replica;
  return sequence;
}

std::vector<double> PairDistributionBlocks::block_average(std::size_t block) const
{
  std::vector<double> counts = blocks.at(block).counts;
  for (double& count : counts) {
    count /= static_cast<double>(blocks[block].samples);
  }
  return counts;
}

std::vector<double> PairDistributionBlocks::average(std::size_t left_out) const
{
  PairCountBlock total;
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    if (k != left_out) {
      total.add(blocks[k]);
    }
  }
  if (total.samples == 0) {
    throw RunTimeFailure("no block of pair counts is left to average over");
  }
  for (double& count : total.counts) {
    count /= static_cast<double>(total.samples);
  }
  return total.counts;
}

PairDistributionBlocks concatenate(std::span<const PairDistributionBlocks> replicas)
{
  if (replicas.empty()) {
    throw RunTimeFailure("there are no pair counts to put together");
  }
  PairDistributionBlocks all{replicas.front().shape, {}, {}};
  std::size_t before = 0;
  for (const PairDistributionBlocks& part : replicas) {
    if (part.shape != all.shape) {
      throw RunTimeFailure("pair counts of different boxes, bins or species cannot be put together");
    }
    all.blocks.insert(all.blocks.end(), part.blocks.begin(), part.blocks.end());
    for (const std::size_t number : part.replica) {
      all.replica.push_back(before + number);
    }
    before = all.replica.empty() ? 0 : all.replica.back() + 1;
  }
  return all;
}

std::vector<double> radial_distribution(const PairDistributionShape& shape, std::span<const double> counts,
                                        std::size_t i, std::size_t j)
{
  const double scale = neighbours_per_count(shape, i, j) / shape.number_density(j);
  const std::span<const double> own = counts_of_pair(shape, counts, i, j);
  std::vector<double> g(shape.bins);
  for (std::size_t bin = 0; bin < shape.bins; ++bin) {
    g[bin] = scale * own[bin] / shape.shell_volume(bin);
  }
  return g;
}

std::vector<double> radial_distribution(const PairDistributionBlocks& blocks, std::size_t i, std::size_t j,
                                        std::size_t left_out)
{
  return radial_distribution(blocks.shape, blocks.average(left_out), i, j);
}

std::vector<Estimate> radial_distribution_estimates(const PairDistributionBlocks& blocks, std::size_t i, std::size_t j)
{
  return block_means(blocks,
                     [&](std::span<const double> counts) { return radial_distribution(blocks.shape, counts, i, j); });
}

std::vector<double> coordination_number(const PairDistributionShape& shape, std::span<const double> counts,
                                        std::size_t i, std::size_t j)
{
  const double scale = neighbours_per_count(shape, i, j);
  double sum = 0.0;
  std::vector<double> running;
  for (const double count : counts_of_pair(shape, counts, i, j)) {
    sum += count;
    running.push_back(scale * sum);
  }
  return running;
}

std::optional<std::size_t> first_shell(const PairDistributionShape& shape, std::span<const Estimate> distribution)
{
  constexpr double smoothing = 0.05;
  constexpr double farthest = 1.8;
  const auto peak = std::ranges::max_element(distribution, {}, &Estimate::value);
  const double place = static_cast<double>(peak - distribution.begin()) + 0.5;  // in bins
  const auto half_width = static_cast<std::size_t>(smoothing * place);
  const auto first = static_cast<std::size_t>(peak - distribution.begin());
  const auto last = static_cast<std::size_t>(farthest * place);
  if (peak == distribution.end() || !(peak->value > 0.0) || last + half_width >= shape.bins) {
    return std::nullopt;
  }
  const auto smooth = [&](std::size_t bin) {
    const auto window = distribution.subspan(bin - half_width, 2 * half_width + 1);
    return std::accumulate(window.begin(), window.end(), 0.0,
                           [](double sum, const Estimate& each) { return sum + each.value; });
  };
  return std::ranges::min(std::views::iota(first, last + 1), {}, smooth);
}

std::vector<Estimate> coordination_number_estimates(const PairDistributionBlocks& blocks, std::size_t i, std::size_t j)
{
  return block_means(blocks,
                     [&](std::span<const double> counts) { return coordination_number(blocks.shape, counts, i, j); });
}

}  // namespace soret
