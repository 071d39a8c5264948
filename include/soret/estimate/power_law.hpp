#pragma once
/// \file
/// Diffusion that dies out at a temperature.

#include <soret/core/quantity.hpp>
#include <soret/estimate/estimate.hpp>

#include <span>

namespace soret {

/// D = A (T - T_0)^beta, as mode-coupling theory has it and as Vaibhav, Horbach, Chaudhuri
/// (doi:10.1103/PhysRevE.101.022605) fit interdiffusion.
struct PowerLawFit {
  Estimate critical_temperature;  ///< T_0
  Estimate exponent;              ///< beta
  Estimate log_prefactor;         ///< ln A
  double chi_squared = 0.0;       ///< of ln D; points minus three is expected
};

/// Weighted least squares of ln D = ln A + beta ln(T - T_0): straight lines for given T_0, the best T_0 below the
/// lowest temperature by search; errors to first order from those of D (propagate). Throws InputError unless there are
/// as many temperatures as coefficients, at least four, and all are positive; RunTimeFailure if chi² has no minimum
/// between ten times the range of the temperatures below the lowest one and a thousandth of it, or as fit_line.
PowerLawFit fit_power_law(std::span<const Temperature> temperatures, std::span<const Estimate> coefficients);

}  // namespace soret
