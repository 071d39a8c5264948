#pragma once
/// \file
/// What the viscosity of a liquid at several temperatures says about the energies of its flow.

#include <soret/core/quantity.hpp>
#include <soret/estimate/diffusion.hpp>
#include <soret/estimate/estimate.hpp>
#include <soret/estimate/straight_line.hpp>

#include <span>

namespace soret {

/// ln eta = ln eta_0 + E/(k_B T), with E the activation energy of viscous flow, ln eta_0 the prefactor's logarithm and
/// `line` that of ln eta against 1/T: as fit_arrhenius of 1/eta. Throws as fit_arrhenius.
ArrheniusFit fit_viscous_flow(std::span<const Temperature> temperatures, std::span<const Estimate> viscosities);

/// tau, the cohesive energy over the activation energy of viscous flow, of a pure liquid.
struct FlowRatioFit {
  Estimate ratio;     ///< tau
  StraightLine line;  ///< ln eta against U/(k_B T), of slope 1/tau; chi² says whether it is one
};

/// ln eta = ln A + U/(tau k_B T) with the cohesive energy U = -u, u being the potential energy per particle at the same
/// temperature: the way in which Gittus and Bresme (2022, supporting information, figure 4) find tau of both pure
/// liquids at one pressure, for the theory of Shukla and Firoozabadi (shukla_firoozabadi_soret). Points are weighted
/// with the errors of ln eta; the error of tau is propagated from those of eta and u, taken as independent. Throws
/// InputError unless there are as many temperatures as viscosities and energies, at least two, temperatures and
/// viscosities are positive and energies negative; RunTimeFailure as fit_line, and if the viscosity does not rise with
/// U/T.
FlowRatioFit fit_flow_ratio(std::span<const Temperature> temperatures, std::span<const Estimate> viscosities,
                            std::span<const Estimate> potential_energies);

}  // namespace soret
