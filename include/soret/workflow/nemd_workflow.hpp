#pragma once
/// \file
/// A run of soret-nemd: what its phases are and what is sampled in them.

#include <soret/dynamics/self_propulsion.hpp>
#include <soret/dynamics/thermostat.hpp>
#include <soret/estimate/nemd_analysis.hpp>
#include <soret/input/nemd_settings.hpp>
#include <soret/sampling/slab_profile.hpp>
#include <soret/sampling/thermodynamic_series.hpp>
#include <soret/workflow/mean_box.hpp>
#include <soret/workflow/protocol_run.hpp>
#include <soret/workflow/simulation_run.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// What happens in one stretch of a run.
enum class NemdPhase { melt, quench, barostat, equilibrate, build, sample, protocol };

/// One stretch of a run.
struct ScheduledPhase {
  NemdPhase kind;
  std::int64_t steps;
  std::size_t gradient;  ///< index into the series of gradients (build, sample), or into the stretches (protocol)
};

/// All stretches of a run, in order; those of no length are left out.
std::vector<ScheduledPhase> schedule_of(const NemdSettings& settings);

/// What the heat source did and how the box answered, at one strength of the driving force.
struct NemdSample {
  double factor = 1.0;        ///< of the driving force
  ProfileBlocks profile;      ///< of all replicas
  NemdAnalysis settings;      ///< with which the estimates were computed
  ThermodynamicTable series;  ///< of replica 0
  NemdEstimates estimates;
};

/// A run between a hot and a cold slab. All members are collective over all ranks.
class NemdWorkflow : public SimulationRun {
 public:
  /// Makes the start. Throws InputError if the settings do not fit together or to the number of ranks.
  NemdWorkflow(const Ranks& ranks, NemdSettings settings);

  /// Analyses what has been sampled; empty if no gradient has been sampled long enough.
  std::vector<NemdSample> reduce_samples() const;
  /// What has been sampled in the windows of a protocol; nothing without one.
  ProtocolMeasurement reduce_protocol() const;

  const NemdSettings& settings() const { return settings_; }
  /// How the samples are analysed: window, bath entries of the ledger.
  NemdAnalysis analysis_settings() const;

 private:
  std::size_t phases() const override { return schedule_.size(); }
  std::string name_of_phase(std::size_t phase) const override;
  std::int64_t steps_of_phase(std::size_t phase) const override { return schedule_[phase].steps; }
  std::optional<AdjustableLength> adjustable_length() const override
  {
    return settings_.protocol ? std::nullopt
                              : std::optional{AdjustableLength{"sample.duration", settings_.run.time_step}};
  }
  bool is_adjustable(std::size_t phase) const override { return schedule_[phase].kind == NemdPhase::sample; }
  void begin_phase(RunLog& log) override;
  void end_phase(RunLog& log) override;
  void before_chunk() override;
  void after_chunk(RunLog& log) override;
  std::vector<ScheduledSampler> samplers() override;
  bool is_in_trajectory() const override
  {
    return phase().kind == NemdPhase::sample || phase().kind == NemdPhase::protocol;
  }
  std::pair<std::string, std::optional<Estimate>> watched() const override;
  void save_rest(State& state) const override;
  void load_rest(const State& state) override;
  void load_samples(const State& state) override;

  void make_samplers();
  /// Slabs given in lengths become fractions of the present box, which they keep.
  void settle_slabs();
  bool target_check_is_due() const;
  void check_target(RunLog& log);
  std::optional<Estimate> main_estimate_of(const ProfileBlocks& profile) const;
  void add_controls();
  GradientSettings gradient() const;
  /// What the bath of the whole box has reached at the end; empty if there are only baths of slabs, or none.
  std::optional<Temperature> last_temperature() const;
  const ScheduledPhase& phase() const { return schedule_[phase_index()]; }

  NemdSettings settings_;
  std::vector<ScheduledPhase> schedule_;
  std::vector<ProtocolStretch> stretches_;                    // empty without a protocol
  std::unique_ptr<ProtocolRun> protocol_;                     // null without one
  std::vector<std::unique_ptr<SlabProfile>> profiles_;        // one per gradient
  std::vector<std::unique_ptr<ThermodynamicSeries>> series_;  // one per gradient
  SelfPropulsionControl* propulsion_ = nullptr;               // of the phase, if particles propel themselves
  Thermostat* thermostat_ = nullptr;                          // of the phase, if the whole box has one
  MeanBox mean_box_;                                          // in the barostat's second half
  std::optional<Estimate> main_estimate_;
};

}  // namespace soret
