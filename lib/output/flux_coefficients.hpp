#pragma once
/// \file
/// Which transport coefficients time correlations of fluxes integrate to (private to the output module).

#include <soret/core/units.hpp>
#include <soret/estimate/emd_analysis.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace soret {

/// What the integral of a correlation function of the box's totals becomes.
struct FluxCoefficient {
  std::string symbol;  ///< in gnuplot's enhanced text
  Dimension dimension;
  double factor;  ///< times the integral: 1/(V k_B T) for the viscosity, 1/(V k_B) for the Onsager coefficients
};

FluxCoefficient flux_coefficient(const CorrelatedQuantities& quantities, std::size_t pair,
                                 const TransportCurves& curves);

}  // namespace soret
