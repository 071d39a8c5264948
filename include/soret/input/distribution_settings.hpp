#pragma once
/// \file
/// What the section [structure] says about distribution functions and structure factors, in a run as on a trajectory.

#include <soret/core/quantity.hpp>
#include <soret/input/configuration.hpp>

#include <optional>
#include <string>

namespace soret {

struct DistributionSettings {
  double bin_width = 0.01;
  std::optional<double> largest_distance;     ///< empty: half the box
  std::optional<double> largest_wave_number;  ///< empty: no structure factors
  double wave_number_width = 0.1;
  bool direct_sums = false;  ///< structure factors by exact sums instead of a mesh
  Blocks blocks{20};
};

DistributionSettings read_distribution_settings(Configuration& configuration);

/// The key `section.blocks`, from which standard errors are made.
Blocks read_blocks(Configuration& configuration, const std::string& section);

}  // namespace soret
