#include "cross_spectra.hpp"

#include <soret/sampling/multiple_tau_correlator.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <numeric>
#include <utility>

namespace soret {

namespace {

constexpr std::size_t fewest_points = 4;
constexpr std::size_t most_levels = 40;

}  // namespace

MultipleTauCorrelator::MultipleTauCorrelator(CorrelatedQuantities quantities, std::size_t points, std::size_t levels)
    : quantities_{std::move(quantities)}, points_{points}
{
  quantities_.require_valid();
  if (points < fewest_points || points % 2 != 0) {
    throw InputError(fmt::format("a multiple-tau level of {} points is refused: an even number from 4", points));
  }
  if (levels < 1 || levels > most_levels) {
    throw InputError(fmt::format("{} multiple-tau levels are refused: 1 to {}", levels, most_levels));
  }
  levels_.resize(levels);
  for (Level& level : levels_) {
    level.sums.assign(quantities_.pairs.size() * points, 0.0);
  }
}

void MultipleTauCorrelator::add(std::span<const double> row)
{
  detail::require_complete(quantities_, row);
  std::vector<double> sample{row.begin(), row.end()};
  for (Level& level : levels_) {
    level.rows.insert(level.rows.end(), sample.begin(), sample.end());
    if (level.rows.size() == points_ * sample.size()) {
      correlate(level);
      level.rows.erase(level.rows.begin(), level.rows.begin() + static_cast<std::ptrdiff_t>(sample.size()));
    }
    if (level.waiting.empty()) {
      level.waiting = std::move(sample);
      return;
    }
    for (std::size_t c = 0; c < sample.size(); ++c) {
      sample[c] = 0.5 * (sample[c] + level.waiting[c]);
    }
    level.waiting.clear();
  }
}

void MultipleTauCorrelator::correlate(Level& level) const
{
  const std::size_t row_size = quantities_.row_size();
  ++level.origins;
  for (std::size_t p = 0; p < quantities_.pairs.size(); ++p) {
    const QuantityPair& pair = quantities_.pairs[p];
    const std::size_t components = quantities_.components(pair);
    const double* const earlier = level.rows.data() + quantities_.offset(pair.b);
    for (std::size_t lag = 0; lag < points_; ++lag) {
      const double* const later = level.rows.data() + lag * row_size + quantities_.offset(pair.a);
      level.sums[p * points_ + lag] += std::inner_product(later, later + components, earlier, 0.0);
    }
  }
}

MultipleTauCorrelations MultipleTauCorrelator::correlations(Duration sample_spacing) const
{
  MultipleTauCorrelations result;
  result.values.resize(quantities_.pairs.size());
  for (std::size_t l = 0; l < levels_.size(); ++l) {
    const auto origins = static_cast<double>(levels_[l].origins);
    for (std::size_t lag = l == 0 ? 0 : points_ / 2; lag < points_; ++lag) {
      result.time.push_back(std::ldexp(static_cast<double>(lag), static_cast<int>(l)) * sample_spacing.value());
      result.origins.push_back(origins);
      for (std::size_t p = 0; p < quantities_.pairs.size(); ++p) {
        const double terms = origins * static_cast<double>(quantities_.components(quantities_.pairs[p]));
        result.values[p].push_back(terms > 0.0 ? levels_[l].sums[p * points_ + lag] / terms : 0.0);
      }
    }
  }
  return result;
}

std::vector<std::int64_t> MultipleTauCorrelator::shape() const
{
  std::vector<std::int64_t> shape = detail::shape_of(quantities_);
  shape.push_back(static_cast<std::int64_t>(points_));
  shape.push_back(static_cast<std::int64_t>(levels_.size()));
  return shape;
}

void MultipleTauCorrelator::save(State& state) const
{
  state.put("shape", shape());
  for (std::size_t l = 0; l < levels_.size(); ++l) {
    State part;
    part.put("origins", levels_[l].origins);
    part.put("rows", levels_[l].rows);
    part.put("waiting", levels_[l].waiting);
    part.put("sums", levels_[l].sums);
    state.put_all(fmt::format("level_{}", l), part);
  }
}

void MultipleTauCorrelator::load(const State& state)
{
  if (state.integers("shape") != shape()) {
    throw RunTimeFailure("the saved multiple-tau correlations are of other quantities, points or levels");
  }
  for (std::size_t l = 0; l < levels_.size(); ++l) {
    const State part = state.part(fmt::format("level_{}", l));
    levels_[l] = {part.integer("origins"), part.doubles("rows"), part.doubles("waiting"), part.doubles("sums")};
  }
}

}  // namespace soret
