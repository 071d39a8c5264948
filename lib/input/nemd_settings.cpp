#include <soret/input/nemd_settings.hpp>

#include "nemd_sections.hpp"

#include <fmt/format.h>

#include <cmath>

namespace soret {

namespace {

/// The key that decided the box, for messages.
std::string box_key(const Configuration& configuration)
{
  for (const char* key : {"start.box", "start.file", "start.density"}) {
    if (configuration.given(key)) {
      return key;
    }
  }
  return "start.particles";
}

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

std::vector<Species> read_species_list(Configuration& configuration, const Model& model)
{
  const Key key{.name = "estimate.species",
                .about = "species whose S_T is reported, the main one first (all if absent)"};
  std::vector<std::string> names = configuration.words(key);
  if (!configuration.given(key.name)) {
    names = model.species_names();
  }
  std::vector<Species> list;
  for (const std::string& name : names) {
    if (const auto species = model.find(name)) {
      list.push_back(*species);
    }
    else if (!model.species.empty()) {
      configuration.refuse(key.name, no_such_species(name, model));
    }
  }
  return list;
}

/// Durations become numbers of steps: of a duration no more than can be counted, between frames at least one.
void check_step_counts(Configuration& configuration, const NemdSettings& settings)
{
  constexpr double most_steps = 1e15;
  const auto check = [&](const std::string& key, std::optional<Duration> duration, double fewest_steps) {
    if (!duration || !configuration.accepted({key, "run.time_step"})) {
      return;
    }
    const double steps = duration->value() / settings.run.time_step.value();
    if (steps < fewest_steps || steps > most_steps) {
      configuration.refuse(key, fmt::format("it lasts {:.3g} steps of {}; the fewest are {:g}, the most {:g}", steps,
                                            settings.run.time_step.value(), fewest_steps, most_steps));
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

std::string no_such_species(const std::string& name, const Model& model)
{
  return fmt::format("the model has no species '{}', but {}", name, fmt::join(model.species_names(), ", "));
}

Steps steps_in(Duration duration, TimeStep time_step)
{
  return Steps{std::llround(duration.value() / time_step.value())};
}

RunSettings read_run_settings(Configuration& configuration)
{
  RunSettings settings;
  settings.time_step = TimeStep{configuration.quantity({.name = "run.time_step", .about = "integration step"},
                                                       dimension::time, Range::positive())};
  settings.seed =
      Seed{configuration.seed({.name = "run.seed", .about = "seed of all random numbers", .standard = "1"})};
  settings.replicas = static_cast<int>(configuration.integer(
      {.name = "run.replicas", .about = "independent copies whose estimates combine", .standard = "1"},
      Range::between(1.0, 1e6)));
  settings.precision = static_cast<RunSettings::Precision>(configuration.choice(
      {.name = "run.precision", .about = "of the pair arithmetic", .standard = "double"}, {"double", "mixed"}));
  const auto skin = configuration.optional_quantity(
      {.name = "run.skin", .about = "neighbour-list buffer beyond the cutoff (chosen if absent)"}, dimension::length,
      Range::positive());
  if (skin) {
    settings.skin = Skin{*skin};
  }
  const std::vector<std::int64_t> grid =
      configuration.integers({.name = "run.grid", .about = "ranks along x, y and z, such as 2 1 1 (chosen if absent)"},
                             Count::exactly(3), Range::between(1.0, 1e6));
  if (grid.size() == 3) {
    settings.rank_grid = {static_cast<int>(grid[0]), static_cast<int>(grid[1]), static_cast<int>(grid[2])};
  }
  settings.zero_momentum =
      configuration.yes_or_no({.name = "run.zero_momentum",
                               .about = "remove centre-of-mass motion where a thermostat causes it",
                               .standard = "yes"});
  return settings;
}

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
  settings.duration =
      Duration{configuration.quantity({.name = "sample.duration", .about = "time over which profiles are averaged"},
                                      dimension::time, Range::positive())};
  settings.interval = Steps{
      configuration.integer({.name = "sample.interval", .about = "steps from one sample to the next", .standard = "10"},
                            Range::at_least(1.0))};
  settings.bins = Bins{static_cast<int>(configuration.integer(
      {.name = "sample.bins", .about = "slices of the profiles", .standard = "60"}, Range::between(4.0, 1e6)))};
  settings.blocks = Blocks{static_cast<int>(configuration.integer(
      {.name = "sample.blocks", .about = "blocks from which standard errors are made", .standard = "20"},
      Range::between(4.0, 1e6)))};
  const bool known = configuration.accepted({"sample.duration", "sample.interval", "sample.blocks", "run.time_step"});
  if (known && std::isfinite(settings.duration.value())) {
    const double samples = std::floor(std::round(settings.duration.value() / time_step.value()) /
                                      static_cast<double>(settings.interval.value()));
    if (samples < settings.blocks.value()) {
      configuration.refuse("sample.blocks", fmt::format("the duration holds {} samples, fewer than blocks", samples));
    }
  }
  return settings;
}

EstimateSettings read_estimate_settings(Configuration& configuration, const Model& model)
{
  EstimateSettings settings;
  settings.species = read_species_list(configuration, model);
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

OutputSettings read_output_settings(Configuration& configuration)
{
  OutputSettings settings;
  settings.directory = configuration.text(
      {.name = "output.directory", .about = "folder of the results", .standard = "soret-nemd-results"});
  if (settings.directory.empty()) {
    configuration.refuse("output.directory", "the path is empty");
  }
  const auto interval = configuration.optional_quantity(
      {.name = "output.trajectory_interval", .about = "time between frames of the trajectory (none if absent)"},
      dimension::time, Range::positive());
  if (interval) {
    settings.trajectory_interval = Duration{*interval};
  }
  settings.checkpoint_wall_seconds = configuration.wall_seconds(
      {.name = "output.checkpoint_interval", .about = "wall time between checkpoints", .standard = "10m"});
  settings.report = configuration.yes_or_no(
      {.name = "output.report", .about = "whether the report page is written", .standard = "yes"});
  settings.note = configuration.text({.name = "output.note", .about = "remark shown in the report", .standard = ""});
  return settings;
}

NemdSettings read_nemd_settings(Configuration& configuration)
{
  NemdSettings settings;
  settings.model = read_model(configuration);
  settings.start = read_start_settings(configuration, settings.model);
  settings.run = read_run_settings(configuration);
  settings.equilibrate = read_equilibrate_settings(configuration);
  settings.gradient = read_gradient_settings(configuration);
  settings.sample = read_sample_settings(configuration, settings.run.time_step);
  settings.estimate = read_estimate_settings(configuration, settings.model);
  settings.output = read_output_settings(configuration);
  check_step_counts(configuration, settings);
  const bool slabs_known = configuration.accepted({"gradient.hot_slab", "gradient.cold_slab", "gradient.axis"});
  if (settings.start.box && slabs_known) {
    for (const auto& [key, reason] :
         geometry_mistakes(settings.gradient, settings.model, *settings.start.box, box_key(configuration))) {
      configuration.refuse(key, reason);
    }
  }
  return settings;
}

Configuration nemd_keys()
{
  Configuration configuration;
  configuration.add_text("[species.A]\nmass = 1\n[species.B]\nmass = 1\n", "help");
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
