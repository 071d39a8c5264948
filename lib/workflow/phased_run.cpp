#include <soret/workflow/phased_run.hpp>

#include <soret/core/error.hpp>
#include <soret/core/version.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace soret {

namespace {

double seconds_since(std::chrono::steady_clock::time_point start)
{
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

PhasedRun::PhasedRun(const Ranks& ranks, std::string program, const RunSettings& run, const OutputSettings& output)
    : ranks_{ranks}, program_{std::move(program)}, run_settings_{run}, output_settings_{output}
{
}

std::size_t PhasedRun::phase_index() const { return std::min(phase_, phases() - 1); }

Seed PhasedRun::seed() const
{
  return seed_of_part(run_settings_.seed, static_cast<std::uint64_t>(ranks_.replica_index));
}

void PhasedRun::ramp(Thermostat& thermostat, Temperature from, Temperature to) const
{
  const double done = static_cast<double>(phase_step_) / static_cast<double>(phase_steps());
  thermostat.set_temperature(Temperature{from.value() + (to.value() - from.value()) * done});
}

std::int64_t PhasedRun::next_chunk() const
{
  // Chunks end at multiples of their length, whatever frames of the trajectory fall between.
  std::int64_t steps = std::min(chunk_steps - phase_step_ % chunk_steps, phase_steps() - phase_step_);
  if (output_settings_.trajectory_interval && is_in_trajectory()) {
    const std::int64_t interval = steps_in(*output_settings_.trajectory_interval, run_settings_.time_step).value();
    steps = std::min(steps, interval - simulation_->step() % interval);
  }
  return steps;
}

void PhasedRun::make_steps(std::int64_t steps)
{
  const auto start = std::chrono::steady_clock::now();
  try {
    simulation_->advance(Steps{steps}, samplers());
  }
  catch (const RunTimeFailure& failure) {
    throw RunTimeFailure(fmt::format("{}; {}", failure.what(), energies_before_failure()));
  }
  stepping_seconds_ += seconds_since(start);
  steps_ += steps;
  atom_steps_ += static_cast<double>(steps) * static_cast<double>(simulation_->particle_count());
}

void PhasedRun::note_energies()
{
  noted_energies_ = simulation_->measure();
  noted_step_ = simulation_->step();
}

std::string PhasedRun::energies_before_failure() const
{
  const auto per_particle = [&](double energy) { return energy / static_cast<double>(simulation_->particle_count()); };
  const Particles& own = simulation_->local_particles();
  return fmt::format(
      "kinetic energy per particle of this rank {:g}; at step {} of the whole box: kinetic {:g}, potential {:g} per "
      "particle",
      local_kinetic_energy(own, simulation_->species()) / static_cast<double>(std::max<std::size_t>(own.size(), 1)),
      noted_step_, per_particle(noted_energies_.kinetic_energy), per_particle(noted_energies_.potential_energy));
}

void PhasedRun::advance_chunk(RunLog& log)
{
  before_chunk();
  const std::int64_t steps = next_chunk();
  make_steps(steps);
  phase_step_ += steps;
  write_frame_if_due();
  after_chunk(log);
}

void PhasedRun::write_frame_if_due()
{
  if (!output_settings_.trajectory_interval || ranks_.replica_index != 0) {
    return;
  }
  const std::int64_t interval = steps_in(*output_settings_.trajectory_interval, run_settings_.time_step).value();
  if (!is_in_trajectory() || simulation_->step() % interval != 0) {
    return;
  }
  if (!trajectory_) {
    trajectory_ = std::make_unique<TrajectoryWriter>(ranks_.replica, output_settings_.directory, simulation_->species(),
                                                     simulation_->box(), simulation_->local_particles());
  }
  trajectory_->write_frame(simulation_->box(), simulation_->local_particles(), simulation_->time());
}

void PhasedRun::finish_phase(RunLog& log)
{
  end_phase(log);
  ++phase_;
  ended_phase_steps_ = phase_step_;
  phase_step_ = 0;
}

bool PhasedRun::run(const Interruption& interruption, const std::string& configuration, RunLog& log)
{
  note_energies();
  first_step_ = steps_;
  last_checkpoint_ = interruption.wall_seconds();
  for (bool resumed = phase_step_ > 0; !is_done(); resumed = false) {
    if (!resumed) {
      log.say(fmt::format("{} ({} steps)", name_of_phase(phase_), phase_steps()));
      begin_phase(log);
    }
    while (phase_step_ < phase_steps()) {
      advance_chunk(log);
      log.progress(progress());
      const bool is_due = ranks_.world.is_root() &&
                          interruption.wall_seconds() - last_checkpoint_ > output_settings_.checkpoint_wall_seconds;
      const std::string reason = interruption.all_reason(ranks_.world);
      if (!reason.empty() || ranks_.world.all_any(is_due)) {
        checkpoint(configuration, log);
        last_checkpoint_ = interruption.wall_seconds();
      }
      if (!reason.empty()) {
        log.say(fmt::format("{}: stopped at step {} with a checkpoint", reason, steps_));
        return false;
      }
    }
    finish_phase(log);
    note_energies();
  }
  checkpoint(configuration, log);
  return true;
}

void PhasedRun::checkpoint(const std::string& configuration, RunLog& log)
{
  if (trajectory_) {
    trajectory_->flush();
  }
  write_checkpoint(ranks_.world, output_settings_.directory,
                   {.program = program_, .version = version(), .step = steps_, .configuration = configuration}, save());
  note_energies();
  log.checkpoint(progress());
}

Progress PhasedRun::progress() const
{
  std::int64_t last = steps_ - phase_step_;
  for (std::size_t later = phase_; later < phases(); ++later) {
    last += steps_of_phase(later);
  }
  const auto [quantity, estimate] = watched();
  return {.stage = is_done() ? "done" : name_of_phase(phase_),
          .step = steps_,
          .first_step = first_step_,
          .last_step = last,
          .particles = mean_particles() * ranks_.replicas,
          .wall_seconds = stepping_seconds_,
          .quantity = quantity,
          .estimate = estimate};
}

/// Of the steps made so far: stages may differ.
std::int64_t PhasedRun::mean_particles() const
{
  return steps_ == first_step_ ? simulation_->particle_count()
                               : std::llround(atom_steps_ / static_cast<double>(steps_ - first_step_));
}

double PhasedRun::atom_steps_per_second() const
{
  return stepping_seconds_ > 0.0 ? atom_steps_ * ranks_.replicas / stepping_seconds_ : 0.0;
}

State PhasedRun::save() const
{
  State state;
  State engine;
  simulation_->save(engine);
  state.put_all("simulation", engine);
  state.put("phase", static_cast<std::int64_t>(phase_));
  state.put("phase_step", phase_step_);
  state.put("ended_phase_steps", ended_phase_steps_);
  state.put("steps", steps_);
  state.put("trajectory_frames", trajectory_ ? trajectory_->frames() : std::int64_t{0});
  state.put("wall_seconds", wall_seconds());
  state.put("replicas", static_cast<std::int64_t>(ranks_.replicas));
  save_rest(state);
  return state;
}

void PhasedRun::load_progress(const State& state)
{
  phase_ = static_cast<std::size_t>(state.integer("phase"));
  phase_step_ = state.integer("phase_step");
  ended_phase_steps_ = state.integer("ended_phase_steps");
  steps_ = state.integer("steps");
  earlier_wall_seconds_ = state.scalar("wall_seconds");
  if (is_done() && phase_ > 0 && steps_of_phase(phases() - 1) > ended_phase_steps_) {
    --phase_;  // it had ended, but shall now be longer
    phase_step_ = ended_phase_steps_;
  }
}

/// The start decides how many particles the engine expects.
void PhasedRun::require_all_particles(const std::filesystem::path& checkpoint) const
{
  const auto local = static_cast<std::int64_t>(simulation_->local_particles().size());
  const std::int64_t particles = ranks_.replica.all_sum(local);
  if (particles != simulation_->particle_count()) {
    throw InputError(fmt::format("{} holds {} particles, but the start has {}", checkpoint.string(), particles,
                                 simulation_->particle_count()));
  }
}

void PhasedRun::require_same_ranks(const CheckpointFile& checkpoint) const
{
  const std::int64_t replicas = checkpoint.read(0).integer("replicas");
  if (checkpoint.ranks() != ranks_.world.size() || replicas != ranks_.replicas) {
    throw InputError(
        fmt::format("{} was written by {} ranks in {} replicas, and a run continues with as many; here are {} "
                    "ranks in {} replicas: start it with mpirun -n {}",
                    checkpoint.path().string(), checkpoint.ranks(), replicas, ranks_.world.size(), ranks_.replicas,
                    checkpoint.ranks()));
  }
}

void PhasedRun::restore(const CheckpointFile& checkpoint)
{
  require_same_ranks(checkpoint);
  const State state = checkpoint.read(ranks_.world.rank());
  load_progress(state);
  load_rest(state);
  simulation_->load(state.part("simulation"));
  require_all_particles(checkpoint.path());
  load_samples(state);
  const std::int64_t frames = state.integer("trajectory_frames");
  if (frames > 0) {
    trajectory_ = std::make_unique<TrajectoryWriter>(ranks_.replica, output_settings_.directory, simulation_->species(),
                                                     simulation_->box(), simulation_->local_particles(),
                                                     TrajectoryOptions{}, frames);
  }
}

}  // namespace soret
