#pragma once
/// \file
/// Errors of functions of independent measurements.

#include <soret/estimate/estimate.hpp>

#include <functional>
#include <span>
#include <vector>

namespace soret {

/// A number computed from several.
using FunctionOfValues = std::function<double(std::span<const double> values)>;

/// f at the values of independent inputs, with the first-order error
///   error² = sum_k (df/dx_k)² error_k²
/// and the degrees of freedom of Welch and Satterthwaite (doi:10.2307/3002019),
///   nu = error⁴ / sum_k ((df/dx_k)² error_k²)²/nu_k.
/// Derivatives are central differences over a hundredth of each input's error. An input with infinite error makes the
/// result's error infinite. Correlated inputs need a jackknife instead.
Estimate propagate(const FunctionOfValues& function, std::span<const Estimate> inputs);

/// factor × estimate, its error that of the estimate times |factor|.
Estimate scaled(Estimate estimate, double factor);
/// The same of each.
std::vector<Estimate> scaled(std::vector<Estimate> estimates, double factor);

}  // namespace soret
