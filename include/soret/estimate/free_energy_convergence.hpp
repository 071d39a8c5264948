#pragma once
/// \file
/// Whether a free energy has converged, and whether windows are close enough.

#include <soret/estimate/coupling_samples.hpp>
#include <soret/estimate/multistate_bennett.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// Any of the estimators.
using FreeEnergyEstimator = std::function<FreeEnergyProfile(const CouplingSamples&)>;

/// The total free energy difference from the first and from the last part of all replicas.
struct ConvergencePoint {
  double fraction = 0.0;  ///< of the samples that was used
  Estimate forward;       ///< from the first ones
  Estimate reverse;       ///< from the last ones
};

/// Points at fractions 1/n, 2/n, .., 1 (Klimovich, Shirts and Mobley, doi:10.1007/s10822-015-9840-9): if the system was
/// in equilibrium from the beginning, forward and reverse values agree within their errors at all fractions. Fractions
/// that leave a window fewer than two samples are left out. Throws InputError if `points` is zero.
std::vector<ConvergencePoint> free_energy_convergence(const CouplingSamples& samples,
                                                      const FreeEnergyEstimator& estimator, std::size_t points = 10);

/// The difference between the first and the last half of the samples, whose errors are independent. Infinite error if
/// the halves are too short.
Estimate difference_of_halves(std::span<const ConvergencePoint> points);

/// Between neighbouring windows, by the rule of Klimovich, Shirts and Mobley (doi:10.1007/s10822-015-9840-9).
inline constexpr double smallest_good_overlap = 0.03;

/// What to distrust, one sentence each; empty if nothing was found:
///  - neighbouring windows with O_{k,k+1} or O_{k+1,k} below `smallest_good_overlap`;
///  - windows with fewer than 50 effective samples;
///  - exponential averages forward and backward that differ by more than four standard errors (hysteresis);
///  - halves of the run that differ by more than three standard errors.
std::vector<std::string> free_energy_warnings(const CouplingSamples& samples, const MultistateBennett& result,
                                              std::span<const ConvergencePoint> convergence);

}  // namespace soret
