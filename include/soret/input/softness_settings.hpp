#pragma once
/// \file
/// What the section [softness] says about the cage that structure factors show.

#include <soret/input/configuration.hpp>
#include <soret/input/distribution_settings.hpp>

#include <optional>

namespace soret {

/// In reduced units; the same as CageRule of the module `estimate`.
struct SoftnessSettings {
  double largest_wave_number = 36.0;  ///< end of the integral over q
  double fit_range = 0.1;             ///< distance up to which the potential is fitted
  double range_fraction = 0.01;       ///< of the depth, where the cage ends
};

/// Reads the section and records as a mistake if the structure factors of [structure] do not reach its wave number.
/// `structure` is empty where there is no such section.
SoftnessSettings read_softness_settings(Configuration& configuration,
                                        const std::optional<DistributionSettings>& structure);

}  // namespace soret
