#pragma once
/// \file
/// Self-diffusion as the integral of the velocity autocorrelation.

#include <soret/core/quantity.hpp>
#include <soret/estimate/correlation_blocks.hpp>
#include <soret/estimate/green_kubo.hpp>
#include <soret/estimate/jackknife.hpp>

#include <cstddef>
#include <string>

namespace soret {

/// The name of a species' velocities among correlated quantities: "velocity k". A sample of it is all particles of the
/// species, over which correlations are averaged.
std::string velocity_of(std::size_t species);

/// The longest lag; settled if the integral from half of it on is zero within two of its standard errors. The rule of
/// integration_limit is not for velocities: their integral has a minimum after the first rebound, where it seems to be
/// settled, and the weak tail that follows makes several per cent. Averaged over all particles it is known well, and a
/// longer limit costs little. Throws RunTimeFailure if the species has no velocities.
IntegrationLimit velocity_limit(const CorrelationBlocks& velocities, std::size_t species);

/// D = 1/3 int_0^limit <v(t).v(0)> dt, the mean over particles and origins (Green 1954, doi:10.1063/1.1740082). The
/// mean over components <v_x(t) v_x(0)> is what the blocks hold. Throws as correlation_integral, and RunTimeFailure if
/// the species has no velocities.
JackknifeEstimate green_kubo_diffusion(const CorrelationBlocks& velocities, std::size_t species, Duration limit);

}  // namespace soret
