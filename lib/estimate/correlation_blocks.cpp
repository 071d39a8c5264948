#include <soret/estimate/correlation_blocks.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace soret {

namespace {

bool is_named(const CorrelatedQuantity& quantity, std::string_view name) { return quantity.name == name; }

/// The mean over the segments of both.
void add(AveragedSpectra& sum, const AveragedSpectra& further)
{
  if (further.segments == 0) {
    return;
  }
  if (sum.segments == 0) {
    sum = further;
    return;
  }
  const auto before = static_cast<double>(sum.segments);
  const auto more = static_cast<double>(further.segments);
  for (std::size_t k = 0; k < sum.values.size(); ++k) {
    sum.values[k] = (before * sum.values[k] + more * further.values[k]) / (before + more);
  }
  sum.segments += further.segments;
}

bool fit_together(const CorrelationBlocks& a, const CorrelationBlocks& b)
{
  return a.quantities == b.quantities && a.lag_spacing == b.lag_spacing && a.longest_lag == b.longest_lag &&
         a.spectra.segment_length == b.spectra.segment_length;
}

}  // namespace

std::string flux::mass(std::size_t species) { return fmt::format("mass flux {}", species); }

std::string flux::in_words(const std::string& flux_name, const std::vector<std::string>& species_names)
{
  for (std::size_t species = 0; species < species_names.size(); ++species) {
    if (flux_name == mass(species)) {
      return "mass flux of " + species_names[species];
    }
  }
  return flux_name;
}

std::vector<std::string> flux::independent(const CorrelatedQuantities& quantities)
{
  std::vector<std::string> names{std::string{flux::heat}};
  for (std::size_t k = 0; quantities.contains(flux::mass(k)); ++k) {
    names.push_back(flux::mass(k));
  }
  return names;
}

std::size_t CorrelatedQuantities::row_size() const { return offset(quantities.size()); }

std::size_t CorrelatedQuantities::offset(std::size_t quantity) const
{
  return std::accumulate(quantities.begin(), quantities.begin() + static_cast<std::ptrdiff_t>(quantity), std::size_t{0},
                         [](std::size_t sum, const auto& q) { return sum + q.components; });
}

bool CorrelatedQuantities::contains(std::string_view name) const
{
  return std::any_of(quantities.begin(), quantities.end(), [&](const auto& q) { return is_named(q, name); });
}

std::size_t CorrelatedQuantities::pair(std::string_view a, std::string_view b) const
{
  const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const QuantityPair& pair) {
    return is_named(quantities[pair.a], a) && is_named(quantities[pair.b], b);
  });
  if (found == pairs.end()) {
    throw RunTimeFailure(fmt::format("the correlation of {} with {} was not sampled", a, b));
  }
  return static_cast<std::size_t>(found - pairs.begin());
}

void CorrelatedQuantities::require_valid() const
{
  if (pairs.empty()) {
    throw InputError("no pair of quantities to correlate");
  }
  for (const QuantityPair& pair : pairs) {
    if (pair.a >= quantities.size() || pair.b >= quantities.size()) {
      throw InputError(fmt::format("there are {} quantities; the pair ({}, {}) cannot be correlated", quantities.size(),
                                   pair.a, pair.b));
    }
    if (quantities[pair.a].components != quantities[pair.b].components || components(pair) == 0) {
      throw InputError(fmt::format("{} has {} components and {} has {}: they cannot be correlated",
                                   quantities[pair.a].name, components(pair), quantities[pair.b].name,
                                   quantities[pair.b].components));
    }
  }
}

std::span<const std::complex<double>> AveragedSpectra::of_pair(std::size_t pair) const
{
  return std::span{values}.subspan(pair * frequencies(), frequencies());
}

BlockSequence CorrelationBlocks::sequence() const
{
  BlockSequence sequence;
  for (const CorrelationBlock& block : blocks) {
    sequence.weights.push_back(block.origins);
  }
  sequence.replica = replica;
  return sequence;
}

std::span<const double> CorrelationBlocks::correlation(std::size_t block, std::size_t pair) const
{
  return std::span{blocks[block].values}.subspan(pair * lags(), lags());
}

std::vector<double> CorrelationBlocks::mean_correlation(std::size_t pair, std::size_t left_out) const
{
  std::vector<double> mean(lags(), 0.0);
  double weight = 0.0;
  for (std::size_t k = 0; k < blocks.size(); ++k) {
    if (k == left_out) {
      continue;
    }
    const std::span<const double> values = correlation(k, pair);
    weight += blocks[k].origins;
    for (std::size_t lag = 0; lag < mean.size(); ++lag) {
      mean[lag] += blocks[k].origins * values[lag];
    }
  }
  std::transform(mean.begin(), mean.end(), mean.begin(), [&](double sum) { return sum / weight; });
  return mean;
}

CorrelationBlocks concatenate(std::span<const CorrelationBlocks> replicas)
{
  if (replicas.empty()) {
    throw RunTimeFailure("there are no correlation functions to put together");
  }
  CorrelationBlocks all = replicas.front();
  for (const CorrelationBlocks& part : replicas.subspan(1)) {
    if (!fit_together(part, all)) {
      throw RunTimeFailure("correlations of different quantities, lags or segments cannot be put together");
    }
    const std::size_t before = all.replicas();
    all.blocks.insert(all.blocks.end(), part.blocks.begin(), part.blocks.end());
    for (const std::size_t number : part.replica) {
      all.replica.push_back(before + number);
    }
    add(all.spectra, part.spectra);
  }
  return all;
}

}  // namespace soret
