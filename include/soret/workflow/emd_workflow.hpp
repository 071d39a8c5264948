#pragma once
/// \file
/// A run of soret-emd: its stages, each in phases, and what is sampled in them.

#include <soret/dynamics/self_propulsion.hpp>
#include <soret/dynamics/thermostat.hpp>
#include <soret/input/emd_settings.hpp>
#include <soret/workflow/emd_samplers.hpp>
#include <soret/workflow/emd_stages.hpp>
#include <soret/workflow/simulation_run.hpp>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace soret {

/// A run in equilibrium. All members are collective over all ranks.
class EmdWorkflow : public SimulationRun {
 public:
  /// Makes the start of the first stage. Throws InputError if the settings do not fit together or to the number of
  /// ranks.
  EmdWorkflow(const Ranks& ranks, EmdSettings settings);

  /// What every stage has sampled so far; stages without enough samples are left out.
  std::vector<EmdStageSample> reduce_samples() const;
  const EmdSettings& settings() const { return settings_; }
  const std::vector<EmdStage>& stages() const { return stages_; }
  /// Number of compositions.
  std::size_t points() const { return densities_.size(); }

 private:
  std::size_t phases() const override { return schedule_.size(); }
  std::string name_of_phase(std::size_t phase) const override;
  std::int64_t steps_of_phase(std::size_t phase) const override { return schedule_[phase].steps; }
  std::int64_t units_per_step_of(std::size_t phase) const override;
  void begin_phase(RunLog& log) override;
  void end_phase(RunLog& log) override;
  void before_chunk() override;
  void after_chunk(RunLog& log) override;
  std::vector<ScheduledSampler> samplers() override;
  bool is_in_trajectory() const override;
  std::pair<std::string, std::optional<Estimate>> watched() const override;
  void save_rest(State& state) const override;
  void load_rest(const State& state) override;
  void load_samples(const State& state) override;

  const EmdPhase& phase() const { return schedule_[phase_index()]; }
  const EmdStage& stage() const { return stages_[phase().stage]; }
  std::string passage_text(std::size_t phase) const;
  bool is_first_of_stage() const;
  bool is_last_of_stage() const;
  std::string sample_name() const;
  bool is_insertion() const { return stage().kind == EmdStage::Kind::insertion; }
  bool is_isobaric() const;
  /// Whether the coupling moves in the present phase.
  bool is_ramp() const;
  Temperature temperature() const { return temperature_of(stage()); }
  Temperature temperature_of(const EmdStage& stage) const;
  /// Whether nothing acts on the motion in the present phase.
  bool is_isolated() const;
  NumberDensity density_of(const EmdStage& stage) const { return NumberDensity{densities_[stage.point]}; }
  Seed stage_seed(std::size_t stage) const;
  Seed stage_seed() const { return stage_seed(phase().stage); }
  void make_stage(std::size_t stage);
  /// The sample that this replica starts from, of which every stage may make copies; null if it starts from lattices.
  const System* kept_system() const;
  System start_of(const EmdStage& stage, Seed seed) const;
  ForceField field_of(const EmdStage& stage) const;
  void make_samplers();
  /// Begins to sample the passage of the present phase.
  void begin_passage();
  /// Index of the coupling at this point of the run.
  std::size_t coupling_now() const;
  void couple(std::size_t coupling);
  void add_controls();
  void add_barostat();
  void find_density(RunLog& log);
  void warn_of_distances(RunLog& log) const;
  /// Energy per particle in the second half of the phase that ended, and its temperature, of this replica.
  ThermodynamicRow second_half_of_phase() const;
  void set_energy(double total_energy, RunLog& log);
  void correct_energy(RunLog& log);
  bool target_check_is_due() const;
  /// What decides when the present stage has sampled enough, and its name; empty if it is not known yet.
  std::pair<std::string, Estimate> main_estimate() const;
  void check_target(RunLog& log);

  EmdSettings settings_;
  std::vector<EmdStage> stages_;
  std::vector<EmdPhase> schedule_;
  std::vector<double> densities_;  // of the stages at constant volume, one per composition: given, or found
  std::vector<std::unique_ptr<EmdSamplers>> samplers_;  // one per stage that has begun to sample
  std::unique_ptr<ThermodynamicSeries> monitor_;        // of a phase whose mean energy decides what follows
  double tuned_energy_sum_ = 0.0;                       // of the energies that trials found right
  double tuned_energies_ = 0.0;                         // their number
  std::pair<std::string, Estimate> main_estimate_;      // when it was last looked at
  SelfPropulsionControl* propulsion_ = nullptr;         // of the phase, if particles propel themselves
  Thermostat* thermostat_ = nullptr;                    // of the phase
  std::size_t coupling_ = 0;                            // insertion: of the forces as they are
};

}  // namespace soret
