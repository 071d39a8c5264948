#pragma once
/// \file
/// Time correlation functions up to very long lags with little memory.

#include <soret/core/quantity.hpp>
#include <soret/core/state.hpp>
#include <soret/estimate/correlation_blocks.hpp>
#include <soret/estimate/multiple_tau_blocks.hpp>
#include <soret/sampling/correlation_sums.hpp>
#include <soret/sampling/doubling_blocks.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soret {

/// The multiple-tau correlator (Ramírez, Sukumaran, Vorselaars, Likhtman 2010, doi:10.1063/1.3491098) with averaging
/// over m = 2: level l sees means of 2^l samples and correlates them at p lags of 2^l spacings each; levels above the
/// first give the lags from p/2 on. A sample counts as an origin once all its p lags are there, so that level 0 is what
/// SegmentCorrelator gives with a longest lag of p - 1. The averaging is exact for functions linear over 2^l spacings
/// only: it shifts the integral of an exponential by about 1/p² of it, 0.1 % for p = 32 (unit.estimate). Blocks are
/// stretches of time (DoublingBlocks) of whole spacings of the last level, to which an origin belongs once all its lags
/// are there. They may be shorter than the longest lags: products at one lag forget each other within the correlation
/// time of the samples, whatever the lag (unit.sampling). The first blocks have no origins of the last levels. Not
/// collective: every rank that feeds the same rows holds the same sums. Memory: levels × p × (row size + blocks ×
/// pairs) doubles, whatever the length of the run.
class MultipleTauCorrelator {
 public:
  /// Throws InputError unless the quantities are valid, the points p of a level are even and at least 4, there are 1 to
  /// 40 levels and at least two blocks.
  MultipleTauCorrelator(CorrelatedQuantities quantities, MultipleTauLags lags, Blocks blocks);

  /// The next sample. Throws RunTimeFailure if the number of components is wrong.
  void add(std::span<const double> row);
  void save(State& state) const;
  /// Throws RunTimeFailure if what was saved had other quantities, points, levels or numbers of blocks.
  void load(const State& state);

  /// The blocks until now, of samples that are `sample_spacing` apart; none before the first origin.
  MultipleTauBlocks blocks(Duration sample_spacing) const;

 private:
  struct Level {
    std::vector<double> rows;     ///< the last samples, at most p - 1 of them between calls, oldest first
    std::vector<double> waiting;  ///< a sample that waits for a second one to be averaged with
  };

  void add_to(std::size_t level, std::span<const double> sample);
  void correlate(std::size_t level);
  void count_unit();
  CorrelationSums empty() const;
  std::vector<CorrelationSums> all_sums() const;
  std::vector<std::int64_t> shape() const;

  CorrelatedQuantities quantities_;
  MultipleTauLags lags_;
  std::vector<Level> levels_;
  DoublingBlocks<CorrelationSums> blocks_;  ///< units: spacings of the last level; kinds: levels; sums: [pair][lag]
};

}  // namespace soret
