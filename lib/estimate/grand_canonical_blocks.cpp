#include <soret/estimate/grand_canonical_blocks.hpp>

#include "jackknife_of_sums.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace soret {

std::size_t GrandCanonicalShape::product(std::size_t a, std::size_t b) const
{
  const std::size_t low = std::min(a, b);
  const std::size_t high = std::max(a, b);
  return observables() + low * observables() - low * (low + 1) / 2 + high;
}

void GrandCanonicalBlock::add_sample(const GrandCanonicalShape& shape, std::span<const double> observables)
{
  if (observables.size() != shape.observables() || (samples > 0 && sums.size() != shape.sums_size())) {
    throw RunTimeFailure(
        fmt::format("a sample of {} observables does not fit a block of {}", observables.size(), shape.observables()));
  }
  sums.resize(shape.sums_size(), 0.0);
  ++samples;
  for (std::size_t a = 0; a < observables.size(); ++a) {
    sums[a] += observables[a];
    for (std::size_t b = a; b < observables.size(); ++b) {
      sums[shape.product(a, b)] += observables[a] * observables[b];
    }
  }
}

void GrandCanonicalBlock::add(const GrandCanonicalBlock& other)
{
  if (sums.empty()) {
    sums.assign(other.sums.size(), 0.0);
  }
  if (sums.size() != other.sums.size()) {
    throw RunTimeFailure("blocks of chains with different observables cannot be added");
  }
  samples += other.samples;
  std::transform(sums.begin(), sums.end(), other.sums.begin(), sums.begin(), std::plus<>());
}

void GrandCanonicalBlock::subtract(const GrandCanonicalBlock& part)
{
  samples -= part.samples;
  std::transform(sums.begin(), sums.end(), part.sums.begin(), sums.begin(), std::minus<>());
}

double GrandCanonicalBlock::mean_product(const GrandCanonicalShape& shape, std::size_t a, std::size_t b) const
{
  return sums[shape.product(a, b)] / static_cast<double>(samples);
}

double GrandCanonicalBlock::covariance(const GrandCanonicalShape& shape, std::size_t a, std::size_t b) const
{
  return mean_product(shape, a, b) - mean(a) * mean(b);
}

GrandCanonicalBlock GrandCanonicalBlocks::total() const
{
  GrandCanonicalBlock sum;
  for (const GrandCanonicalBlock& block : blocks) {
    sum.add(block);
  }
  return sum;
}

BlockSequence GrandCanonicalBlocks::sequence() const
{
  BlockSequence sequence;
  sequence.replica = replica;
  for (const GrandCanonicalBlock& block : blocks) {
    sequence.weights.push_back(static_cast<double>(block.samples));
  }
  return sequence;
}

std::vector<double> GrandCanonicalBlocks::series(std::size_t observable, std::size_t of_replica) const
{
  std::vector<double> means;
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    if (replica[k] == of_replica && blocks[k].samples >= blocks.front().samples) {
      means.push_back(blocks[k].mean(observable));
    }
  }
  return means;
}

std::int64_t GrandCanonicalBlocks::attempts_per_block() const
{
  return blocks.empty() ? attempts_per_sample : blocks.front().samples * attempts_per_sample;
}

GrandCanonicalBlocks GrandCanonicalBlocks::merged(std::size_t most) const
{
  if (most == 0) {
    throw InputError("blocks cannot be merged into none");
  }
  GrandCanonicalBlocks fewer{shape, attempts_per_sample, {}, {}};
  for (std::size_t begin = 0; begin < blocks.size();) {
    std::size_t end = begin;
    while (end < blocks.size() && replica[end] == replica[begin]) {
      ++end;
    }
    const std::size_t together = (end - begin + most - 1) / most;
    for (std::size_t k = begin; k < end; ++k) {
      if ((k - begin) % together == 0) {
        fewer.blocks.emplace_back();
        fewer.replica.push_back(replica[k]);
      }
      fewer.blocks.back().add(blocks[k]);
    }
    begin = end;
  }
  return fewer;
}

std::vector<JackknifeEstimate> GrandCanonicalBlocks::jackknife(
    const std::function<std::vector<double>(const GrandCanonicalBlock& sums)>& statistic) const
{
  return jackknife_of_sums(*this, statistic);
}

GrandCanonicalBlocks concatenate(std::span<const GrandCanonicalBlocks> replicas)
{
  if (replicas.empty()) {
    throw RunTimeFailure("there are no chains to put together");
  }
  GrandCanonicalBlocks all{replicas.front().shape, replicas.front().attempts_per_sample, {}, {}};
  std::size_t first = 0;
  for (const GrandCanonicalBlocks& part : replicas) {
    if (part.shape != all.shape || part.attempts_per_sample != all.attempts_per_sample) {
      throw RunTimeFailure("chains with different species, ghosts or sampling cannot be put together");
    }
    all.blocks.insert(all.blocks.end(), part.blocks.begin(), part.blocks.end());
    std::size_t next = first;
    for (const std::size_t number : part.replica) {
      all.replica.push_back(first + number);
      next = std::max(next, first + number + 1);
    }
    first = next;
  }
  return all;
}

std::vector<double> packed(std::span<const GrandCanonicalBlock> blocks)
{
  std::vector<double> values;
  for (const GrandCanonicalBlock& block : blocks) {
    values.push_back(static_cast<double>(block.samples));
    values.insert(values.end(), block.sums.begin(), block.sums.end());
  }
  return values;
}

std::vector<GrandCanonicalBlock> unpacked_blocks(std::span<const double> values, const GrandCanonicalShape& shape)
{
  const std::size_t length = 1 + shape.sums_size();
  if (values.size() % length != 0) {
    throw RunTimeFailure("the saved blocks of a chain have an unexpected length");
  }
  std::vector<GrandCanonicalBlock> blocks;
  for (std::size_t start = 0; start < values.size(); start += length) {
    const std::span<const double> sums = values.subspan(start + 1, shape.sums_size());
    blocks.push_back({static_cast<std::int64_t>(values[start]), {sums.begin(), sums.end()}});
  }
  return blocks;
}

}  // namespace soret
