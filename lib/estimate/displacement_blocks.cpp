#include <soret/estimate/displacement_blocks.hpp>

#include "jackknife_of_sums.hpp"

#include <soret/core/error.hpp>

#include <algorithm>
#include <cmath>
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

DisplacementBlock DisplacementBlocks::total() const { return total_of(blocks); }

BlockSequence DisplacementBlocks::sequence() const { return sequence_of(blocks, replica); }

std::vector<std::size_t> DisplacementBlocks::usable_lags() const { return usable_lags_of(blocks); }

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

std::vector<DisplacementBlock> unpacked_displacements(std::span<const double> values, const DisplacementShape& shape)
{
  return unpacked_lags(values, shape.lags(), shape.sums_size());
}

}  // namespace soret
