#pragma once
/// \file
/// Time correlation functions up to very long lags with little memory.

#include <soret/core/quantity.hpp>
#include <soret/core/state.hpp>
#include <soret/estimate/correlation_blocks.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soret {

/// Correlation functions at lags whose spacing doubles from level to level.
struct MultipleTauCorrelations {
  std::vector<double> time;                 ///< of each lag, ascending
  std::vector<double> origins;              ///< number of origins of each lag; zero if the run was too short for it
  std::vector<std::vector<double>> values;  ///< [pair][lag]: mean over origins and components of a_c(t + lag) b_c(t)
};

/// The multiple-tau correlator (Ramírez, Sukumaran, Vorselaars, Likhtman 2010, doi:10.1063/1.3491098) with averaging
/// over m = 2: level l sees means of 2^l samples and correlates them at p lags of 2^l spacings each; levels above the
/// first give the lags from p/2 on. A sample counts as an origin once all its p lags are there, so that level 0 is what
/// SegmentCorrelator gives with a longest lag of p - 1. The averaging is exact for functions linear over 2^l spacings
/// only: p = 16 or more keeps that far below usual noise. Not collective. Memory: levels × p × (row size + pairs)
/// doubles, whatever the length of the run.
class MultipleTauCorrelator {
 public:
  /// Throws InputError unless the quantities are valid, the points p of a level are even and at least 4, and there are
  /// 1 to 40 levels.
  MultipleTauCorrelator(CorrelatedQuantities quantities, std::size_t points, std::size_t levels);

  /// The next sample. Throws RunTimeFailure if the number of components is wrong.
  void add(std::span<const double> row);
  void save(State& state) const;
  /// Throws RunTimeFailure if what was saved had other quantities, points or levels.
  void load(const State& state);

  /// The means until now, of samples that are `sample_spacing` apart.
  MultipleTauCorrelations correlations(Duration sample_spacing) const;

 private:
  struct Level {
    std::int64_t origins = 0;
    std::vector<double> rows;     ///< the last samples, at most p - 1 of them between calls, oldest first
    std::vector<double> waiting;  ///< a sample that waits for a second one to be averaged with
    std::vector<double> sums;     ///< [pair][lag]
  };

  void correlate(Level& level) const;
  std::vector<std::int64_t> shape() const;

  CorrelatedQuantities quantities_;
  std::size_t points_;
  std::vector<Level> levels_;
};

}  // namespace soret
