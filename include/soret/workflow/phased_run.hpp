#pragma once
/// \file
/// What the runs of all programs have in common: phases one after the other, interruptible at any point, restartable.

#include <soret/core/quantity.hpp>
#include <soret/core/state.hpp>
#include <soret/estimate/estimate.hpp>
#include <soret/input/run_settings.hpp>
#include <soret/output/checkpoint.hpp>
#include <soret/output/run_log.hpp>
#include <soret/workflow/interruption.hpp>
#include <soret/workflow/ranks.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>

namespace soret {

/// A length that may differ between a run and its continuation, as long as it is not below what was made.
struct AdjustableLength {
  std::string key;                    ///< of the configuration
  std::optional<TimeStep> time_step;  ///< empty: the key counts steps
};

/// Leads the engine of this rank's replica through phases. What moves is said by a class derived from it
/// (SimulationRun: molecular dynamics), what the phases are and what is sampled in them by those derived from that. All
/// members are collective over all ranks.
class PhasedRun {
 public:
  virtual ~PhasedRun() = default;
  PhasedRun(const PhasedRun&) = delete;
  PhasedRun& operator=(const PhasedRun&) = delete;

  /// Runs until everything is done (true) or an interruption; then a checkpoint has been written (false).
  /// Throws RunTimeFailure if the motion breaks down.
  bool run(const Interruption& interruption, const std::string& configuration, RunLog& log);

  /// Continues where a checkpoint ended, bit for bit. Throws InputError if it was written by other numbers of ranks or
  /// replicas.
  void restore(const CheckpointFile& checkpoint);

  /// Throws InputError, naming the key and what was made, if a continuation of the checkpoint is asked to sample less
  /// than has been sampled: its results would be said to come from a shorter run.
  void require_length(const CheckpointFile& checkpoint, Configuration& configuration) const;

  const Ranks& ranks() const { return ranks_; }
  /// Particles of this replica now.
  virtual std::int64_t particle_count() const = 0;
  /// Name of the instruction set whose kernels are used.
  virtual std::string instruction_set() const = 0;
  /// Steps made since the very start by one replica.
  std::int64_t steps() const { return steps_; }
  double wall_seconds() const { return earlier_wall_seconds_ + stepping_seconds_; }
  /// Moves of single particles per second, of all replicas, in the time spent on steps.
  double atom_steps_per_second() const;

 protected:
  PhasedRun(const Ranks& ranks, std::string program, Seed seed, const OutputSettings& output);

  virtual std::size_t phases() const = 0;
  virtual std::string name_of_phase(std::size_t phase) const = 0;
  virtual std::int64_t steps_of_phase(std::size_t phase) const = 0;
  /// Empty: all lengths are part of the run.
  virtual std::optional<AdjustableLength> adjustable_length() const { return std::nullopt; }
  /// Whether the adjustable length is that of this phase.
  virtual bool is_adjustable(std::size_t) const { return false; }
  /// Called before the first step of a phase, not when a phase is continued after a restart.
  virtual void begin_phase(RunLog& log) = 0;
  /// Called after begin_phase: may choose what changes the speed of the steps to come and not what they mean.
  virtual void tune_phase(RunLog&) {}
  /// Called after the last step of a phase.
  virtual void end_phase(RunLog& log) = 0;
  virtual void before_chunk() = 0;
  /// May end the phase early by skip_rest_of_phase().
  virtual void after_chunk(RunLog& log) = 0;
  /// Name and present value of what the progress line shows.
  virtual std::pair<std::string, std::optional<Estimate>> watched() const = 0;

  /// Steps between looks at the clock, at signals and at ramps. Chunks end at multiples of it within a phase.
  virtual std::int64_t chunk_steps() const = 0;
  /// Steps to the end of the present chunk, of which more may be made at a time.
  virtual std::int64_t next_chunk() const;
  /// Makes so many steps, samples included.
  virtual void advance(std::int64_t steps) = 0;
  /// What one step is called in "particle-steps/s", and how many of these it counts for.
  virtual const char* step_unit() const = 0;
  virtual std::int64_t units_per_step() const = 0;
  /// The same of a phase to come or gone by.
  virtual std::int64_t units_per_step_of(std::size_t /*phase*/) const { return units_per_step(); }
  /// Writes what is recorded between chunks, a trajectory for instance; time spent here does not count as stepping.
  virtual void record_chunk() = 0;
  /// Called at every beginning of a phase: may note what helps to understand a failure.
  virtual void note_state() = 0;
  /// Called after the last step of a phase, before end_phase: may log how the engine did.
  virtual void note_phase(RunLog&) const {}
  /// Called before a checkpoint: what was recorded must be on the disk then.
  virtual void flush_records() = 0;
  virtual void save_engine(State& state) const = 0;
  /// Makes the engine of the present phase and takes back what save_engine put, also out of `state`. `checkpoint` is
  /// for messages.
  virtual void load_engine(State& state, const std::filesystem::path& checkpoint) = 0;

  const OutputSettings& output_settings() const { return output_settings_; }
  /// The present phase; the last one when all is done.
  std::size_t phase_index() const;
  bool is_done() const { return phase_ == phases(); }
  std::int64_t phase_step() const { return phase_step_; }
  std::int64_t phase_steps() const { return steps_of_phase(phase_index()); }
  void skip_rest_of_phase() { phase_step_ = phase_steps(); }
  /// The seed of this replica.
  Seed seed() const;

 private:
  void advance_chunk(RunLog& log);
  void finish_phase(RunLog& log);
  void checkpoint(const std::string& configuration, RunLog& log);
  Progress progress() const;
  double planned_work(std::size_t begin, std::size_t end) const;
  State save() const;
  void load_progress(const State& state);
  std::int64_t adjustable_steps_made(const State& state) const;
  std::string amount_of(std::int64_t steps, const AdjustableLength& length, const Units& units) const;
  void require_same_ranks(const CheckpointFile& checkpoint) const;

  Ranks ranks_;
  std::string program_;
  Seed seed_;
  OutputSettings output_settings_;
  std::size_t phase_ = 0;
  std::int64_t phase_step_ = 0;
  std::int64_t ended_phase_steps_ = 0;  // of the phase before this one
  std::int64_t steps_ = 0;
  double earlier_wall_seconds_ = 0.0;
  double stepping_seconds_ = 0.0;
  double recording_seconds_ = 0.0;
  double unit_steps_ = 0.0;  // of this process and one replica
  double last_checkpoint_ = 0.0;
};

}  // namespace soret
