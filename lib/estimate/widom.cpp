#include <soret/estimate/widom.hpp>

#include <soret/core/error.hpp>

#include "require_positive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace soret {

namespace {

constexpr double fewest_effective_insertions = 100.0;
constexpr double fewest_in_block = 2.0;

/// (sum w)²/sum w².
double effective_number(const InsertionSums& sums)
{
  return sums.weight_squared > 0.0 ? sums.weight * sums.weight / sums.weight_squared : 0.0;
}

BlockSequence sequence_of(std::span<const InsertionSums> blocks, std::span<const std::size_t> replica)
{
  if (blocks.empty()) {
    throw RunTimeFailure("a chemical potential needs at least one block of test insertions");
  }
  BlockSequence sequence = equal_blocks(blocks.size());
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    if (blocks[k].samples <= 0) {
      throw RunTimeFailure(fmt::format("block {} of {} holds no test insertion", k, blocks.size()));
    }
    sequence.weights[k] = static_cast<double>(blocks[k].samples);
  }
  if (!replica.empty()) {
    sequence.replica.assign(replica.begin(), replica.end());
  }
  return sequence;
}

std::vector<std::string> warnings_of(std::span<const InsertionSums> blocks, double effective, std::int64_t insertions)
{
  std::vector<std::string> warnings;
  if (effective < fewest_effective_insertions) {
    warnings.push_back(
        fmt::format("the average over {} test insertions rests on {:.3g} of them, fewer than {:g}: the "
                    "chemical potential is uncertain and likely too high; a coupled particle does better "
                    "in a dense system",
                    insertions, effective, fewest_effective_insertions));
  }
  const auto poor = std::ranges::count_if(
      blocks, [](const InsertionSums& block) { return effective_number(block) < fewest_in_block; });
  if (poor > 0) {
    warnings.push_back(fmt::format("{} of {} blocks rest on a single test insertion or none: errors are uncertain",
                                   poor, blocks.size()));
  }
  return warnings;
}

}  // namespace

void InsertionSums::add(double reduced_energy, double box_volume)
{
  const double boltzmann = box_volume * std::exp(-reduced_energy);
  ++samples;
  weight += boltzmann;
  weight_squared += boltzmann * boltzmann;
  volume += box_volume;
}

void InsertionSums::add(const InsertionSums& later)
{
  samples += later.samples;
  weight += later.weight;
  weight_squared += later.weight_squared;
  volume += later.volume;
}

WidomResult widom_insertion(std::span<const InsertionSums> blocks, Temperature temperature,
                            std::span<const std::size_t> replica)
{
  detail::require_positive(temperature.value(), "the temperature of test insertions");
  if (!replica.empty() && replica.size() != blocks.size()) {
    throw InputError(
        fmt::format("{} blocks of test insertions, but {} replicas for them", blocks.size(), replica.size()));
  }
  const BlockSequence sequence = sequence_of(blocks, replica);
  InsertionSums all;
  std::vector<std::vector<double>> averages;
  for (const InsertionSums& block : blocks) {
    const auto count = static_cast<double>(block.samples);
    averages.push_back({block.weight / count, block.volume / count});
    all.add(block);
  }
  const double kt = temperature.value();
  WidomResult result;
  result.effective_insertions = effective_number(all);
  result.warnings = warnings_of(blocks, result.effective_insertions, all.samples);
  if (!(all.weight > 0.0)) {
    const double unknown = std::numeric_limits<double>::infinity();
    result.excess = {unknown, unknown, 0.0};
    return result;
  }
  const JackknifeEstimate excess = jackknife(sequence, averages, [kt](std::span<const double> average) {
    return std::vector<double>{-kt * std::log(average[0] / average[1])};
  })[0];
  result.excess = excess.estimate;
  result.bias = excess.bias;
  if (!std::isfinite(excess.estimate.standard_error)) {
    result.excess.standard_error = std::numeric_limits<double>::infinity();
  }
  return result;
}

}  // namespace soret
