#pragma once
/// \file
/// Profiles in windows of time, of systems that are not stationary: what they are, and how they change.

#include <soret/estimate/named_estimate.hpp>
#include <soret/estimate/profile_blocks.hpp>
#include <soret/estimate/profile_modes.hpp>
#include <soret/estimate/slab_averages.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace soret {

/// A stretch of time over which a profile was averaged.
struct TimeWindow {
  std::string leg;            ///< of the protocol
  std::size_t leg_index = 0;  ///< number of the leg, from 0 on
  double from = 0.0;          ///< time since the protocol's zero; negative before it
  double to = 0.0;

  /// "gradient 0..50"
  std::string label() const;
};

/// What was sampled in a window by all replicas.
struct WindowedProfile {
  TimeWindow window;
  ProfileBlocks profile;
};

/// From this number of replicas on, errors come from the scatter of the replicas' means, which is right however
/// slowly a sample changes; with fewer they come from the blocks within the window, as if it were stationary.
inline constexpr std::size_t fewest_scattering_replicas = 4;

/// One block for each replica. Throws RunTimeFailure without blocks.
ProfileBlocks merged_by_replica(const ProfileBlocks& profile);

/// Profiles of a window with their errors, one value per bin.
struct WindowProfiles {
  std::vector<Estimate> temperature;
  std::vector<Estimate> number_density;
  std::vector<Estimate> potential_energy;              ///< per particle
  std::vector<Estimate> heat_flux;                     ///< microscopic, along the axis
  std::vector<std::vector<Estimate>> species_density;  ///< per species
  std::vector<std::vector<Estimate>> mole_fraction;    ///< per species
};

/// One window analysed.
struct WindowEstimates {
  TimeWindow window;
  bool errors_from_replicas = false;
  WindowProfiles profiles;
  /// Amplitudes of the slowest mode (mode_amplitude): temperature_contrast; per species density_contrast (of the
  /// density over its mean along the axis) and mole_fraction_contrast. Then heat_flux_microscopic, from the hot to the
  /// cold slab, mean over the middle half of the way between their centres.
  std::vector<NamedEstimate> contrasts;

  /// Throws RunTimeFailure if there is no such contrast.
  const Estimate& contrast(const std::string& name, const std::string& of = {}) const;
};

/// How much a contrast is another in a later window.
struct WindowChange {
  std::size_t earlier = 0;  ///< indices of windows
  std::size_t later = 0;
  std::string name;  ///< of the contrast
  std::string of;
  Dimension dimension;
  Estimate change;           ///< later minus earlier
  double probability = 1.0;  ///< of a change as large by chance, by Student's t
  bool is_significant = false;
};

/// All windows of a protocol.
struct ProtocolEstimates {
  std::vector<WindowEstimates> windows;
  std::vector<WindowChange> changes;      ///< from each window to the next
  std::vector<WindowChange> since_first;  ///< from the first window to each other: without what was frozen in before
  std::vector<std::string> warnings;
};

/// Profiles, contrasts and their changes from each window to the next, in the order of time. A change counts as
/// significant if its probability is below `significance`; where errors come from replicas, it is that of the mean
/// over replicas of their own changes. The state at the end of a leg is judged from its last two windows: contrasts
/// that change between them are reported among the warnings as not stationary (in a binary mixture only one of the two
/// mole fractions, which mirror each other). Throws RunTimeFailure if a window holds
/// no block.
ProtocolEstimates analyse_windows(const std::vector<WindowedProfile>& windows, double significance = 0.01);

}  // namespace soret
