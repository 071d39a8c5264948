#include <soret/input/nemd_settings.hpp>

#include "nemd_sections.hpp"
#include "species_list.hpp"

#include <fmt/format.h>

#include <cmath>

namespace soret {

namespace {

std::optional<Species> read_species(Configuration& configuration, const Model& model, const Key& key)
{
  const auto name = configuration.optional_text(key);
  if (!name || model.species.empty()) {
    return std::nullopt;
  }
  const auto species = model.find(*name);
  if (!species) {
    configuration.refuse(key.name, no_such_species(*name, model));
  }
  return species;
}

/// Durations become numbers of steps: of a duration no more than can be counted, between frames at least one.
void check_step_counts(Configuration& configuration, const NemdSettings& settings)
{
  const auto check = [&](const std::string& key, std::optional<Duration> duration, double fewest_steps) {
    if (duration) {
      check_steps(configuration, key, *duration, settings.run.time_step, fewest_steps);
    }
  };
  if (settings.start.melt) {
    check("start.melt_duration", settings.start.melt->melt_duration, 0.0);
    check("start.quench_duration", settings.start.melt->quench_duration, 0.0);
  }
  if (settings.equilibrate.barostat) {
    check("equilibrate.barostat_duration", settings.equilibrate.barostat->duration, 0.0);
  }
  check("equilibrate.duration", settings.equilibrate.duration, 0.0);
  check("gradient.build_duration", settings.gradient.build_duration, 0.0);
  check("sample.duration", settings.sample.duration, 0.0);
  check("output.trajectory_interval", settings.output.trajectory_interval, 1.0);
}

}  // namespace

EquilibrateSettings read_equilibrate_settings(Configuration& configuration)
{
  EquilibrateSettings settings;
  settings.duration = Duration{configuration.quantity(
      {.name = "equilibrate.duration", .about = "time at constant volume"}, dimension::time, Range::at_least(0.0))};
  settings.temperature = Temperature{configuration.quantity({.name = "equilibrate.temperature", .about = "temperature"},
                                                            dimension::temperature, Range::positive())};
  settings.thermostat = static_cast<EquilibrateSettings::ThermostatKind>(
      configuration.choice({.name = "equilibrate.thermostat", .about = "thermostat", .standard = "langevin"},
                           {"langevin", "csvr", "nose-hoover", "rescale"}));
  settings.relaxation_time = RelaxationTime{configuration.quantity(
      {.name = "equilibrate.relaxation_time", .about = "time constant of the thermostat", .standard = "0.5"},
      dimension::time, Range::positive())};
  const auto pressure = configuration.optional_quantity(
      {.name = "equilibrate.pressure", .about = "first reach this pressure with a barostat"}, dimension::pressure);
  const auto duration = configuration.optional_quantity(
      {.name = "equilibrate.barostat_duration", .about = "time with the barostat"}, dimension::time, Range::positive());
  const double relaxation = configuration.quantity(
      {.name = "equilibrate.barostat_relaxation_time", .about = "time constant of the barostat", .standard = "2"},
      dimension::time, Range::positive());
  const std::size_t axes = configuration.choice(
      {.name = "equilibrate.barostat_axes", .about = "box lengths that change", .standard = "isotropic"},
      {"isotropic", "x", "y", "z"});
  const bool pressure_given = configuration.given("equilibrate.pressure");
  if (pressure_given && !configuration.given("equilibrate.barostat_duration")) {
    configuration.miss("equilibrate.barostat_duration", "equilibrate.pressure needs it");
  }
  if (!pressure_given && configuration.given("equilibrate.barostat_duration")) {
    configuration.miss("equilibrate.pressure", "equilibrate.barostat_duration needs it");
  }
  if (pressure && duration) {
    settings.barostat = {Pressure{*pressure}, Duration{*duration}, RelaxationTime{relaxation}, std::nullopt};
    if (axes > 0) {
      settings.barostat->axis = static_cast<Axis>(axes - 1);
    }
  }
  return settings;
}

SampleSettings read_sample_settings(Configuration& configuration, TimeStep time_step)
{
  SampleSettings settings;
  const bool has_protocol = configuration.has_section("protocol");
  const Key length{.name = "sample.duration", .about = "time over which profiles are averaged"};
  settings.duration =
      Duration{has_protocol ? configuration.optional_quantity(length, dimension::time, Range::positive()).value_or(0.0)
                            : configuration.quantity(length, dimension::time, Range::positive())};
  if (has_protocol && configuration.given(length.name)) {
    configuration.refuse(length.name, "with a [protocol], profiles are averaged in the windows of its legs");
  }
  settings.interval = Steps{
      configuration.integer({.name = "sample.interval", .about = "steps from one sample to the next", .standard = "10"},
                            Range::at_least(1.0))};
  settings.bins = Bins{static_cast<int>(configuration.integer(
      {.name = "sample.bins", .about = "slices of the profiles", .standard = "60"}, Range::between(4.0, 1e6)))};
  settings.blocks = Blocks{static_cast<int>(configuration.integer(
      {.name = "sample.blocks", .about = "blocks from which standard errors are made", .standard = "20"},
      Range::between(4.0, 1e6)))};
  const bool known =
      !has_protocol && configuration.accepted({"sample.duration", "sample.interval", "sample.blocks", "run.time_step"});
  if (known && std::isfinite(settings.duration.value())) {
    const double samples = std::floor(std::round(settings.duration.value() / time_step.value()) /
                                      static_cast<double>(settings.interval.value()));
    if (samples < settings.blocks.value()) {
      configuration.refuse("sample.blocks", fmt::format("the duration holds {} samples, fewer than blocks", samples),
                           fmt::format("at least 4 and at most {:g}, or a longer sample.duration", samples));
    }
  }
  return settings;
}

EstimateSettings read_estimate_settings(Configuration& configuration, const Model& model)
{
  EstimateSettings settings;
  settings.species = read_species_list(
      configuration, model,
      {.name = "estimate.species", .about = "species whose S_T is reported, the main one first (all if absent)"});
  const std::vector<double> window = configuration.quantities(
      {.name = "estimate.window",
       .about =
           "where gradients are fitted: distances from the cold slab's centre over the box length (0.1 0.4 if absent)"},
      dimension::none, Count::exactly(2), Range::between(0.0, 0.5));
  const auto temperature =
      configuration.optional_quantity({.name = "estimate.state_temperature",
                                       .about = "instead of window: fit around where the profile has this temperature"},
                                      dimension::temperature, Range::positive());
  const double half_width = configuration.quantity(
      {.name = "estimate.half_width", .about = "half the length fitted around state_temperature", .standard = "2.5"},
      dimension::length, Range::positive());
  settings.dilute_solute =
      read_species(configuration, model,
                   {.name = "estimate.dilute_solute", .about = "solute whose S_T is also estimated as -d ln c/dT"});
  settings.target_error = configuration.optional_quantity(
      {.name = "estimate.target_error", .about = "stop when the main S_T has this relative standard error"},
      dimension::none, {.lowest = 0.0, .highest = 1.0, .lowest_included = false});
  if (window.size() == 2 && !(window[0] < window[1])) {
    configuration.refuse("estimate.window", "the first number is not below the second");
  }
  if (temperature && configuration.given("estimate.window")) {
    configuration.refuse("estimate.window", "estimate.state_temperature is given too; only one of the two can hold");
  }
  if (temperature) {
    settings.state = {Temperature{*temperature}, half_width};
  }
  else {
    settings.window =
        window.size() == 2 ? EstimateSettings::Window{window[0], window[1]} : EstimateSettings::Window{0.1, 0.4};
  }
  return settings;
}

NemdSettings read_nemd_settings(Configuration& configuration)
{
  NemdSettings settings;
  settings.model = read_model(configuration);
  settings.start = read_start_settings(configuration, settings.model);
  settings.run = read_run_settings(configuration);
  settings.activity = read_activity_settings(configuration, settings.model, settings.run.time_step);
  settings.equilibrate = read_equilibrate_settings(configuration);
  settings.gradient = read_gradient_settings(configuration);
  settings.sample = read_sample_settings(configuration, settings.run.time_step);
  settings.protocol =
      read_protocol_settings(configuration, settings.run.time_step, settings.sample.interval, settings.sample.blocks);
  settings.estimate = read_estimate_settings(configuration, settings.model);
  settings.output = read_output_settings(configuration, "soret-nemd-results");
  check_step_counts(configuration, settings);
  if (settings.activity && settings.gradient.source != GradientSettings::Source::langevin) {
    configuration.refuse("activity.force",
                         "nothing takes out the heat of particles that propel themselves unless "
                         "gradient.source = langevin");
  }
  if (settings.activity && settings.equilibrate.barostat) {
    configuration.refuse("activity.force", "a barostat does not know the pressure of particles that propel themselves");
  }
  if (const auto reason = why_samples_are_too_few(settings.start, settings.run.replicas)) {
    configuration.refuse("start.file", *reason);
  }
  const bool slabs_known = configuration.accepted({"gradient.hot_slab", "gradient.cold_slab", "gradient.axis"});
  if (settings.start.box && slabs_known) {
    for (const auto& [key, reason] :
         geometry_mistakes(settings.gradient, settings.model, *settings.start.box, key_of_box(configuration))) {
      configuration.refuse(key, reason);
    }
  }
  return settings;
}

Configuration nemd_keys()
{
  Configuration configuration;
  configuration.add_text(
      "[species.A]\nmass = 1\n[species.B]\nmass = 1\n[activity]\nforce = 1\n[protocol]\nlegs = LEG\n", "help");
  read_nemd_settings(configuration);
  return configuration;
}

void check_geometry(const NemdSettings& settings, const Box& box)
{
  std::vector<std::string> messages;
  for (const auto& [key, reason] : geometry_mistakes(settings.gradient, settings.model, box, "the box")) {
    messages.push_back(fmt::format("{}: {}", key, reason));
  }
  if (!messages.empty()) {
    throw InputError(messages);
  }
}

}  // namespace soret
