#pragma once
/// \file
/// Integrals of correlation functions at doubling lags, and whether they agree with those of all lags.

#include <soret/core/quantity.hpp>
#include <soret/estimate/correlation_blocks.hpp>
#include <soret/estimate/green_kubo.hpp>
#include <soret/estimate/multiple_tau_blocks.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// The correlation function of a pair and its integral by the trapezoidal rule over the unequal usable lags, both with
/// errors by jackknife. Throws RunTimeFailure if there is no block.
RunningIntegral running_integral(const MultipleTauBlocks& blocks, std::size_t pair);

/// What the integral gains between the last lag up to `time` and the longest usable one. Throws RunTimeFailure if there
/// is no block.
Estimate integral_after(const MultipleTauBlocks& blocks, std::size_t pair, Duration time);

/// What averages over m = 2^l samples make of the correlation function C at lags 0..K of `exact`: the mean of
/// C(lag + s) over |s| < m, weighted with m - |s|. At those first of `lags` for which K >= lag + m - 1.
std::vector<double> coarse_correlation(std::span<const double> exact, const MultipleTauLags& lags);

/// The multiple-tau form of an integral beside the one of all lags (Fourier form).
struct FormsOfIntegral {
  Duration time{0.0};     ///< the last multiple-tau lag up to the limit that both forms reach
  Estimate measured;      ///< the multiple-tau integral up to there
  double expected = 0.0;  ///< the trapezoidal rule for the coarse_correlation of the Fourier form
  Estimate difference;    ///< measured less expected
};

/// Both forms come from the same samples, so that their difference has a much smaller error than they have: that of the
/// multiple-tau integral times sqrt(R s/n + 2/p). R s/n is the share of the time origins that not both have: the longer
/// of the two longest lags s for each of R replicas, over the number n of origins. All other pairs of samples enter
/// both with the same weight, but for those within a spacing 2^l of the limit and of the ends of levels, less than 2/p
/// of those up to the limit. It is meant as a bound: on autoregressive noise the difference is a fifth of that error.
/// Throws RunTimeFailure if one has no block.
FormsOfIntegral compare_forms(const CorrelationBlocks& fourier, const MultipleTauBlocks& multiple_tau, std::size_t pair,
                              Duration limit);

}  // namespace soret
