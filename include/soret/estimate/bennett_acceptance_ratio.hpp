#pragma once
/// \file
/// Free energies from the samples of neighbouring windows, in both directions at once.

#include <soret/estimate/coupling_samples.hpp>

namespace soret {

/// The acceptance ratio of Bennett (doi:10.1016/0021-9991(76)90078-4) for each pair of neighbouring windows: the
/// df = f_{k+1} - f_k with
///   sum over samples of k of w/(1 + exp(M + du - df)) = sum over samples of k + 1 of w/(1 + exp(-M - du + df)),
/// du = u_{k+1} - u_k, M = ln(n_k/n_{k+1}), where the weights w of a window add up to its n_k. All samples are used; of
/// correlated ones N count as n = N/g (effective_counts), and the errors come from the scatter of the terms of the sums
/// with the inefficiency of these terms. In sums over several pairs a window's samples appear twice, and the error
/// knows that. Throws as CouplingSamples::require_consistent.
FreeEnergyProfile bennett_acceptance_ratio(const CouplingSamples& samples);

}  // namespace soret
