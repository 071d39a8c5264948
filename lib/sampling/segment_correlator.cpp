#include "cross_spectra.hpp"

#include <soret/sampling/segment_correlator.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace soret {

namespace {

std::size_t checked_lag(std::size_t longest_lag)
{
  if (longest_lag < 1) {
    throw InputError("a correlation function needs at least one lag beyond zero");
  }
  return longest_lag;
}

}  // namespace

SegmentCorrelator::SegmentCorrelator(CorrelatedQuantities quantities, std::size_t longest_lag, Blocks blocks)
    : quantities_{detail::valid(std::move(quantities))},
      longest_lag_{checked_lag(longest_lag)},
      blocks_{detail::checked_count(blocks)},
      transform_{std::make_shared<detail::RealTransform>(origins_per_segment() + longest_lag_)}
{
  blocks_.current() = empty();
}

CorrelationSums SegmentCorrelator::empty() const { return no_sums(1, quantities_.pairs.size() * (longest_lag_ + 1)); }

void SegmentCorrelator::add(std::span<const double> row)
{
  detail::require_complete(quantities_, row);
  buffer_.insert(buffer_.end(), row.begin(), row.end());
  const std::size_t origins = origins_per_segment();
  if (buffered() < origins + longest_lag_) {
    return;
  }
  CorrelationSums segment = correlated(origins);
  segment.samples = 1;
  blocks_.current().add(segment);
  if (blocks_.is_full()) {
    blocks_.close(empty());
  }
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(origins * row.size()));
}

CorrelationSums SegmentCorrelator::correlated(std::size_t origins) const
{
  CorrelationSums segment{0, {static_cast<std::int64_t>(origins)}, {}};
  const std::size_t row_size = quantities_.row_size();
  const std::span<const double> rows{buffer_};
  const auto later =
      detail::transform_components(*transform_, rows.first((origins + longest_lag_) * row_size), row_size);
  const auto earlier = detail::transform_components(*transform_, rows.first(origins * row_size), row_size);
  const auto length = static_cast<double>(transform_->real().size());
  for (const QuantityPair& pair : quantities_.pairs) {
    const std::span<std::complex<double>> product = transform_->spectrum();
    std::fill(product.begin(), product.end(), 0.0);
    detail::add_cross_spectrum(quantities_, pair, later, earlier, product);
    transform_->backward();
    const std::span<const double> sums = transform_->real().first(longest_lag_ + 1);
    std::transform(sums.begin(), sums.end(), std::back_inserter(segment.sums),
                   [&](double sum) { return sum / length; });
  }
  return segment;
}

std::vector<CorrelationBlock> SegmentCorrelator::blocks() const
{
  std::vector<CorrelationSums> all = blocks_.all();
  if (buffered() > longest_lag_) {
    const CorrelationSums rest = correlated(buffered() - longest_lag_);
    if (all.empty()) {
      all.push_back(empty());
    }
    all.back().add(rest);
  }
  std::vector<CorrelationBlock> means;
  for (const CorrelationSums& segments : all) {
    CorrelationBlock block{static_cast<double>(segments.origins.front()), segments.sums};
    for (std::size_t p = 0; p < quantities_.pairs.size(); ++p) {
      const double terms = block.origins * static_cast<double>(quantities_.components(quantities_.pairs[p]));
      const std::span<double> values = std::span{block.values}.subspan(p * (longest_lag_ + 1), longest_lag_ + 1);
      std::transform(values.begin(), values.end(), values.begin(), [&](double sum) { return sum / terms; });
    }
    means.push_back(std::move(block));
  }
  return means;
}

std::vector<std::int64_t> SegmentCorrelator::shape() const
{
  std::vector<std::int64_t> shape = detail::shape_of(quantities_);
  shape.push_back(static_cast<std::int64_t>(longest_lag_));
  shape.push_back(static_cast<std::int64_t>(blocks_.fewest()));
  return shape;
}

void SegmentCorrelator::save(State& state) const
{
  state.put("shape", shape());
  save_blocks(blocks_, state);
  state.put("buffer", buffer_);
}

void SegmentCorrelator::load(const State& state)
{
  if (state.integers("shape") != shape()) {
    throw RunTimeFailure("the saved correlation functions are of other quantities, lags or numbers of blocks");
  }
  blocks_ = load_blocks(state, blocks_.fewest(), empty());
  buffer_ = state.doubles("buffer");
}

}  // namespace soret
