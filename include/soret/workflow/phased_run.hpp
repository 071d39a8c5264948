#pragma once
/// \file
/// What the runs of all programs have in common: phases one after the other, interruptible at any point, restartable.

#include <soret/core/state.hpp>
#include <soret/dynamics/thermostat.hpp>
#include <soret/input/run_settings.hpp>
#include <soret/output/checkpoint.hpp>
#include <soret/output/run_log.hpp>
#include <soret/output/trajectory.hpp>
#include <soret/simulation/simulation.hpp>
#include <soret/workflow/interruption.hpp>
#include <soret/workflow/ranks.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// Owns the simulation of this rank's replica and leads it through phases. What the phases are, and what is sampled in
/// them, is said by the class derived from it. All members are collective over all ranks.
class PhasedRun {
 public:
  virtual ~PhasedRun() = default;
  PhasedRun(const PhasedRun&) = delete;
  PhasedRun& operator=(const PhasedRun&) = delete;

  /// Runs until everything is done (true) or an interruption; then a checkpoint has been written (false).
  /// Throws RunTimeFailure, with the energies before, if the motion breaks down.
  bool run(const Interruption& interruption, const std::string& configuration, RunLog& log);

  /// Continues where a checkpoint ended, bit for bit. Throws InputError if it was written by other numbers of ranks or
  /// replicas.
  void restore(const CheckpointFile& checkpoint);

  const Simulation& simulation() const { return *simulation_; }
  const Ranks& ranks() const { return ranks_; }
  /// Steps made since the very start by one replica.
  std::int64_t steps() const { return steps_; }
  double wall_seconds() const { return earlier_wall_seconds_ + stepping_seconds_; }
  /// Particle-steps per second of all replicas in the time spent on steps.
  double atom_steps_per_second() const;

 protected:
  /// Steps between looks at the clock, at signals and at ramps.
  static constexpr std::int64_t chunk_steps = 10;

  PhasedRun(const Ranks& ranks, std::string program, const RunSettings& run, const OutputSettings& output);

  virtual std::size_t phases() const = 0;
  virtual std::string name_of_phase(std::size_t phase) const = 0;
  virtual std::int64_t steps_of_phase(std::size_t phase) const = 0;
  /// Called before the first step of a phase, not when a phase is continued after a restart.
  virtual void begin_phase(RunLog& log) = 0;
  /// Called after the last step of a phase.
  virtual void end_phase(RunLog& log) = 0;
  virtual void before_chunk() = 0;
  /// May end the phase early by skip_rest_of_phase().
  virtual void after_chunk(RunLog& log) = 0;
  virtual std::vector<ScheduledSampler> samplers() = 0;
  /// Whether the present phase belongs to the trajectory.
  virtual bool is_in_trajectory() const = 0;
  /// Name and present value of what the progress line shows.
  virtual std::pair<std::string, std::optional<Estimate>> watched() const = 0;
  /// What a checkpoint needs besides the simulation and the present phase.
  virtual void save_rest(State& state) const = 0;
  /// Takes back what save_rest put, and makes simulation_ and its controls such that they can be loaded.
  virtual void load_rest(const State& state) = 0;
  /// Takes back what was sampled, after the simulation has been loaded.
  virtual void load_samples(const State& state) = 0;

  /// The present phase; the last one when all is done.
  std::size_t phase_index() const;
  bool is_done() const { return phase_ == phases(); }
  std::int64_t phase_step() const { return phase_step_; }
  std::int64_t phase_steps() const { return steps_of_phase(phase_index()); }
  void skip_rest_of_phase() { phase_step_ = phase_steps(); }
  /// Sets a temperature between two, as far as the present phase has come.
  void ramp(Thermostat& thermostat, Temperature from, Temperature to) const;
  Simulation& moving_simulation() { return *simulation_; }
  bool has_simulation() const { return simulation_ != nullptr; }
  void set_simulation(std::unique_ptr<Simulation> simulation) { simulation_ = std::move(simulation); }
  /// The seed of this replica.
  Seed seed() const;

 private:
  void advance_chunk(RunLog& log);
  void make_steps(std::int64_t steps);
  std::int64_t next_chunk() const;
  void write_frame_if_due();
  void finish_phase(RunLog& log);
  void note_energies();
  std::string energies_before_failure() const;
  void checkpoint(const std::string& configuration, RunLog& log);
  Progress progress() const;
  std::int64_t mean_particles() const;
  State save() const;
  void load_progress(const State& state);
  void require_same_ranks(const CheckpointFile& checkpoint) const;
  void require_all_particles(const std::filesystem::path& checkpoint) const;

  Ranks ranks_;
  std::string program_;
  RunSettings run_settings_;
  OutputSettings output_settings_;
  std::unique_ptr<Simulation> simulation_;
  std::unique_ptr<TrajectoryWriter> trajectory_;  // of replica 0
  std::size_t phase_ = 0;
  std::int64_t phase_step_ = 0;
  std::int64_t ended_phase_steps_ = 0;  // of the phase before this one
  std::int64_t steps_ = 0;
  Thermodynamics noted_energies_;  // at the last beginning of a phase, for messages about failures
  std::int64_t noted_step_ = 0;
  double earlier_wall_seconds_ = 0.0;
  double stepping_seconds_ = 0.0;
  std::int64_t first_step_ = 0;  // of this process
  double atom_steps_ = 0.0;      // of this process and one replica
  double last_checkpoint_ = 0.0;
};

}  // namespace soret
