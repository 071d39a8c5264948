#pragma once
/// \file
/// What a configuration says about measuring on a trajectory that is there already.

#include <soret/core/quantity.hpp>
#include <soret/input/configuration.hpp>
#include <soret/input/distribution_settings.hpp>
#include <soret/input/run_settings.hpp>
#include <soret/input/softness_settings.hpp>
#include <soret/input/trajectory_reader.hpp>

#include <cstdint>
#include <optional>

namespace soret {

/// The section [transport] of such a configuration.
struct TrajectoryDisplacements {
  std::optional<Duration> longest_lag;     ///< empty: as long as the trajectory
  std::optional<Duration> diffusive_time;  ///< displacements are fitted from here on; empty: found by rule
  Blocks blocks{20};
};

/// Everything, checked.
struct TrajectorySettings {
  TrajectoryFile file;
  std::int64_t frame_stride = 1;           ///< from one frame that is measured on to the next
  std::optional<std::int64_t> last_frame;  ///< counted from 1; empty: of the file
  std::optional<DistributionSettings> structure;
  std::optional<SoftnessSettings> softness;  ///< empty: of no interest
  bool softness_map = false;                 ///< whether every particle gets its share of it
  std::optional<TrajectoryDisplacements> displacements;
  OutputSettings output;
};

/// Reads the sections [units], [trajectory], [structure], [softness], [transport] and [output]. If neither [structure]
/// nor [transport] is given, both are measured. Sections of simulations are refused. Records mistakes in
/// `configuration`; the settings are usable only if its `finish` does not throw.
TrajectorySettings read_trajectory_settings(Configuration& configuration);

/// Records as mistakes that the trajectory or the topology named with it is not there.
void check_trajectory_files(Configuration& configuration, const TrajectoryFile& file);

/// A configuration in which every key is registered, for the help text.
Configuration trajectory_keys();

}  // namespace soret
