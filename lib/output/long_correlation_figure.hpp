#pragma once
/// \file
/// The picture of time correlations at doubling lags (private to the output module).

#include <soret/output/emd_report.hpp>
#include <soret/output/figure.hpp>

#include <cstddef>

namespace soret {

/// The running integral of a pair of fluxes against log10 of the upper limit by both forms: Fourier transforms up to
/// the longest lag, and the multiple-tau correlator, which goes on. Needs both.
Figure long_integral_figure(const EmdRun& run, std::size_t pair);

}  // namespace soret
