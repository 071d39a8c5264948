#pragma once
/// \file
/// Heat flux and thermal conductivity from what the heat sources did and from the microscopic flux.

#include <soret/estimate/local_state.hpp>
#include <soret/estimate/profile_blocks.hpp>

#include <array>
#include <cstddef>
#include <vector>

namespace soret {

/// Which entries of ProfileBlock::energy_added put heat in and which take it out, with their signs.
struct BathEntries {
  std::vector<std::size_t> sources;
  std::vector<std::size_t> sinks;
};

/// Sorts entries by the sign of what they added in all; `entries` empty means all there are. Throws InputError if an
/// entry does not exist. To be called with the sum of all blocks: signs taken block by block would bias the power
/// upwards.
BathEntries sort_baths(const ProfileBlock& total, const std::vector<std::size_t>& entries = {});

/// The power carried from hot to cold: half of what the sources put in plus what the sinks took out, per time.
double bath_power(const ProfileBlock& block, const BathEntries& baths);

/// Net power into the system: the sum of all entries over the time, also of those that are no baths, such as the
/// removal of the momentum that thermostats cause. Zero in a stationary state if the integrator does not heat.
double bath_imbalance(const ProfileBlock& block);

/// |J| = P/(2A): the power leaves the hot slab through two faces of area A.
double heat_flux_of_baths(const ProfileShape& shape, double power);

/// lambda = P/(A (g_0 + g_1)) with the temperature gradients g of the two sides: Fourier's law summed over both faces,
/// which needs no symmetry between them.
double thermal_conductivity_of_baths(const ProfileShape& shape, double power, const std::array<LocalState, 2>& halves);

/// lambda = -J/(dT/dz) with the mean microscopic flux and gradient of the two sides.
double thermal_conductivity_of_flux(const LocalState& mean);

}  // namespace soret
