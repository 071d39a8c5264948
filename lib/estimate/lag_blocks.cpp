#include <soret/estimate/lag_blocks.hpp>

#include <soret/core/error.hpp>

#include <algorithm>
#include <functional>

namespace soret {

void LagBlock::add(const LagBlock& other)
{
  if (sums.empty()) {
    origins.assign(other.origins.size(), 0.0);
    sums.assign(other.sums.size(), 0.0);
  }
  if (origins.size() != other.origins.size() || sums.size() != other.sums.size()) {
    throw RunTimeFailure("blocks of displacements with different lags or species cannot be added");
  }
  samples += other.samples;
  std::transform(origins.begin(), origins.end(), other.origins.begin(), origins.begin(), std::plus<>());
  std::transform(sums.begin(), sums.end(), other.sums.begin(), sums.begin(), std::plus<>());
}

void LagBlock::subtract(const LagBlock& part)
{
  samples -= part.samples;
  std::transform(origins.begin(), origins.end(), part.origins.begin(), origins.begin(), std::minus<>());
  std::transform(sums.begin(), sums.end(), part.sums.begin(), sums.begin(), std::minus<>());
}

LagBlock total_of(std::span<const LagBlock> blocks)
{
  LagBlock sum;
  for (const LagBlock& block : blocks) {
    sum.add(block);
  }
  return sum;
}

BlockSequence sequence_of(std::span<const LagBlock> blocks, std::span<const std::size_t> replica)
{
  BlockSequence sequence;
  sequence.replica.assign(replica.begin(), replica.end());
  for (const LagBlock& block : blocks) {
    sequence.weights.push_back(static_cast<double>(block.samples));
  }
  return sequence;
}

std::vector<std::size_t> usable_lags_of(std::span<const LagBlock> blocks)
{
  std::vector<std::size_t> usable;
  const std::size_t fewest = std::min<std::size_t>(blocks.size(), 2);
  const std::size_t lags = blocks.empty() ? 0 : blocks.front().origins.size();
  for (std::size_t lag = 0; lag < lags; ++lag) {
    const auto holding = static_cast<std::size_t>(
        std::count_if(blocks.begin(), blocks.end(), [lag](const LagBlock& block) { return block.origins[lag] > 0.0; }));
    if (holding > 0 && holding >= fewest && 2 * holding >= blocks.size()) {
      usable.push_back(lag);
    }
  }
  return usable;
}

std::vector<double> packed(std::span<const LagBlock> blocks)
{
  std::vector<double> values;
  for (const LagBlock& block : blocks) {
    values.push_back(static_cast<double>(block.samples));
    values.insert(values.end(), block.origins.begin(), block.origins.end());
    values.insert(values.end(), block.sums.begin(), block.sums.end());
  }
  return values;
}

std::vector<LagBlock> unpacked_lags(std::span<const double> values, std::size_t lags, std::size_t sums)
{
  const std::size_t length = 1 + lags + sums;
  if (values.size() % length != 0) {
    throw RunTimeFailure("saved displacements have an unexpected length");
  }
  std::vector<LagBlock> blocks;
  for (; !values.empty(); values = values.subspan(length)) {
    const std::span<const double> origins = values.subspan(1, lags);
    const std::span<const double> own = values.subspan(1 + lags, sums);
    blocks.push_back(
        {static_cast<std::int64_t>(values.front()), {origins.begin(), origins.end()}, {own.begin(), own.end()}});
  }
  return blocks;
}

}  // namespace soret
