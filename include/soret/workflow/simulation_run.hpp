#pragma once
/// \file
/// A run in phases whose engine is molecular dynamics.

#include <soret/dynamics/thermostat.hpp>
#include <soret/input/model.hpp>
#include <soret/input/run_settings.hpp>
#include <soret/output/trajectory.hpp>
#include <soret/simulation/buffer_tuning.hpp>
#include <soret/simulation/simulation.hpp>
#include <soret/workflow/phased_run.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// Owns the simulation of this rank's replica and its trajectory. All members are collective over all ranks. A motion
/// that breaks down ends in a RunTimeFailure with the energies before.
class SimulationRun : public PhasedRun {
 public:
  const Simulation& simulation() const { return *simulation_; }
  std::int64_t particle_count() const override { return simulation_->particle_count(); }
  std::string instruction_set() const override { return simulation_->instruction_set(); }

 protected:
  /// Steps between looks at the clock, at signals and at ramps.
  static constexpr std::int64_t steps_per_chunk = 10;

  SimulationRun(const Ranks& ranks, std::string program, const RunSettings& run, const OutputSettings& output);

  virtual std::vector<ScheduledSampler> samplers() = 0;
  /// Whether the present phase belongs to the trajectory.
  virtual bool is_in_trajectory() const = 0;
  /// What a checkpoint needs besides the simulation and the present phase.
  virtual void save_rest(State& state) const = 0;
  /// Takes back what save_rest put, and makes the simulation and its controls such that they can be loaded.
  virtual void load_rest(const State& state) = 0;
  /// Takes back what was sampled, after the simulation has been loaded.
  virtual void load_samples(const State& state) = 0;

  /// Sets a temperature between two, as far as the present phase has come.
  void ramp(Thermostat& thermostat, Temperature from, Temperature to) const;
  /// Writes the present configuration of every replica into the folder of samples, if such are wanted, with the model
  /// and the temperature that was asked for, if there was one.
  void keep_sample(const std::string& name, const Model& model, std::optional<Temperature> temperature) const;
  Simulation& moving_simulation() { return *simulation_; }
  void set_simulation(std::unique_ptr<Simulation> simulation) { simulation_ = std::move(simulation); }

 private:
  std::int64_t chunk_steps() const override { return steps_per_chunk; }
  std::int64_t next_chunk() const override;
  void advance(std::int64_t steps) override;
  const char* step_unit() const override { return "particle-steps"; }
  std::int64_t units_per_step() const override { return particle_count(); }
  void record_chunk() override;
  void note_state() override;
  void tune_phase(RunLog& log) override;
  void note_phase(RunLog& log) const override;
  void flush_records() override;
  void save_engine(State& state) const override;
  void load_engine(State& state, const std::filesystem::path& checkpoint) override;

  std::int64_t frame_steps() const;
  void open_trajectory(std::int64_t frames);
  std::string energies_before_failure() const;
  void require_all_particles(const std::filesystem::path& checkpoint) const;

  TimeStep time_step_;
  Steps tuning_steps_;
  TunableBuffers tunable_;
  std::unique_ptr<Simulation> simulation_;
  std::unique_ptr<TrajectoryWriter> trajectory_;  // of replica 0
  Thermodynamics noted_energies_;                 // at the last beginning of a phase, for messages about failures
  std::int64_t noted_step_ = 0;
};

}  // namespace soret
