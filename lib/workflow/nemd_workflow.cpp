#include <soret/workflow/nemd_workflow.hpp>

#include <soret/input/starts.hpp>
#include <soret/workflow/engine_setup.hpp>

#include <fmt/format.h>

#include <algorithm>

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
      return "sampling";
    case NemdPhase::protocol:
      break;
  }
  return "protocol";
}

System start_of(const NemdSettings& settings, Seed seed, int replica)
{
  System system = make_start(settings.start, settings.model, seed, replica);
  if (!settings.start.keep_velocities) {
    draw_velocities(
        system, settings.start.melt ? settings.start.melt->melt_temperature : settings.equilibrate.temperature, seed);
  }
  return system;
}

}  // namespace

NemdWorkflow::NemdWorkflow(const Ranks& ranks, NemdSettings settings)
    : SimulationRun{ranks, "soret-nemd", settings.run, settings.output},
      settings_{std::move(settings)},
      schedule_{schedule_of(settings_)},
      stretches_{settings_.protocol ? stretches_of(*settings_.protocol, settings_.run.time_step)
                                    : std::vector<ProtocolStretch>{}}
{
  set_simulation(std::make_unique<Simulation>(ranks.replica, start_of(settings_, seed(), ranks.replica_index),
                                              force_field_of(settings_.model), VelocityVerlet{settings_.run.time_step},
                                              simulation_options_of(settings_.run)));
  make_samplers();
}

std::string NemdWorkflow::name_of_phase(std::size_t phase) const
{
  const ScheduledPhase& scheduled = schedule_[phase];
  if (scheduled.kind != NemdPhase::protocol) {
    return name_of(scheduled.kind);
  }
  const ProtocolStretch& stretch = stretches_[scheduled.gradient];
  const std::string& leg = settings_.protocol->legs[stretch.leg].name;
  return stretch.window ? fmt::format("leg {}, window {}", leg, *stretch.window + 1) : fmt::format("leg {}", leg);
}

void NemdWorkflow::make_samplers()
{
  profiles_.clear();
  series_.clear();
  if (settings_.protocol) {
    protocol_ = std::make_unique<ProtocolRun>(settings_, simulation().box());
    return;
  }
  const std::size_t gradients = std::max<std::size_t>(settings_.gradient.series.size(), 1);
  for (std::size_t g = 0; g < gradients; ++g) {
    const Slab hot = settings_.gradient.hot_slab.in_box(settings_.gradient.axis, simulation().box());
    const Slab cold = settings_.gradient.cold_slab.in_box(settings_.gradient.axis, simulation().box());
    profiles_.push_back(std::make_unique<SlabProfile>(settings_.gradient.axis, settings_.sample.bins,
                                                      settings_.sample.blocks, SlabCentres{cold.centre, hot.centre}));
    series_.push_back(std::make_unique<ThermodynamicSeries>());
  }
}

GradientSettings NemdWorkflow::gradient() const
{
  const auto& series = settings_.gradient.series;
  return series.empty() ? settings_.gradient : settings_.gradient.scaled(series[phase().gradient]);
}

void NemdWorkflow::add_controls()
{
  Simulation& simulation = moving_simulation();
  std::vector<Vec3> memory = propulsion_ == nullptr ? std::vector<Vec3>{} : propulsion_->memory();
  propulsion_ = nullptr;
  simulation.remove_controls();
  simulation.barostat({});
  thermostat_ = nullptr;
  if (settings_.activity) {
    propulsion_ = &add_self_propulsion(simulation, *settings_.activity, seed());
    propulsion_->remember(std::move(memory));
  }
  const EquilibrateSettings& equilibrate = settings_.equilibrate;
  if (phase().kind == NemdPhase::protocol) {
    protocol_->add_baths(simulation, seed());
    return;
  }
  if (phase().kind == NemdPhase::build || phase().kind == NemdPhase::sample) {
    add_heat_source(simulation, gradient(), seed(), settings_.run.zero_momentum);
    return;
  }
  const bool molten = phase().kind == NemdPhase::melt || phase().kind == NemdPhase::quench;
  thermostat_ = &add_thermostat(simulation, equilibrate,
                                molten ? settings_.start.melt->melt_temperature : equilibrate.temperature, seed(),
                                settings_.run.zero_momentum);
  if (phase().kind == NemdPhase::barostat) {
    simulation.barostat(barostat_of(equilibrate, seed()));
  }
}

void NemdWorkflow::settle_slabs()
{
  for (SlabSettings* slab : {&settings_.gradient.hot_slab, &settings_.gradient.cold_slab}) {
    const Slab settled = slab->in_box(settings_.gradient.axis, simulation().box());
    *slab = {.centre = {settled.centre, true}, .width = {settled.width, true}};
  }
}

void NemdWorkflow::begin_phase(RunLog&)
{
  // Build and sample of one gradient share their heat source, so that nothing jumps between them; so do all legs.
  const std::size_t now = phase_index();
  const bool continues_gradient = phase().kind == NemdPhase::sample && now > 0 &&
                                  schedule_[now - 1].kind == NemdPhase::build &&
                                  schedule_[now - 1].gradient == phase().gradient;
  const bool continues_protocol = phase().kind == NemdPhase::protocol && phase().gradient > 0;
  if (!continues_gradient && !continues_protocol) {
    add_controls();
  }
}

std::optional<Temperature> NemdWorkflow::last_temperature() const
{
  if (!settings_.protocol) {
    return std::nullopt;
  }
  const auto& bath = settings_.protocol->legs.back().bath(ProtocolBath::box);
  return bath ? std::optional{bath->to} : std::nullopt;
}

void NemdWorkflow::end_phase(RunLog& log)
{
  if (phase_index() + 1 == phases()) {
    keep_sample("sample", settings_.model, last_temperature());
  }
  if (phase().kind != NemdPhase::barostat || mean_box_.is_empty()) {
    return;
  }
  Simulation& simulation = moving_simulation();
  const Vec3 now = simulation.box().lengths();
  const Vec3 mean = mean_box_.lengths();
  simulation.barostat({});
  simulation.rescale_box({mean.x / now.x, mean.y / now.y, mean.z / now.z});
  check_geometry(settings_, simulation.box());
  settle_slabs();
  make_samplers();
  log.say(fmt::format("the box is {:.4f} x {:.4f} x {:.4f} from here on: mean of the second half at constant pressure",
                      mean.x, mean.y, mean.z));
}

void NemdWorkflow::before_chunk()
{
  if (phase().kind == NemdPhase::quench) {
    ramp(*thermostat_, settings_.start.melt->melt_temperature, settings_.equilibrate.temperature);
  }
  if (phase().kind == NemdPhase::protocol) {
    protocol_->set_baths(stretches_[phase().gradient].first_step + phase_step());
  }
}

std::vector<ScheduledSampler> NemdWorkflow::samplers()
{
  if (phase().kind == NemdPhase::protocol) {
    return protocol_->samplers(stretches_[phase().gradient]);
  }
  if (phase().kind != NemdPhase::sample) {
    return {};
  }
  return {every(settings_.sample.interval, *profiles_[phase().gradient]),
          every(settings_.sample.interval, *series_[phase().gradient])};
}

void NemdWorkflow::after_chunk(RunLog& log)
{
  if (phase().kind == NemdPhase::barostat && 2 * phase_step() > phase_steps()) {
    mean_box_.add(simulation().box());
  }
  if (target_check_is_due()) {
    check_target(log);
  }
}

std::pair<std::string, std::optional<Estimate>> NemdWorkflow::watched() const
{
  if (settings_.protocol) {
    return {"", std::nullopt};
  }
  const std::string& species = settings_.model.species[index(settings_.estimate.species.front())].name;
  return {fmt::format("S_T({})", species), main_estimate_};
}

}  // namespace soret
