#pragma once
/// \file
/// A protocol in time as a simulation goes through it: baths, stretches, profiles in windows.

#include <soret/dynamics/langevin.hpp>
#include <soret/estimate/thermodynamic_table.hpp>
#include <soret/estimate/time_windows.hpp>
#include <soret/input/nemd_settings.hpp>
#include <soret/sampling/slab_profile.hpp>
#include <soret/sampling/thermodynamic_series.hpp>
#include <soret/simulation/simulation.hpp>
#include <soret/workflow/ranks.hpp>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace soret {

/// A part of a leg that lies within one window, or in none.
struct ProtocolStretch {
  std::size_t leg = 0;
  std::optional<std::size_t> window;  ///< counted over all legs
  std::int64_t first_step = 0;        ///< steps of the protocol before it
  std::int64_t steps = 0;
};

/// The stretches of a protocol in order; they begin and end where legs and windows do, rounded to steps.
std::vector<ProtocolStretch> stretches_of(const ProtocolSettings& protocol, TimeStep time_step);

/// What a protocol measured.
struct ProtocolMeasurement {
  std::vector<WindowedProfile> windows;  ///< those that have been sampled, in order; of all replicas
  ThermodynamicTable series;             ///< of replica 0, over all legs
};

/// Applies the baths of a protocol and samples its windows: one SlabProfile each, so that memory does not depend on
/// the length of the run.
class ProtocolRun {
 public:
  /// `settings` must hold a protocol and slabs that fit `box`.
  ProtocolRun(const NemdSettings& settings, const Box& box);

  /// Puts the baths that act at some time on the simulation, in the order hot, cold, box, with momentum removal if
  /// `settings` ask for it. They rest until set_baths.
  void add_baths(Simulation& simulation, Seed seed);
  /// Lets the baths do what they have to do in the next step, of which `step` steps of the protocol are over.
  void set_baths(std::int64_t step);
  /// The samplers of a stretch.
  std::vector<ScheduledSampler> samplers(const ProtocolStretch& stretch);

  /// Collective over all ranks. `start` is the simulation's time at the beginning of the protocol.
  ProtocolMeasurement reduce(const Ranks& ranks, double start) const;

  void save(State& state) const;
  void load(const State& state);

 private:
  TimeWindow window_at(std::size_t leg, const ProfileWindowSettings& window) const;

  GradientSettings gradient_;
  SampleSettings sample_;
  ProtocolSettings protocol_;
  TimeStep time_step_;
  bool zero_momentum_;
  std::array<TemperatureCourse, protocol_baths> courses_;
  std::array<LangevinThermostat*, protocol_baths> thermostats_{};  ///< null: the bath never acts
  std::vector<TimeWindow> times_;
  std::vector<std::unique_ptr<SlabProfile>> profiles_;  ///< one per window
  std::unique_ptr<ThermodynamicSeries> series_;
};

}  // namespace soret
