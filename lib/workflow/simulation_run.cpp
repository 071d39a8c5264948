#include <soret/workflow/simulation_run.hpp>

#include <soret/core/error.hpp>
#include <soret/input/samples.hpp>
#include <soret/output/extended_xyz.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace soret {

SimulationRun::SimulationRun(const Ranks& ranks, std::string program, const RunSettings& run,
                             const OutputSettings& output)
    : PhasedRun{ranks, std::move(program), run.seed, output},
      time_step_{run.time_step},
      tuning_steps_{run.tuning_steps},
      tunable_{.near = !run.skin, .wide = !run.search_skin}
{
}

void SimulationRun::ramp(Thermostat& thermostat, Temperature from, Temperature to) const
{
  const double done = static_cast<double>(phase_step()) / static_cast<double>(phase_steps());
  thermostat.set_temperature(Temperature{from.value() + (to.value() - from.value()) * done});
}

std::int64_t SimulationRun::frame_steps() const
{
  return steps_in(*output_settings().trajectory_interval, time_step_).value();
}

std::int64_t SimulationRun::next_chunk() const
{
  const std::int64_t steps = PhasedRun::next_chunk();
  const bool has_frames = output_settings().trajectory_interval && is_in_trajectory();
  return has_frames ? std::min(steps, frame_steps() - simulation_->step() % frame_steps()) : steps;
}

void SimulationRun::advance(std::int64_t steps)
{
  try {
    simulation_->advance(Steps{steps}, samplers());
  }
  catch (const RunTimeFailure& failure) {
    throw RunTimeFailure(fmt::format("{}; {}", failure.what(), energies_before_failure()));
  }
}

void SimulationRun::note_state()
{
  noted_energies_ = simulation_->measure();
  noted_step_ = simulation_->step();
}

/// What the log says is the first replica's choice.
void SimulationRun::tune_phase(RunLog& log)
{
  constexpr std::int64_t phase_in_trials = 1000;  // the trials, sixteen at most, take less than two per cent
  if (tuning_steps_.value() == 0 || phase_steps() < phase_in_trials * tuning_steps_.value()) {
    return;
  }
  const BufferTuning tuning = tune_list_buffers(*simulation_, tuning_steps_, tunable_);
  const auto words = [](const ListBuffers& buffers) {
    return fmt::format("{:g} and {:g}", buffers.near.value(), buffers.wide.value());
  };
  log.say(tuning.gain > 0.0
              ? fmt::format("list buffers {}: the fastest of {} tried, {:.0f} % faster than {}", words(tuning.chosen),
                            tuning.tried, 100.0 * tuning.gain, words(tuning.before))
              : fmt::format("list buffers {} stay: the fastest of {} tried", words(tuning.chosen), tuning.tried));
}

/// The work of the first replica's ranks.
void SimulationRun::note_phase(RunLog& log) const
{
  const LoadBalance& balance = simulation_->load_balance();
  if (balance.imbalance()) {
    log.note(
        fmt::format("load balance: the busiest rank had {:.1f} % more work than the mean; planes between domains "
                    "were shifted {} times",
                    100.0 * *balance.imbalance(), balance.shift_count()));
  }
}

std::string SimulationRun::energies_before_failure() const
{
  const auto per_particle = [&](double energy) { return energy / static_cast<double>(simulation_->particle_count()); };
  const Particles& own = simulation_->local_particles();
  return fmt::format(
      "kinetic energy per particle of this rank {:g}; at step {} of the whole box: kinetic {:g}, potential {:g} per "
      "particle",
      local_kinetic_energy(own, simulation_->species()) / static_cast<double>(std::max<std::size_t>(own.size(), 1)),
      noted_step_, per_particle(noted_energies_.kinetic_energy), per_particle(noted_energies_.potential_energy));
}

void SimulationRun::open_trajectory(std::int64_t frames)
{
  trajectory_ = std::make_unique<TrajectoryWriter>(ranks().replica, output_settings().directory, simulation_->species(),
                                                   simulation_->box(), simulation_->local_particles(),
                                                   TrajectoryOptions{}, frames);
}

void SimulationRun::keep_sample(const std::string& name, const Model& model,
                                std::optional<Temperature> temperature) const
{
  if (!output_settings().samples) {
    return;
  }
  const std::filesystem::path folder = sample_folder(output_settings().directory);
  if (ranks().world.is_root()) {
    std::error_code ignored;  // writing says what is wrong
    std::filesystem::create_directories(folder, ignored);
  }
  ranks().world.barrier();
  write_extended_xyz(ranks().replica, folder / sample_file_name(name, ranks().replica_index), simulation_->box(),
                     simulation_->species(), simulation_->local_particles(), XyzColumns::positions_velocities_ids,
                     sample_origin(model, temperature));
}

void SimulationRun::record_chunk()
{
  if (!output_settings().trajectory_interval || ranks().replica_index != 0) {
    return;
  }
  if (!is_in_trajectory() || simulation_->step() % frame_steps() != 0) {
    return;
  }
  if (!trajectory_) {
    open_trajectory(0);
  }
  trajectory_->write_frame(simulation_->box(), simulation_->local_particles(), simulation_->time());
}

void SimulationRun::flush_records()
{
  if (trajectory_) {
    trajectory_->flush();
  }
}

void SimulationRun::save_engine(State& state) const
{
  State engine;
  simulation_->save(engine);
  state.put_all("simulation", std::move(engine));
  state.put("trajectory_frames", trajectory_ ? trajectory_->frames() : std::int64_t{0});
  save_rest(state);
}

void SimulationRun::load_engine(State& state, const std::filesystem::path& checkpoint)
{
  load_rest(state);
  simulation_->load(state.take_part("simulation"));
  require_all_particles(checkpoint);
  load_samples(state);
  const std::int64_t frames = state.integer("trajectory_frames");
  if (frames > 0) {
    open_trajectory(frames);
  }
}

/// The start decides how many particles the engine expects.
void SimulationRun::require_all_particles(const std::filesystem::path& checkpoint) const
{
  const auto local = static_cast<std::int64_t>(simulation_->local_particles().size());
  const std::int64_t particles = ranks().replica.all_sum(local);
  if (particles != simulation_->particle_count()) {
    throw InputError(fmt::format("{} holds {} particles, but the start has {}", checkpoint.string(), particles,
                                 simulation_->particle_count()));
  }
}

}  // namespace soret
