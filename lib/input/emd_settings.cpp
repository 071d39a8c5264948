#include <soret/input/emd_settings.hpp>

#include "emd_checks.hpp"
#include "emd_insertion_settings.hpp"
#include "emd_relaxation_settings.hpp"
#include "emd_section.hpp"

#include <soret/core/error.hpp>
#include <soret/input/start_settings.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string>

namespace soret {

namespace {

std::optional<StatePoint::Melt> read_melt(EmdSection& section)
{
  const auto temperature =
      section.optional_quantity("melt_temperature", "every stage first melts its lattice here (no melting if absent)",
                                dimension::temperature, Range::positive());
  const Duration melt = section.duration("melt_duration", "time at the melting temperature", "20", 0.0);
  const Duration quench = section.duration("quench_duration", "time of cooling to the temperature", "20", 0.0);
  if (!temperature) {
    return std::nullopt;
  }
  return StatePoint::Melt{Temperature{*temperature}, melt, quench};
}

/// One composition, or a series of mole fractions of the first of two species.
std::vector<std::vector<double>> read_compositions(Configuration& configuration, const Model& model)
{
  const Key key{.name = "state.series",
                .about = "instead of mole_fractions: a series of mole fractions of the first of two species"};
  const std::vector<double> series = configuration.quantities(key, dimension::none, Count{}, Range::between(0.0, 1.0));
  std::vector<double> one =
      read_mole_fractions(configuration, model, "state.mole_fractions", !configuration.given(key.name));
  if (!configuration.given(key.name)) {
    return one.empty() ? std::vector<std::vector<double>>{} : std::vector<std::vector<double>>{std::move(one)};
  }
  if (configuration.given("state.mole_fractions")) {
    configuration.refuse(key.name, "state.mole_fractions is given too; only one of the two can hold");
  }
  if (!model.species.empty() && model.species.size() != 2) {
    configuration.refuse(key.name,
                         fmt::format("it needs a model of two species, this one has {}", model.species.size()));
  }
  std::vector<std::vector<double>> compositions;
  std::set<std::string> folders;
  for (const double fraction : series) {
    compositions.push_back({fraction, 1.0 - fraction});
    if (!folders.insert(folder_of_composition(fraction)).second) {
      configuration.refuse(key.name, fmt::format("{:g} stands there twice", fraction), "each mole fraction once");
    }
  }
  return compositions;
}

std::vector<Sample> read_samples_of(Configuration& configuration, const Model& model)
{
  const Key key{.name = "state.samples",
                .about =
                    "folder of samples of an earlier run of the same model (output.samples): every replica "
                    "starts from one, in the order of their names, instead of a lattice"};
  const auto folder = configuration.optional_path(key);
  if (!folder || model.species.empty()) {
    return {};
  }
  try {
    return read_samples(*folder, model);
  }
  catch (const InputError& error) {
    configuration.refuse(key.name, error.what());
    return {};
  }
}

NumberDensity read_density(Configuration& configuration, const std::vector<Sample>& samples)
{
  const Key key{.name = "state.density",
                .about =
                    "number density; with a pressure, the density to start from; not needed with samples, which have "
                    "one"};
  const auto density = configuration.optional_quantity(key, dimension::number_density, Range::positive());
  if (density) {
    return NumberDensity{*density};
  }
  if (samples.empty()) {
    configuration.miss(key.name, key.about);
    return NumberDensity{1.0};
  }
  return density_of(samples.front().system);
}

StatePoint read_state_point(Configuration& configuration, const Model& model, TimeStep time_step)
{
  EmdSection section{configuration, "state", time_step};
  StatePoint state;
  state.compositions = read_compositions(configuration, model);
  state.temperature = Temperature{configuration.quantity({.name = "state.temperature", .about = "temperature"},
                                                         dimension::temperature, Range::positive())};
  const auto pressure = section.optional_quantity(
      "pressure", "the stage isobaric finds the density of this pressure, which all others use", dimension::pressure,
      Range::any());
  if (pressure) {
    state.pressure = Pressure{*pressure};
  }
  state.melt = read_melt(section);
  state.samples = read_samples_of(configuration, model);
  state.copies = read_copies(configuration, "state.copies");
  if (state.samples.empty() && state.copies.count() > 1) {
    configuration.refuse("state.copies", "there are no samples (state.samples) to repeat");
  }
  state.density = read_density(configuration, state.samples);
  if (state.melt && configuration.accepted({"state.melt_temperature", "state.temperature"}) &&
      state.melt->temperature.value() <= state.temperature.value()) {
    configuration.refuse("state.melt_temperature",
                         fmt::format("state.temperature = {:g} is not below it", state.temperature.value()),
                         fmt::format("above {:g}", state.temperature.value()));
  }
  if (!state.samples.empty() && state.melt) {
    configuration.refuse("state.melt_temperature", "samples (state.samples) are not melted");
  }
  return state;
}

EnsembleSettings read_ensemble_settings(Configuration& configuration, TimeStep time_step)
{
  EmdSection section{configuration, "ensemble", time_step};
  EnsembleSettings settings;
  settings.thermostat = static_cast<EquilibrateSettings::ThermostatKind>(
      configuration.choice({.name = "ensemble.thermostat", .about = "thermostat", .standard = "nose-hoover"},
                           {"langevin", "csvr", "nose-hoover"}));
  settings.relaxation_time = RelaxationTime{
      section.quantity("relaxation_time", "time constant of the thermostat", "1", dimension::time, Range::positive())};
  settings.barostat = static_cast<EnsembleSettings::BarostatKind>(
      configuration.choice({.name = "ensemble.barostat",
                            .about = "barostat of [isobaric]; martyna-tobias-klein has its own Nose-Hoover chains and "
                                     "is equilibrated by the other",
                            .standard = "cell-rescaling"},
                           {"cell-rescaling", "martyna-tobias-klein"}));
  settings.barostat_relaxation_time = RelaxationTime{section.quantity(
      "barostat_relaxation_time", "time constant of the barostat", "1", dimension::time, Range::positive())};
  const std::size_t axis = configuration.choice(
      {.name = "ensemble.barostat_axis", .about = "box length of [isobaric] that changes", .standard = "all"},
      {"x", "y", "z", "all"});
  if (axis < 3) {
    settings.barostat_axis = static_cast<Axis>(axis);
  }
  return settings;
}

IsobaricSettings read_isobaric_settings(EmdSection section)
{
  IsobaricSettings settings;
  section.read_stage(settings, "10");
  settings.composition_step = section.optional_quantity(
      "composition_step", "mole fractions around the composition for partial molar quantities (none if absent)",
      dimension::none, {.lowest = 0.0, .highest = 0.5, .lowest_included = false});
  settings.exchanges = section.integer(
      "exchanges",
      "two species: how many particles of a configuration are tried as the other species, for the difference of "
      "chemical potentials and, with composition_step, the thermodynamic factor",
      "0", Range::between(0.0, 1e9));
  Configuration& configuration = section.configuration();
  if (section.is_given() && !configuration.given("state.pressure")) {
    configuration.miss("state.pressure", "the section [isobaric] needs it");
  }
  return settings;
}

TransportSettings read_transport_settings(EmdSection section)
{
  TransportSettings settings;
  section.read_stage(settings, "4");
  settings.ensemble = static_cast<TransportSettings::Ensemble>(section.configuration().choice(
      {.name = section.key("ensemble"), .about = "while sampling", .standard = "nve"}, {"nve", "nvt"}));
  settings.correlation_time = section.duration("correlation_time", "longest lag of time correlations", "10");
  settings.long_correlation_time = section.duration(
      "long_correlation_time",
      "longest lag of them at lags of doubling spacing, beyond correlation_time (0: not wanted)", "0", 0.0);
  settings.integration_limit =
      section.optional_duration("integration_limit", "upper limit of their integrals (found by rule if absent)");
  settings.tuning_duration =
      section.duration("tuning_duration", "nve: of each trial run after which the energy is corrected", "0", 0.0);
  settings.tuning_trials =
      static_cast<int>(section.integer("tuning_trials", "nve: number of trials", "3", Range::between(1.0, 100.0)));
  settings.temperature_window =
      section.quantity("temperature_window", "nve: a mean temperature farther off is reported", "0.002",
                       dimension::temperature, Range::positive());
  settings.reject_replicas = section.configuration().yes_or_no(
      {.name = section.key("reject_replicas"),
       .about = "nve: whether replicas whose mean temperature is farther off are left out of what is estimated",
       .standard = "no"});
  settings.displacement_time =
      section.duration("displacement_time", "longest lag of displacements, rounded up to the next one there is", "50");
  settings.displacement_interval = Steps{
      section.integer("displacement_interval", "steps from one configuration to the next", "50", Range::at_least(1.0))};
  settings.velocity_interval =
      section
          .optional_integer("velocity_interval",
                            "steps between velocities whose autocorrelation gives self-diffusion, up to "
                            "correlation_time (0: not wanted; if absent 10, or fewer so that two lags fit)",
                            Range::at_least(0.0))
          .value_or(std::clamp<std::int64_t>(section.steps(settings.correlation_time) / 2, 1, 10));
  settings.diffusive_time = section.optional_duration(
      "diffusive_time", "displacements are fitted from this time on (found by rule if absent)");
  settings.displacement_at = section.optional_duration(
      "displacement_at", "a lag whose mean squared displacements are given as numbers (none if absent)");
  settings.blocks = section.blocks();
  return settings;
}

StructureSettings read_structure_settings(EmdSection section)
{
  StructureSettings settings;
  section.read_stage(settings, "100");
  static_cast<DistributionSettings&>(settings) = read_distribution_settings(section.configuration());
  return settings;
}

/// One number for each of two species, in the model's order.
std::optional<std::array<double, 2>> read_of_both(Configuration& configuration, const Model& model, const Key& key)
{
  const auto named = configuration.named_numbers(key, Range::positive());
  if (!configuration.given(key.name) || !configuration.accepted({key.name}) || model.species.empty()) {
    return std::nullopt;
  }
  std::array<double, 2> values{};
  if (model.species.size() != 2 || named.size() != 2) {
    configuration.refuse(key.name, fmt::format("it takes one number for each of two species; the model has {}",
                                               fmt::join(model.species_names(), ", ")));
    return std::nullopt;
  }
  for (const auto& [name, value] : named) {
    const auto species = model.find(name);
    if (!species) {
      configuration.refuse(
          key.name, fmt::format("the model has no species '{}', but {}", name, fmt::join(model.species_names(), ", ")));
      return std::nullopt;
    }
    values[index(*species)] = value;
  }
  return values;
}

/// Standard errors of what another key gives; zero without them.
std::array<double, 2> read_errors_of_both(Configuration& configuration, const Model& model, const std::string& name,
                                          const std::string& key_of_values)
{
  const auto errors =
      read_of_both(configuration, model, {.name = name, .about = "their standard errors (none if absent)"});
  if (configuration.given(name) && !configuration.given(key_of_values)) {
    configuration.miss(key_of_values, name + " are its errors");
  }
  return errors.value_or(std::array{0.0, 0.0});
}

TheorySettings read_theory_settings(Configuration& configuration, const Model& model)
{
  TheorySettings settings;
  settings.flow_ratios =
      read_of_both(configuration, model,
                   {.name = "theories.flow_ratios",
                    .about = "cohesive energy over the activation energy of viscous flow, such as A:3.3 B:3.8"});
  settings.flow_ratio_errors =
      read_errors_of_both(configuration, model, "theories.flow_ratio_errors", "theories.flow_ratios");
  settings.activation_energies =
      read_of_both(configuration, model,
                   {.name = "theories.activation_energies", .about = "of self-diffusion, such as A:1.9 B:2.1"});
  settings.activation_energy_errors =
      read_errors_of_both(configuration, model, "theories.activation_energy_errors", "theories.activation_energies");
  return settings;
}

/// Reads a section if it is given, else registers its keys for the help text alone.
template <class Read>
auto read_if_given(Configuration& configuration, const std::string& name, TimeStep time_step, const Read& read)
    -> std::optional<std::invoke_result_t<Read, EmdSection>>
{
  configuration.offer_section(name);
  EmdSection section{configuration, name, time_step};
  if (!section.is_given()) {
    return std::nullopt;
  }
  return read(section);
}

/// Keys that would change nothing.
void check_effects(Configuration& configuration, const EmdSettings& settings)
{
  if (settings.target_error && !settings.transport && !settings.structure) {
    configuration.refuse("estimate.target_error",
                         "only sampling of [transport] and [structure] ends by it, and neither is given");
  }
  const bool has_partial_energies = settings.isobaric && settings.isobaric->composition_step;
  const bool has_factor = settings.structure || (settings.isobaric && settings.isobaric->exchanges > 0);
  for (const char* key : {"theories.flow_ratios", "theories.activation_energies"}) {
    if (!configuration.given(key) || !configuration.accepted({key})) {
      continue;
    }
    if (!has_partial_energies) {
      configuration.refuse(key, "theories of S_T need partial energies, from [isobaric] with composition_step");
    }
    else if (!has_factor) {
      configuration.refuse(key, "theories of S_T need a thermodynamic factor, from [structure] or isobaric.exchanges");
    }
  }
}

}  // namespace

std::string folder_of_composition(double mole_fraction) { return fmt::format("x-{:g}", mole_fraction); }

EmdSettings read_emd_settings(Configuration& configuration)
{
  EmdSettings settings;
  settings.model = read_model(configuration);
  settings.run = read_run_settings(configuration);
  const TimeStep time_step = settings.run.time_step;
  settings.activity = read_activity_settings(configuration, settings.model, time_step);
  settings.state = read_state_point(configuration, settings.model, time_step);
  settings.ensemble = read_ensemble_settings(configuration, time_step);
  settings.isobaric = read_if_given(configuration, "isobaric", time_step, read_isobaric_settings);
  settings.transport = read_if_given(configuration, "transport", time_step, read_transport_settings);
  settings.structure = read_if_given(configuration, "structure", time_step, read_structure_settings);
  settings.relaxation = read_if_given(configuration, "relaxation", time_step,
                                      [](EmdSection section) { return read_relaxation_settings(section); });
  configuration.offer_section("softness");
  if (configuration.has_section("softness")) {
    settings.softness = read_softness_settings(configuration, settings.structure);
  }
  settings.insertion = read_if_given(configuration, "insertion", time_step, [&](EmdSection section) {
    return read_insertion_settings(section, settings.model);
  });
  settings.theories = read_theory_settings(configuration, settings.model);
  settings.target_error = configuration.optional_quantity(
      {.name = "estimate.target_error",
       .about = "sampling of transport and structure ends when the main estimate has this relative standard error"},
      dimension::none, {.lowest = 0.0, .highest = 1.0, .lowest_included = false});
  settings.output = read_output_settings(configuration, "soret-emd-results");
  if (settings.output.trajectory_interval) {
    check_steps(configuration, "output.trajectory_interval", *settings.output.trajectory_interval, time_step, 1.0);
  }
  if (!settings.isobaric && !settings.transport && !settings.structure && !settings.relaxation && !settings.insertion) {
    configuration.complain(
        "nothing is asked for: give at least one of the sections [isobaric], [transport], [structure], [relaxation], "
        "[insertion]");
  }
  const bool pressure_has_use =
      settings.isobaric || (settings.insertion && settings.insertion->ensemble == InsertionSettings::Ensemble::npt);
  if (settings.state.pressure && !pressure_has_use) {
    configuration.refuse("state.pressure", "nothing finds the density of this pressure without the section [isobaric]");
  }
  check_effects(configuration, settings);
  check_emd_stages(configuration, settings);
  return settings;
}

Configuration emd_keys()
{
  Configuration configuration;
  configuration.add_text(
      "[species.A]\nmass = 1\n[species.B]\nmass = 1\n[isobaric]\nparticles = 2\n[transport]\nparticles = 2\n"
      "[structure]\nparticles = 2\n[relaxation]\nparticles = 2\n[insertion]\nparticles = 2\n"
      "[softness]\nfit_range = 0.1\n[activity]\nforce = 1\n",
      "help");
  read_emd_settings(configuration);
  return configuration;
}

}  // namespace soret
