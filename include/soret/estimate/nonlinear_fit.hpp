#pragma once
/// \file
/// Least squares of any smooth model, and of one that is linear in its parameters.

#include <soret/estimate/estimate.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// What a model says about all points, given its parameters. Where the parameters are impossible a value that is not
/// finite keeps the fit away.
using ModelOfParameters = std::function<std::vector<double>(std::span<const double> parameters)>;

/// A fit of a model f(p) to values y with standard errors s, all independent:
///   chi² = sum_k ((y_k - f_k(p))/s_k)² is least at p,   covariance = (J^T J)^-1,   J_kj = (df_k/dp_j)/s_k.
struct ModelFit {
  std::vector<double> parameters;
  std::vector<double> covariance;  ///< shape (parameter, parameter); from the errors of the values alone (sigma = 1)
  double chi_squared = 0.0;        ///< expected: degrees_of_freedom
  std::size_t points = 0;

  double degrees_of_freedom() const { return static_cast<double>(points) - static_cast<double>(parameters.size()); }
  double covariance_of(std::size_t i, std::size_t j) const { return covariance[i * parameters.size() + j]; }
  /// A parameter with its standard error.
  Estimate parameter(std::size_t index) const;
  /// A function of the parameters with its error to first order, sum_ij (dg/dp_i) cov_ij (dg/dp_j). Derivatives are
  /// central differences over a hundredth of each parameter's error.
  Estimate derived(const std::function<double(std::span<const double> parameters)>& function) const;
};

/// The least squares by the method of Levenberg and Marquardt (Marquardt 1963, doi:10.1137/0111030) from `start`;
/// derivatives are central differences. `what` names the fit in messages: "a VFT fit". Throws InputError if there are
/// fewer values than parameters plus `spare` or an error is not positive and finite; RunTimeFailure if the model is not
/// finite at the start, the iteration does not end or the values do not determine all parameters.
ModelFit fit_nonlinear(const ModelOfParameters& model, std::span<const Estimate> values, std::vector<double> start,
                       const std::string& what, std::size_t spare = 0);

/// The same for a model that is linear in its parameters, f_k = sum_j p_j basis[j][k]: at once, from anywhere. Throws
/// as `fit_nonlinear`, and InputError if a row of `basis` has not one number for each value.
ModelFit fit_linear(std::span<const std::vector<double>> basis, std::span<const Estimate> values,
                    const std::string& what, std::size_t spare = 0);

}  // namespace soret
