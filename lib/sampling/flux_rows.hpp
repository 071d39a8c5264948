#pragma once
/// \file
/// The sums over particles that fluxes are made of.

#include <soret/estimate/correlation_blocks.hpp>
#include <soret/sampling/sampler.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret::detail {

/// The numbers in a row of local sums: A (3), S (6), E, and for every species its mass and momentum (3).
std::size_t local_row_size(std::size_t species);

/// Appends this rank's sums, in the frame of the box: see FluxCorrelations.
void append_local_sums(const Snapshot& snapshot, std::vector<double>& rows);

/// From sums over all ranks to the fluxes in the barycentric frame: heat flux (3), mass fluxes of all species but the
/// last (3 each), stress (5).
std::vector<double> barycentric_fluxes(std::span<const double> sums, std::size_t species);

/// What `barycentric_fluxes` returns, and which pairs are correlated.
CorrelatedQuantities flux_quantities(std::size_t species);

}  // namespace soret::detail
