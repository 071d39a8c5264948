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

constexpr std::int64_t chunk_steps = 100;  // between looks at the clock, signals and ramps
constexpr std::int64_t target_checks =
    50;  // per sampling phase: fixed in steps, so that a restart stops at the same one
constexpr std::size_t fewest_target_blocks = 16;
constexpr double fewest_target_share = 0.1;  // of the sampling phase before a target error may end it

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

NemdWorkflow::NemdWorkflow(const Ranks& ranks, NemdSettings settings, RunLog& log)
    : ranks_{ranks}, settings_{std::move(settings)}, log_{log}, schedule_{schedule_of(settings_)}
{
  simulation_ =
      std::make_unique<Simulation>(ranks_.replica, start_of(settings_, seed()), force_field_of(settings_.model),
                                   VelocityVerlet{settings_.run.time_step}, simulation_options_of(settings_.run));
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

void NemdWorkflow::begin_phase()
{
  log_.say(fmt::format("{} ({} steps)", name_of(phase().kind), phase().steps));
  // Build and sample of one gradient share their heat source, so that nothing jumps between them.
  const bool continues = phase().kind == NemdPhase::sample && phase_ > 0 &&
                         schedule_[phase_ - 1].kind == NemdPhase::build &&
                         schedule_[phase_ - 1].gradient == phase().gradient;
  if (!continues) {
    add_controls();
  }
}

void NemdWorkflow::end_phase()
{
  if (phase().kind == NemdPhase::barostat && box_sum_[3] > 0.0) {
    const Vec3 now = simulation_->box().lengths();
    const Vec3 mean{box_sum_[0] / box_sum_[3], box_sum_[1] / box_sum_[3], box_sum_[2] / box_sum_[3]};
    simulation_->barostat({});
    simulation_->rescale_box({mean.x / now.x, mean.y / now.y, mean.z / now.z});
    check_geometry(settings_, simulation_->box());
    log_.say(
        fmt::format("the box is {:.4f} x {:.4f} x {:.4f} from here on: mean of the second half at constant pressure",
                    mean.x, mean.y, mean.z));
  }
  ++phase_;
  phase_step_ = 0;
}

std::int64_t NemdWorkflow::next_chunk() const
{
  std::int64_t steps = std::min(chunk_steps, phase().steps - phase_step_);
  if (settings_.output.trajectory_interval) {
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
  if (phase().kind == NemdPhase::sample) {
    simulation_->advance(Steps{steps}, {every(settings_.sample.interval, *profiles_[phase().gradient]),
                                        every(settings_.sample.interval, *series_[phase().gradient])});
  }
  else {
    simulation_->advance(Steps{steps});
  }
  stepping_seconds_ += seconds_since(start);
}

void NemdWorkflow::advance_chunk()
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
    check_target();
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

bool NemdWorkflow::target_check_is_due() const
{
  const std::int64_t interval = std::max<std::int64_t>(1, phase().steps / target_checks / chunk_steps) * chunk_steps;
  return phase().kind == NemdPhase::sample && simulation_->species().size() > 1 && phase_step_ % interval == 0;
}

void NemdWorkflow::check_target()
{
  const ProfileBlocks profile =
      gather_replicas(ranks_.world, ranks_.replica, profiles_[phase().gradient]->reduce(ranks_.replica));
  if (profile.blocks.size() < 4) {
    return;
  }
  const Soret soret = soret_coefficient(profile, index(settings_.estimate.species.front()), analysis_settings().window);
  main_estimate_ = soret.coefficient;
  const bool enough = profile.blocks.size() >= fewest_target_blocks &&
                      static_cast<double>(phase_step_) >= fewest_target_share * static_cast<double>(phase().steps);
  if (settings_.estimate.target_error && enough &&
      soret.coefficient.relative_error() <= *settings_.estimate.target_error) {
    log_.say(fmt::format("the relative standard error of S_T fell below the target of {:g}: sampling ends",
                         *settings_.estimate.target_error));
    reached_target_ = true;
    phase_step_ = phase().steps;
  }
}

NemdAnalysis NemdWorkflow::analysis_settings() const
{
  NemdAnalysis analysis;
  if (settings_.estimate.state) {
    analysis.window = StateWindow{settings_.estimate.state->temperature, settings_.estimate.state->half_width};
  }
  else if (settings_.estimate.window) {
    analysis.window = FitWindow{settings_.estimate.window->low, settings_.estimate.window->high};
  }
  analysis.bath_entries = bath_entries(*simulation_);
  if (settings_.estimate.dilute_solute && simulation_->species().size() == 2) {
    analysis.solvent = 1 - index(*settings_.estimate.dilute_solute);
  }
  return analysis;
}

bool NemdWorkflow::run(const Interruption& interruption, const std::string& configuration)
{
  first_step_ = simulation_->step();
  last_checkpoint_ = interruption.wall_seconds();
  for (bool resumed = phase_step_ > 0; phase_ < schedule_.size(); resumed = false) {
    if (!resumed) {
      begin_phase();
    }
    while (phase_step_ < phase().steps) {
      advance_chunk();
      report_progress(false);
      const bool is_due = ranks_.world.is_root() &&
                          interruption.wall_seconds() - last_checkpoint_ > settings_.output.checkpoint_wall_seconds;
      const std::string reason = interruption.all_reason(ranks_.world);
      if (!reason.empty() || ranks_.world.all_any(is_due)) {
        checkpoint(configuration);
        last_checkpoint_ = interruption.wall_seconds();
      }
      if (!reason.empty()) {
        log_.say(fmt::format("{}: stopped at step {} with a checkpoint", reason, simulation_->step()));
        return false;
      }
    }
    end_phase();
  }
  checkpoint(configuration);
  return true;
}

void NemdWorkflow::checkpoint(const std::string& configuration)
{
  if (trajectory_) {
    trajectory_->flush();
  }
  write_checkpoint(
      ranks_.world, settings_.output.directory,
      {.program = "soret-nemd", .version = version(), .step = simulation_->step(), .configuration = configuration},
      save());
  report_progress(true);
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

void NemdWorkflow::report_progress(bool at_checkpoint)
{
  if (at_checkpoint) {
    log_.checkpoint(progress());
  }
  else {
    log_.progress(progress());
  }
}

double NemdWorkflow::atom_steps_per_second() const
{
  const double steps = static_cast<double>(simulation_->step() - first_step_);
  return stepping_seconds_ > 0.0
             ? steps * static_cast<double>(simulation_->particle_count()) * ranks_.replicas / stepping_seconds_
             : 0.0;
}

std::vector<NemdSample> NemdWorkflow::reduce_samples() const
{
  std::vector<NemdSample> samples;
  for (std::size_t g = 0; g < profiles_.size(); ++g) {
    const bool sampled = !ranks_.world.all_any(profiles_[g]->samples() < 2);
    if (!sampled) {
      break;
    }
    NemdSample sample{.factor = settings_.gradient.series.empty() ? 1.0 : settings_.gradient.series[g],
                      .profile = gather_replicas(ranks_.world, ranks_.replica, profiles_[g]->reduce(ranks_.replica)),
                      .settings = analysis_settings(),
                      .series = series_[g]->reduce(ranks_.replica),
                      .estimates = {}};
    for (const ThermodynamicRow& row : sample.series) {
      sample.settings.energy_times.push_back(row.time);
      sample.settings.conserved_energy.push_back(row.conserved_energy());
    }
    sample.estimates = analyse_nemd(sample.profile, sample.settings);
    samples.push_back(std::move(sample));
  }
  return samples;
}

}  // namespace soret
