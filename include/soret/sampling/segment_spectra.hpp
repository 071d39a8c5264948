#pragma once
/// \file
/// Averaged cross spectra of long series, segment by segment.

#include <soret/core/quantity.hpp>
#include <soret/core/state.hpp>
#include <soret/estimate/correlation_blocks.hpp>

#include <complex>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace soret {

namespace detail {
class RealTransform;
}

/// Averages the cross spectra of separate segments of M samples (AveragedSpectra says how they are defined), without
/// taper or padding, so that different frequencies are independent. Their expectation is that of the lags below M,
///   S(f) = dt sum_l (1 - |l|/M) C(l dt) exp(-2 pi i f l dt),
/// which is below the integral of a positive C with correlation time tau by about tau/(M dt) of it. Not collective.
class SegmentSpectra {
 public:
  /// Throws InputError if the quantities are not valid or the length is not an even number of at least 8.
  SegmentSpectra(CorrelatedQuantities quantities, std::size_t segment_length);

  /// The next sample. Throws RunTimeFailure if the number of components is wrong.
  void add(std::span<const double> row);
  void save(State& state) const;
  /// Throws RunTimeFailure if the saved spectra are of other quantities or lengths.
  void load(const State& state);

  /// The mean over full segments of samples that are `sample_spacing` apart.
  AveragedSpectra average(Duration sample_spacing) const;

 private:
  void add_segment();
  std::vector<std::int64_t> shape() const;

  CorrelatedQuantities quantities_;
  std::size_t segment_length_;
  std::int64_t segments_ = 0;
  std::vector<std::complex<double>> sums_;            ///< [pair][frequency]
  std::vector<double> buffer_;                        ///< [sample][component]
  std::shared_ptr<detail::RealTransform> transform_;  ///< has no memory: copies may share it
};

}  // namespace soret
