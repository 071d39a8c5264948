#pragma once
/// \file
/// Free energies from one window's samples at a time.

#include <soret/estimate/coupling_samples.hpp>

namespace soret {

/// Exponential averaging upwards (Zwanzig, doi:10.1063/1.1740409):
///   f_{k+1} - f_k = -ln <exp(-(u_{k+1} - u_k))>_k,
/// each average weighted as the samples are. Errors are those of the linearised logarithm: honest only as long as the
/// average is not carried by a few samples, when the result is biased upwards, too. All samples are used; the variance
/// of each mean is enlarged by the statistical inefficiency of the very terms that are averaged. Throws as
/// CouplingSamples::require_consistent.
FreeEnergyProfile exponential_averaging_forward(const CouplingSamples& samples);

/// The same downwards, f_{k+1} - f_k = ln <exp(-(u_k - u_{k+1}))>_{k+1}; biased downwards if the average is carried by
/// few samples.
FreeEnergyProfile exponential_averaging_backward(const CouplingSamples& samples);

}  // namespace soret
