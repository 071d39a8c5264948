#pragma once
/// \file
/// Free energies as integrals of the mean force along the path.

#include <soret/estimate/coupling_samples.hpp>

#include <span>
#include <vector>

namespace soret {

/// What goes through the means of the windows.
enum class IntegrationRule {
  trapezoid,
  natural_cubic_spline  ///< two continuous derivatives, the second one zero at both ends
};

/// Row k of the result, of length K, holds the c_j with which a rule integrates from x_0 to x_k: the integral is
/// sum_j c_j y_j. Throws InputError unless there are at least two x in increasing order.
std::vector<std::vector<double>> integration_weights(std::span<const double> x, IntegrationRule rule);

/// Thermodynamic integration (Kirkwood, doi:10.1063/1.1749657),
///   f_k - f_0 = integral from lambda_0 to lambda_k of <du/dlambda> dlambda,
/// each mean weighted as the samples are. Both rules are linear in the means, whose errors are independent: error² =
/// sum_j c_j² error_j². The errors of the means contain the statistical inefficiency of the slopes; that of the rule
/// itself is not known and not included. Throws as CouplingSamples::require_consistent.
FreeEnergyProfile thermodynamic_integration(const CouplingSamples& samples, IntegrationRule rule);

/// <du/dlambda> of every window: the curve that is integrated.
std::vector<Estimate> mean_slopes(const CouplingSamples& samples);

}  // namespace soret
