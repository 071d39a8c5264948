#pragma once
/// \file
/// Time correlation functions at lags whose spacing doubles from level to level, in blocks.

#include <soret/estimate/block_statistics.hpp>
#include <soret/estimate/correlation_blocks.hpp>
#include <soret/estimate/jackknife.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// The lags of a multiple-tau correlator of p points a level and averages over two: 0..p-1 samples on level 0 and
/// p/2..p-1 spacings of 2^l samples on the levels l above it, ascending.
struct MultipleTauLags {
  std::size_t points = 0;  ///< p, even
  std::size_t levels = 0;

  std::size_t size() const { return points + (levels - 1) * (points / 2); }
  std::size_t level(std::size_t lag) const { return lag < points ? 0 : 1 + (lag - points) / (points / 2); }
  /// The samples that are averaged before they are correlated: 2^level.
  std::size_t spacing(std::size_t lag) const { return std::size_t{1} << level(lag); }
  /// The lag as a number of samples.
  std::size_t samples(std::size_t lag) const;
  /// As few levels as reach a lag of so many samples; at least one.
  static MultipleTauLags reaching(std::size_t samples, std::size_t points);
  friend bool operator==(const MultipleTauLags&, const MultipleTauLags&) = default;
};

/// The correlation functions of one stretch of time.
struct MultipleTauBlock {
  std::vector<double> origins;  ///< [level]: number of time origins, those of level 0 the weight of the block
  std::vector<double> values;   ///< [pair][lag]: mean over origins and components of a_c(t + lag) b_c(t), or zero
};

/// Such correlation functions in blocks, from one or several replicas.
struct MultipleTauBlocks {
  CorrelatedQuantities quantities;
  double sample_spacing = 0.0;  ///< time between samples
  MultipleTauLags lags;
  std::vector<MultipleTauBlock> blocks;  ///< in the order of time within a replica; level 0 has origins in each
  std::vector<std::size_t> replica;      ///< of each block

  double time(std::size_t lag) const { return static_cast<double>(lags.samples(lag)) * sample_spacing; }
  std::size_t replicas() const { return replica.empty() ? 0 : replica.back() + 1; }
  BlockSequence sequence() const;
  /// How many of the first lags have origins in more than half of the blocks.
  std::size_t usable_lags() const;
  /// The correlation function of a pair at these lags over all blocks but `left_out`, each level weighted with its
  /// origins.
  std::vector<double> mean_correlation(std::size_t pair, std::size_t left_out = none_left_out) const;
};

/// The blocks of independent replicas, one after the other. Throws RunTimeFailure unless there is at least one and all
/// have the same quantities, lags and spacing.
MultipleTauBlocks concatenate(std::span<const MultipleTauBlocks> replicas);

}  // namespace soret
