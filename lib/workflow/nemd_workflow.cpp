#include <soret/workflow/nemd_workflow.hpp>

#include <soret/core/error.hpp>
#include <soret/core/version.hpp>
#include <soret/input/starts.hpp>
#include <soret/workflow/engine_setup.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>

namespace soret {

namespace {

const char* name_of(NemdPhase phase)
{
  switch (phase) {
    case NemdPhase::melt:
      return "melting";
    case NemdPhase::quench:
      return "quench";
    case NemdPhase::barostat:
      return "equilibration at constant pressure";
    case NemdPhase::equilibrate:
      return "equilibration";
    case NemdPhase::build:
      return "building the gradient";
    case NemdPhase::sample:
      break;
  }
  return "sampling";
}

/// Replicas differ in everything random.
Seed replica_seed(Seed seed, int replica_index)
{
  constexpr std::uint64_t stride =
      0x9E3779B97F4A7C15ULL;  // 2^64 / golden ratio: seeds of neighbouring runs do not meet
  return Seed{seed.value() + static_cast<std::uint64_t>(replica_index) * stride};
}

System start_of(const NemdSettings& settings, Seed seed)
{
  System system = make_start(settings.start, settings.model, seed);
  if (!settings.start.keep_velocities) {
    draw_velocities(
        system, settings.start.melt ? settings.start.melt->melt_temperature : settings.equilibrate.temperature, seed);
  }
  return system;
}

double seconds_since(std::chrono::steady_clock::time_point start)
{
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

NemdWorkflow::NemdWorkflow(const Ranks& ranks, NemdSettings settings)
    : ranks_{ranks}, settings_{std::move(settings)}, schedule_{schedule_of(settings_)}
{
  simulation_ =
      std::make_unique<Simulation>(ranks_.replica, start_of(settings_, seed()), force_field_of(settings_.model),
                                   VelocityVerlet{settings_.run.time_step}, simulation_options_of(settings_.run));
  make_samplers();
}

void NemdWorkflow::make_samplers()
{
  profiles_.clear();
  series_.clear();
  const std::size_t gradients = std::max<std::size_t>(settings_.gradient.series.size(), 1);
  for (std::size_t g = 0; g < gradients; ++g) {
    const Slab hot = settings_.gradient.hot_slab.in_box(settings_.gradient.axis, simulation_->box());
    const Slab cold = settings_.gradient.cold_slab.in_box(settings_.gradient.axis, simulation_->box());
    profiles_.push_back(std::make_unique<SlabProfile>(settings_.gradient.axis, settings_.sample.bins,
                                                      settings_.sample.blocks, SlabCentres{cold.centre, hot.centre}));
    series_.push_back(std::make_unique<ThermodynamicSeries>());
  }
}

Seed NemdWorkflow::seed() const { return replica_seed(settings_.run.seed, ranks_.replica_index); }

GradientSettings NemdWorkflow::gradient() const
{
  const auto& series = settings_.gradient.series;
  return series.empty() ? settings_.gradient : settings_.gradient.scaled(series[phase().gradient]);
}

void NemdWorkflow::add_controls()
{
  simulation_->remove_controls();
  simulation_->barostat({});
  thermostat_ = nullptr;
  const EquilibrateSettings& equilibrate = settings_.equilibrate;
  if (phase().kind == NemdPhase::build || phase().kind == NemdPhase::sample) {
    add_heat_source(*simulation_, gradient(), seed(), settings_.run.zero_momentum);
    return;
  }
  const bool molten = phase().kind == NemdPhase::melt || phase().kind == NemdPhase::quench;
  thermostat_ = &add_thermostat(*simulation_, equilibrate,
                                molten ? settings_.start.melt->melt_temperature : equilibrate.temperature, seed(),
                                settings_.run.zero_momentum);
  if (phase().kind == NemdPhase::barostat) {
    simulation_->barostat(barostat_of(equilibrate, seed()));
  }
}

void NemdWorkflow::settle_slabs()
{
  for (SlabSettings* slab : {&settings_.gradient.hot_slab, &settings_.gradient.cold_slab}) {
    const Slab settled = slab->in_box(settings_.gradient.axis, simulation_->box());
    *slab = {.centre = {settled.centre, true}, .width = {settled.width, true}};
  }
}

void NemdWorkflow::begin_phase(RunLog& log)
{
  log.say(fmt::format("{} ({} steps)", name_of(phase().kind), phase().steps));
  // Build and sample of one gradient share their heat source, so that nothing jumps between them.
  const bool continues = phase().kind == NemdPhase::sample && phase_ > 0 &&
                         schedule_[phase_ - 1].kind == NemdPhase::build &&
                         schedule_[phase_ - 1].gradient == phase().gradient;
  if (!continues) {
    add_controls();
  }
}

void NemdWorkflow::end_phase(RunLog& log)
{
  if (phase().kind == NemdPhase::barostat && box_sum_[3] > 0.0) {
    const Vec3 now = simulation_->box().lengths();
    const Vec3 mean{box_sum_[0] / box_sum_[3], box_sum_[1] / box_sum_[3], box_sum_[2] / box_sum_[3]};
    simulation_->barostat({});
    simulation_->rescale_box({mean.x / now.x, mean.y / now.y, mean.z / now.z});
    check_geometry(settings_, simulation_->box());
    settle_slabs();
    make_samplers();
    log.say(
        fmt::format("the box is {:.4f} x {:.4f} x {:.4f} from here on: mean of the second half at constant pressure",
                    mean.x, mean.y, mean.z));
  }
  ++phase_;
  ended_phase_steps_ = phase_step_;
  phase_step_ = 0;
}

std::int64_t NemdWorkflow::next_chunk() const
{
  // Chunks end at multiples of their length, whatever frames of the trajectory fall between.
  std::int64_t steps = std::min(chunk_steps - phase_step_ % chunk_steps, phase().steps - phase_step_);
  if (settings_.output.trajectory_interval && phase().kind == NemdPhase::sample) {
    const std::int64_t interval = steps_in(*settings_.output.trajectory_interval, settings_.run.time_step).value();
    steps = std::min(steps, interval - simulation_->step() % interval);
  }
  return steps;
}

void NemdWorkflow::set_quench_temperature()
{
  const double from = settings_.start.melt->melt_temperature.value();
  const double to = settings_.equilibrate.temperature.value();
  const double done = static_cast<double>(phase_step_) / static_cast<double>(phase().steps);
  thermostat_->set_temperature(Temperature{from + (to - from) * done});
}

void NemdWorkflow::make_steps(std::int64_t steps)
{
  const auto start = std::chrono::steady_clock::now();
  std::vector<ScheduledSampler> samplers;
  if (phase().kind == NemdPhase::sample) {
    samplers = {every(settings_.sample.interval, *profiles_[phase().gradient]),
                every(settings_.sample.interval, *series_[phase().gradient])};
  }
  try {
    simulation_->advance(Steps{steps}, samplers);
  }
  catch (const RunTimeFailure& failure) {
    throw RunTimeFailure(fmt::format("{}; {}", failure.what(), energies_before_failure()));
  }
  stepping_seconds_ += seconds_since(start);
}

void NemdWorkflow::note_energies()
{
  noted_energies_ = simulation_->measure();
  noted_step_ = simulation_->step();
}

std::string NemdWorkflow::energies_before_failure() const
{
  const auto per_particle = [&](double energy) { return energy / static_cast<double>(simulation_->particle_count()); };
  const Particles& own = simulation_->local_particles();
  return fmt::format(
      "kinetic energy per particle of this rank {:g}; at step {} of the whole box: kinetic {:g}, potential {:g} per "
      "particle",
      local_kinetic_energy(own, simulation_->species()) / static_cast<double>(std::max<std::size_t>(own.size(), 1)),
      noted_step_, per_particle(noted_energies_.kinetic_energy), per_particle(noted_energies_.potential_energy));
}

void NemdWorkflow::advance_chunk(RunLog& log)
{
  if (phase().kind == NemdPhase::quench) {
    set_quench_temperature();
  }
  const std::int64_t steps = next_chunk();
  make_steps(steps);
  phase_step_ += steps;
  if (phase().kind == NemdPhase::barostat && 2 * phase_step_ > phase().steps) {
    const Vec3 lengths = simulation_->box().lengths();
    for (std::size_t axis = 0; axis < 3; ++axis) {
      box_sum_[axis] += lengths[axis];
    }
    box_sum_[3] += 1.0;
  }
  write_frame_if_due();
  if (target_check_is_due()) {
    check_target(log);
  }
}

void NemdWorkflow::write_frame_if_due()
{
  if (!settings_.output.trajectory_interval || ranks_.replica_index != 0) {
    return;
  }
  const std::int64_t interval = steps_in(*settings_.output.trajectory_interval, settings_.run.time_step).value();
  if (phase().kind != NemdPhase::sample || simulation_->step() % interval != 0) {
    return;
  }
  if (!trajectory_) {
    trajectory_ = std::make_unique<TrajectoryWriter>(ranks_.replica, settings_.output.directory, simulation_->species(),
                                                     simulation_->box(), simulation_->local_particles());
  }
  trajectory_->write_frame(simulation_->box(), simulation_->local_particles(), simulation_->time());
}

bool NemdWorkflow::run(const Interruption& interruption, const std::string& configuration, RunLog& log)
{
  note_energies();
  first_step_ = simulation_->step();
  last_checkpoint_ = interruption.wall_seconds();
  for (bool resumed = phase_step_ > 0; phase_ < schedule_.size(); resumed = false) {
    if (!resumed) {
      begin_phase(log);
    }
    while (phase_step_ < phase().steps) {
      advance_chunk(log);
      log.progress(progress());
      const bool is_due = ranks_.world.is_root() &&
                          interruption.wall_seconds() - last_checkpoint_ > settings_.output.checkpoint_wall_seconds;
      const std::string reason = interruption.all_reason(ranks_.world);
      if (!reason.empty() || ranks_.world.all_any(is_due)) {
        checkpoint(configuration, log);
        last_checkpoint_ = interruption.wall_seconds();
      }
      if (!reason.empty()) {
        log.say(fmt::format("{}: stopped at step {} with a checkpoint", reason, simulation_->step()));
        return false;
      }
    }
    end_phase(log);
    note_energies();
  }
  checkpoint(configuration, log);
  return true;
}

void NemdWorkflow::checkpoint(const std::string& configuration, RunLog& log)
{
  if (trajectory_) {
    trajectory_->flush();
  }
  write_checkpoint(
      ranks_.world, settings_.output.directory,
      {.program = "soret-nemd", .version = version(), .step = simulation_->step(), .configuration = configuration},
      save());
  note_energies();
  log.checkpoint(progress());
}

Progress NemdWorkflow::progress() const
{
  std::int64_t last = simulation_->step() - phase_step_;
  for (std::size_t later = phase_; later < schedule_.size(); ++later) {
    last += schedule_[later].steps;
  }
  return {.stage = phase_ < schedule_.size() ? name_of(phase().kind) : "done",
          .step = simulation_->step(),
          .first_step = first_step_,
          .last_step = last,
          .particles = simulation_->particle_count() * ranks_.replicas,
          .wall_seconds = stepping_seconds_,
          .quantity = fmt::format("S_T({})", settings_.model.species[index(settings_.estimate.species.front())].name),
          .estimate = main_estimate_};
}

double NemdWorkflow::atom_steps_per_second() const
{
  const double steps = static_cast<double>(simulation_->step() - first_step_);
  return stepping_seconds_ > 0.0
             ? steps * static_cast<double>(simulation_->particle_count()) * ranks_.replicas / stepping_seconds_
             : 0.0;
}

}  // namespace soret
