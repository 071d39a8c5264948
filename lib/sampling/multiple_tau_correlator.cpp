#include "cross_spectra.hpp"

#include <soret/sampling/multiple_tau_correlator.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace soret {

namespace {

constexpr std::size_t fewest_points = 4;
constexpr std::size_t most_levels = 40;

MultipleTauLags checked(const MultipleTauLags& lags)
{
  if (lags.points < fewest_points || lags.points % 2 != 0) {
    throw InputError(fmt::format("a multiple-tau level of {} points is refused: an even number from 4", lags.points));
  }
  if (lags.levels < 1 || lags.levels > most_levels) {
    throw InputError(fmt::format("{} multiple-tau levels are refused: 1 to {}", lags.levels, most_levels));
  }
  return lags;
}

}  // namespace

MultipleTauCorrelator::MultipleTauCorrelator(CorrelatedQuantities quantities, MultipleTauLags lags, Blocks blocks)
    : quantities_{detail::valid(std::move(quantities))},
      lags_{checked(lags)},
      levels_(lags.levels),
      blocks_{detail::checked_count(blocks)}
{
  blocks_.current() = empty();
}

CorrelationSums MultipleTauCorrelator::empty() const
{
  return no_sums(lags_.levels, quantities_.pairs.size() * lags_.size());
}

void MultipleTauCorrelator::add(std::span<const double> row)
{
  detail::require_complete(quantities_, row);
  std::vector<double> sample{row.begin(), row.end()};
  for (std::size_t l = 0; l < levels_.size(); ++l) {
    add_to(l, sample);
    if (l + 1 == levels_.size()) {
      count_unit();
    }
    std::vector<double>& waiting = levels_[l].waiting;
    if (waiting.empty()) {
      waiting = std::move(sample);
      return;
    }
    for (std::size_t c = 0; c < sample.size(); ++c) {
      sample[c] = 0.5 * (sample[c] + waiting[c]);
    }
    waiting.clear();
  }
}

void MultipleTauCorrelator::add_to(std::size_t level, std::span<const double> sample)
{
  std::vector<double>& rows = levels_[level].rows;
  rows.insert(rows.end(), sample.begin(), sample.end());
  if (rows.size() == lags_.points * sample.size()) {
    correlate(level);
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(sample.size()));
  }
}

/// The oldest sample of a level is an origin that has all its lags.
void MultipleTauCorrelator::correlate(std::size_t level)
{
  CorrelationSums& current = blocks_.current();
  const double* const rows = levels_[level].rows.data();
  const std::size_t row_size = quantities_.row_size();
  const std::size_t half = lags_.points / 2;
  const std::size_t shortest = level == 0 ? 0 : half;
  for (std::size_t p = 0; p < quantities_.pairs.size(); ++p) {
    const QuantityPair& pair = quantities_.pairs[p];
    const std::size_t components = quantities_.components(pair);
    const double* const earlier = rows + quantities_.offset(pair.b);
    double* const sums = current.sums.data() + p * lags_.size() + level * half;
    for (std::size_t lag = shortest; lag < lags_.points; ++lag) {
      const double* const later = rows + lag * row_size + quantities_.offset(pair.a);
      sums[lag] += std::inner_product(later, later + components, earlier, 0.0);
    }
  }
  ++current.origins[level];
}

/// From the first origin on.
void MultipleTauCorrelator::count_unit()
{
  CorrelationSums& current = blocks_.current();
  if (current.origins.front() == 0) {
    return;
  }
  ++current.samples;
  if (blocks_.is_full()) {
    blocks_.close(empty());
  }
}

/// What is less than a unit goes to the last block, or is one if it is all there is.
std::vector<CorrelationSums> MultipleTauCorrelator::all_sums() const
{
  std::vector<CorrelationSums> all = blocks_.all();
  const CorrelationSums& current = blocks_.current();
  if (current.samples > 0) {
    return all;  // it is in there
  }
  if (!all.empty()) {
    all.back().add(current);
  }
  else if (current.origins.front() > 0) {
    all.push_back(current);
  }
  return all;
}

MultipleTauBlocks MultipleTauCorrelator::blocks(Duration sample_spacing) const
{
  MultipleTauBlocks result{quantities_, sample_spacing.value(), lags_, {}, {}};
  for (CorrelationSums& sums : all_sums()) {
    MultipleTauBlock block{{sums.origins.begin(), sums.origins.end()}, std::move(sums.sums)};
    for (std::size_t p = 0; p < quantities_.pairs.size(); ++p) {
      const auto components = static_cast<double>(quantities_.components(quantities_.pairs[p]));
      for (std::size_t lag = 0; lag < lags_.size(); ++lag) {
        const double origins = block.origins[lags_.level(lag)];
        block.values[p * lags_.size() + lag] /= components * std::max(origins, 1.0);  // without origins: zero
      }
    }
    result.blocks.push_back(std::move(block));
  }
  result.replica.assign(result.blocks.size(), 0);
  return result;
}

std::vector<std::int64_t> MultipleTauCorrelator::shape() const
{
  std::vector<std::int64_t> shape = detail::shape_of(quantities_);
  for (const std::size_t number : {lags_.points, lags_.levels, blocks_.fewest()}) {
    shape.push_back(static_cast<std::int64_t>(number));
  }
  return shape;
}

void MultipleTauCorrelator::save(State& state) const
{
  state.put("shape", shape());
  save_blocks(blocks_, state);
  for (std::size_t l = 0; l < levels_.size(); ++l) {
    state.put(fmt::format("rows_{}", l), levels_[l].rows);
    state.put(fmt::format("waiting_{}", l), levels_[l].waiting);
  }
}

void MultipleTauCorrelator::load(const State& state)
{
  if (state.integers("shape") != shape()) {
    throw RunTimeFailure("the saved multiple-tau correlations are of other quantities, points, levels or blocks");
  }
  blocks_ = load_blocks(state, blocks_.fewest(), empty());
  for (std::size_t l = 0; l < levels_.size(); ++l) {
    levels_[l] = {state.doubles(fmt::format("rows_{}", l)), state.doubles(fmt::format("waiting_{}", l))};
  }
}

}  // namespace soret
