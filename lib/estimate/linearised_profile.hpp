#pragma once
/// \file
/// Errors of free energies from what every single sample does to them.

#include <soret/estimate/coupling_samples.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace soret::detail {

/// The influence of each sample of each window: to first order an estimate is off by sum_k (mean of influence[k]),
/// where every mean has expectation zero.
using Influence = std::vector<std::vector<double>>;

/// Zeros for every sample.
Influence no_influence(const CouplingSamples& samples);

/// The influence of w a - <w a> with a mean estimated as sum w a/sum w: factor w_n (a_n - mean) for one window.
std::vector<double> weighted_deviations(std::span<const double> weights, std::span<const double> values, double factor);

/// `value` with error² = sum_k var_k g_k/(N_k - g_k), the variance var_k and the inefficiency g_k being those of the
/// influence of window k; degrees of freedom by Welch and Satterthwaite (doi:10.2307/3002019).
Estimate linearised(double value, const CouplingSamples& samples, const Influence& influence);

/// The profile of f_k - f_0 = `values[k]`; `influence_of(k)` is that on f_k - f_0 and called for k = 1, 2, ... in
/// order.
FreeEnergyProfile linearised_profile(const CouplingSamples& samples, std::span<const double> values,
                                     const std::function<Influence(std::size_t)>& influence_of);

/// The profile of independently estimated steps f_{k+1} - f_k.
FreeEnergyProfile profile_of_steps(const CouplingSamples& samples, std::span<const double> steps,
                                   const std::vector<Influence>& influence_on_steps);

}  // namespace soret::detail
