#include <soret/estimate/displacement_blocks.hpp>

#include "jackknife_of_sums.hpp"

#include <soret/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace soret {

namespace {

/// A column's average over the origins.
double origin_average(const DisplacementShape& shape, const DisplacementBlock& block, std::size_t species,
                      std::size_t lag, std::size_t column)
{
  return block.sums[shape.offset(lag, species, column)] / block.origins[lag];
}

double count_of(const DisplacementShape& shape, std::size_t species)
{
  return static_cast<double>(shape.counts[species]);
}

bool same(const DisplacementShape& a, const DisplacementShape& b)
{
  return a.lag_times == b.lag_times && a.species_names == b.species_names && a.masses == b.masses &&
         a.counts == b.counts && a.box_lengths == b.box_lengths;
}

}  // namespace

std::int64_t DisplacementShape::particles() const
{
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

void DisplacementBlock::add(const DisplacementBlock& other)
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

void DisplacementBlock::subtract(const DisplacementBlock& part)
{
  samples -= part.samples;
  std::transform(origins.begin(), origins.end(), part.origins.begin(), origins.begin(), std::minus<>());
  std::transform(sums.begin(), sums.end(), part.sums.begin(), sums.begin(), std::minus<>());
}

double mean_squared_displacement(const DisplacementShape& shape, const DisplacementBlock& block, std::size_t species,
                                 std::size_t lag)
{
  return origin_average(shape, block, species, lag, displacement_column::squared) / count_of(shape, species);
}

double non_gaussian_parameter(const DisplacementShape& shape, const DisplacementBlock& block, std::size_t species,
                              std::size_t lag)
{
  const double second = mean_squared_displacement(shape, block, species, lag);
  const double fourth =
      origin_average(shape, block, species, lag, displacement_column::fourth) / count_of(shape, species);
  return 3.0 * fourth / (5.0 * second * second) - 1.0;
}

double mean_squared_centre_displacement(const DisplacementShape& shape, const DisplacementBlock& block,
                                        std::size_t species, std::size_t lag)
{
  const double count = count_of(shape, species);
  return origin_average(shape, block, species, lag, displacement_column::collective) / (count * count);
}

DisplacementBlock DisplacementBlocks::total() const
{
  DisplacementBlock sum;
  for (const DisplacementBlock& block : blocks) {
    sum.add(block);
  }
  return sum;
}

BlockSequence DisplacementBlocks::sequence() const
{
  BlockSequence sequence;
  sequence.replica = replica;
  for (const DisplacementBlock& block : blocks) {
    sequence.weights.push_back(static_cast<double>(block.samples));
  }
  return sequence;
}

std::vector<std::size_t> DisplacementBlocks::usable_lags() const
{
  std::vector<std::size_t> usable;
  const std::size_t fewest = std::min<std::size_t>(blocks.size(), 2);
  for (std::size_t lag = 0; lag < shape.lags(); ++lag) {
    const auto holding = static_cast<std::size_t>(std::count_if(
        blocks.begin(), blocks.end(), [lag](const DisplacementBlock& block) { return block.origins[lag] > 0.0; }));
    if (holding > 0 && holding >= fewest && 2 * holding >= blocks.size()) {
      usable.push_back(lag);
    }
  }
  return usable;
}

std::vector<JackknifeEstimate> DisplacementBlocks::jackknife(
    const std::function<std::vector<double>(const DisplacementBlock& sums)>& statistic) const
{
  return jackknife_of_sums(*this, statistic);
}

DisplacementBlocks concatenate(std::span<const DisplacementBlocks> replicas)
{
  if (replicas.empty()) {
    throw RunTimeFailure("there are no displacements to put together");
  }
  DisplacementBlocks all{replicas.front().shape, {}, {}};
  std::size_t first = 0;
  for (const DisplacementBlocks& part : replicas) {
    if (!same(part.shape, all.shape)) {
      throw RunTimeFailure("displacements of replicas with different lags, species or boxes cannot be put together");
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

std::vector<double> packed(std::span<const DisplacementBlock> blocks)
{
  std::vector<double> values;
  for (const DisplacementBlock& block : blocks) {
    values.push_back(static_cast<double>(block.samples));
    values.insert(values.end(), block.origins.begin(), block.origins.end());
    values.insert(values.end(), block.sums.begin(), block.sums.end());
  }
  return values;
}

std::vector<DisplacementBlock> unpacked_displacements(std::span<const double> values, const DisplacementShape& shape)
{
  const std::size_t length = 1 + shape.lags() + shape.sums_size();
  if (values.size() % length != 0) {
    throw RunTimeFailure("saved displacements have an unexpected length");
  }
  std::vector<DisplacementBlock> blocks;
  for (std::size_t start = 0; start < values.size(); start += length) {
    const auto origins = values.begin() + static_cast<std::ptrdiff_t>(start) + 1;
    const auto sums = origins + static_cast<std::ptrdiff_t>(shape.lags());
    blocks.push_back({static_cast<std::int64_t>(values[start]),
                      {origins, sums},
                      {sums, sums + static_cast<std::ptrdiff_t>(shape.sums_size())}});
  }
  return blocks;
}

}  // namespace soret
