#pragma once
/// \file
/// Exact time correlation functions of long series, segment by segment, with fast Fourier transforms.

#include <soret/core/quantity.hpp>
#include <soret/core/state.hpp>
#include <soret/estimate/correlation_blocks.hpp>
#include <soret/sampling/correlation_sums.hpp>
#include <soret/sampling/doubling_blocks.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace soret {

namespace detail {
class RealTransform;
}

/// Sums a_c(t + lag) b_c(t) over components c and time origins t for lags 0..K. K + M samples are buffered, M = 3K;
/// then the first M of them are origins that have all their lags: with B the transform of the first M, A that of all,
/// both padded with zeros, the sum is the inverse transform of sum_c A_c conj B_c without any wrap-around. The last K
/// samples stay, so that no pair is lost between segments. Blocks are whole segments (DoublingBlocks). Not collective:
/// every rank that feeds the same rows holds the same sums. Memory: (2 blocks × pairs + 4 row size) × K × 8 bytes and
/// the transforms, 20 row size × K × 8 bytes.
class SegmentCorrelator {
 public:
  /// Throws InputError if the quantities are not valid, the longest lag K is less than 1 or there are less than two
  /// blocks.
  SegmentCorrelator(CorrelatedQuantities quantities, std::size_t longest_lag, Blocks blocks);

  /// The next sample: the components of all quantities. Throws RunTimeFailure if their number is wrong.
  void add(std::span<const double> row);
  void save(State& state) const;
  /// Throws RunTimeFailure if the saved sums are of other quantities, lags or numbers of blocks.
  void load(const State& state);

  std::size_t longest_lag() const { return longest_lag_; }
  /// The blocks until now. The buffered origins that have all their lags already count in the last one.
  std::vector<CorrelationBlock> blocks() const;

 private:
  std::size_t origins_per_segment() const { return 3 * longest_lag_; }
  std::size_t buffered() const { return buffer_.size() / quantities_.row_size(); }
  std::vector<std::int64_t> shape() const;
  CorrelationSums empty() const;
  /// The first `origins` buffered samples, and all their lags.
  CorrelationSums correlated(std::size_t origins) const;

  CorrelatedQuantities quantities_;
  std::size_t longest_lag_;
  DoublingBlocks<CorrelationSums> blocks_;            ///< units: segments; sums: [pair][lag]
  std::vector<double> buffer_;                        ///< [sample][component]
  std::shared_ptr<detail::RealTransform> transform_;  ///< has no memory: copies may share it
};

}  // namespace soret
