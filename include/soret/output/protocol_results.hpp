#pragma once
/// \file
/// What a protocol puts into results.nc.

#include <soret/estimate/time_windows.hpp>
#include <soret/output/nemd_results.hpp>

#include <span>
#include <string>

namespace soret {

/// Everything of add_profiles with one block for each window and replica, and `window_of_block`; along the dimension
/// `window`, whose labels are "gradient 0..50": its leg and times since the protocol's zero; per window and bin the
/// profiles of WindowProfiles and their standard errors, `window_temperature`, `window_temperature_standard_error` and
/// so on. Nothing without windows.
void add_windows(ResultsFile& file, std::span<const WindowedProfile> windows, const ProtocolEstimates& found,
                 std::span<const std::string> control_names);

/// The contrasts of all windows with names as summary.json has them, mole_fraction_contrast of "B, gradient 0..50", and
/// how much they changed since the first window, mole_fraction_contrast_change.
std::vector<NamedEstimate> named_contrasts(const ProtocolEstimates& found);

}  // namespace soret
