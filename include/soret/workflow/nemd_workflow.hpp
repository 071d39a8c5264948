#pragma once
/// \file
/// A run of soret-nemd: its phases one after the other, interruptible at any point and restartable.

#include <soret/dynamics/thermostat.hpp>
#include <soret/estimate/nemd_analysis.hpp>
#include <soret/input/nemd_settings.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/output/checkpoint.hpp>
#include <soret/output/run_log.hpp>
#include <soret/output/trajectory.hpp>
#include <soret/sampling/slab_profile.hpp>
#include <soret/sampling/thermodynamic_series.hpp>
#include <soret/simulation/simulation.hpp>
#include <soret/workflow/interruption.hpp>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// What happens in one stretch of a run.
enum class NemdPhase { melt, quench, barostat, equilibrate, build, sample };

/// One stretch of a run.
struct ScheduledPhase {
  NemdPhase kind;
  std::int64_t steps;
  std::size_t gradient;  ///< index into the series of gradients (build, sample)
};

/// All stretches of a run, in order; those of no length are left out.
std::vector<ScheduledPhase> schedule_of(const NemdSettings& settings);

/// The ranks of one program: all of them, and those that share this rank's replica.
struct Ranks {
  mpi::Communicator world;
  mpi::Communicator replica;
  int replica_index;
  int replicas;
};

/// Splits the ranks evenly among replicas. Throws InputError, with the numbers, if that is impossible. Collective.
Ranks split_into_replicas(const mpi::Communicator& world, int replicas);

/// What the heat source did and how the box answered, at one strength of the driving force.
struct NemdSample {
  double factor = 1.0;        ///< of the driving force
  ProfileBlocks profile;      ///< of all replicas
  NemdAnalysis settings;      ///< with which the estimates were computed
  ThermodynamicTable series;  ///< of replica 0
  NemdEstimates estimates;
};

/// Owns the simulation of this rank's replica and everything that is sampled. All members are collective over all
/// ranks.
class NemdWorkflow {
 public:
  /// Makes the start. Throws InputError if the settings do not fit together or to the number of ranks.
  NemdWorkflow(const Ranks& ranks, NemdSettings settings);

  /// Continues where a checkpoint ended: bit for bit on as many ranks as it was written on, else in its physics.
  void restore(const CheckpointFile& checkpoint);

  /// Runs until everything is done (true) or an interruption; then a checkpoint has been written (false).
  /// Throws RunTimeFailure, with the energies before, if the motion breaks down.
  bool run(const Interruption& interruption, const std::string& configuration, RunLog& log);

  /// Analyses what has been sampled; empty if no gradient has been sampled long enough.
  std::vector<NemdSample> reduce_samples() const;

  const NemdSettings& settings() const { return settings_; }
  const Simulation& simulation() const { return *simulation_; }
  double wall_seconds() const { return earlier_wall_seconds_ + stepping_seconds_; }
  /// Particle-steps per second of all replicas in the time spent on steps.
  double atom_steps_per_second() const;
  /// How the samples are analysed: window, bath entries of the ledger.
  NemdAnalysis analysis_settings() const;

 private:
  /// Steps between looks at the clock, at signals and at ramps; target errors are looked at after multiples of it.
  static constexpr std::int64_t chunk_steps = 10;

  void make_samplers();
  /// Slabs given in lengths become fractions of the present box, which they keep.
  void settle_slabs();
  void begin_phase(RunLog& log);
  void end_phase(RunLog& log);
  void advance_chunk(RunLog& log);
  void make_steps(std::int64_t steps);
  std::int64_t next_chunk() const;
  void set_quench_temperature();
  void write_frame_if_due();
  bool target_check_is_due() const;
  void check_target(RunLog& log);
  std::optional<Estimate> main_estimate_of(const ProfileBlocks& profile) const;
  void note_energies();
  std::string energies_before_failure() const;
  void checkpoint(const std::string& configuration, RunLog& log);
  Progress progress() const;
  void add_controls();
  GradientSettings gradient() const;
  State save() const;
  void require_all_particles(const std::filesystem::path& checkpoint) const;
  void load(const State& state);
  /// The present phase; the last one when all is done.
  const ScheduledPhase& phase() const { return schedule_[std::min(phase_, schedule_.size() - 1)]; }
  Seed seed() const;

  Ranks ranks_;
  NemdSettings settings_;
  std::vector<ScheduledPhase> schedule_;
  std::unique_ptr<Simulation> simulation_;
  std::vector<std::unique_ptr<SlabProfile>> profiles_;        // one per gradient
  std::vector<std::unique_ptr<ThermodynamicSeries>> series_;  // one per gradient
  std::unique_ptr<TrajectoryWriter> trajectory_;              // of replica 0
  Thermostat* thermostat_ = nullptr;                          // of the phase, if the whole box has one
  std::size_t phase_ = 0;
  std::int64_t phase_step_ = 0;
  std::int64_t ended_phase_steps_ = 0;               // of the phase before this one
  std::vector<double> box_sum_{0.0, 0.0, 0.0, 0.0};  // box lengths and their number, in the barostat's second half
  std::optional<Estimate> main_estimate_;
  Thermodynamics noted_energies_;  // at the last beginning of a phase, for messages about failures
  std::int64_t noted_step_ = 0;
  double earlier_wall_seconds_ = 0.0;
  double stepping_seconds_ = 0.0;
  std::int64_t first_step_ = 0;
  double last_checkpoint_ = 0.0;
};

}  // namespace soret
