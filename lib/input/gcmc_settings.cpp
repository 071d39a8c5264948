#include <soret/input/gcmc_settings.hpp>

#include "mistakes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

namespace soret {

namespace {

using Ensemble = GcmcState::Ensemble;

constexpr std::array field_keys{"state.activities", "state.chemical_potentials", "state.fugacities"};

/// One number for every species of the model, in its order; empty if the key is absent or wrong.
std::vector<double> read_of_all_species(Configuration& configuration, const Model& model, const Key& key,
                                        const Range& range)
{
  const auto named = configuration.named_numbers(key, range);
  if (named.empty() || model.species.empty()) {
    return {};
  }
  std::vector<double> values(model.species.size(), std::nan(""));
  for (const auto& [name, value] : named) {
    const auto species = model.find(name);
    if (!species) {
      configuration.refuse(key.name, no_such_species(name, model));
      return {};
    }
    values[index(*species)] = value;
  }
  std::vector<std::string> without;
  for (std::size_t s = 0; s < values.size(); ++s) {
    if (std::isnan(values[s])) {
      without.push_back(model.species[s].name);
    }
  }
  if (!without.empty()) {
    configuration.refuse(key.name,
                         fmt::format("no number is given for {}; every species needs one", fmt::join(without, ", ")));
    return {};
  }
  return values;
}

/// Activities from whatever they are given by: z = exp(mu/kT)/Lambda³ = f/kT.
std::vector<double> read_activities(Configuration& configuration, const Model& model, const GcmcState& state)
{
  const double thermal_energy = state.temperature.value();
  std::vector<double> activities = read_of_all_species(
      configuration, model,
      {.name = field_keys[0], .about = "grand canonical: z_i = exp(mu_i/k_B T)/Lambda_i^3, such as A:0.03 B:0.1"},
      Range::positive());
  const std::vector<double> potentials = read_of_all_species(
      configuration, model,
      {.name = field_keys[1], .about = "instead: mu_i with the Lambda_i of thermal_wavelengths, such as A:-3.4 B:-2"},
      Range::any());
  const std::vector<double> fugacities = read_of_all_species(
      configuration, model, {.name = field_keys[2], .about = "instead: f_i = z_i k_B T, such as A:0.03 B:0.1"},
      Range::positive());
  for (std::size_t s = 0; s < potentials.size() && s < state.thermal_wavelengths.size(); ++s) {
    activities.push_back(std::exp(potentials[s] / thermal_energy) / std::pow(state.thermal_wavelengths[s], 3.0));
  }
  for (const double fugacity : fugacities) {
    activities.push_back(fugacity / thermal_energy);
  }
  return activities;
}

/// Exactly one way to say the chemical potentials, and only where they are free.
void check_fields(Configuration& configuration, const GcmcState& state)
{
  std::vector<std::string> given;
  for (const char* key : field_keys) {
    if (configuration.given(key)) {
      given.emplace_back(key);
    }
  }
  if (!configuration.accepted({"state.ensemble"})) {
    return;
  }
  if (state.ensemble == Ensemble::grand_canonical) {
    if (given.empty()) {
      configuration.miss(field_keys[0],
                         "or state.chemical_potentials or state.fugacities: the grand-canonical ensemble needs one of "
                         "them, with a number for every species");
    }
    for (std::size_t k = 1; k < given.size(); ++k) {
      configuration.refuse(given[k], given[0] + " is given too; only one of the two can hold");
    }
    const bool usable = std::all_of(state.activities.begin(), state.activities.end(),
                                    [](double z) { return std::isfinite(z) && z > 0.0; });
    if (!usable && given.size() == 1 && configuration.accepted({given[0], "state.temperature"})) {
      configuration.refuse(given[0], fmt::format("the activities are {}; finite numbers > 0 are needed",
                                                 fmt::join(state.activities, ", ")));
    }
    return;
  }
  for (const std::string& key : given) {
    configuration.refuse(key, "state.ensemble keeps the numbers of particles fixed");
  }
}

void check_pressure(Configuration& configuration, const GcmcState& state)
{
  if (!configuration.accepted({"state.ensemble"})) {
    return;
  }
  const bool given = configuration.given("state.pressure");
  if (state.ensemble == Ensemble::isobaric && !given) {
    configuration.miss("state.pressure", "state.ensemble = isobaric needs it");
  }
  if (state.ensemble != Ensemble::isobaric && given) {
    configuration.refuse("state.pressure", "only state.ensemble = isobaric takes a pressure");
  }
}

GcmcState read_state(Configuration& configuration, const Model& model)
{
  GcmcState state;
  state.ensemble = static_cast<Ensemble>(configuration.choice(
      {.name = "state.ensemble",
       .about = "what is fixed besides the temperature: volume and chemical potentials, volume and numbers, pressure "
                "and numbers",
       .standard = "grand-canonical"},
      {"grand-canonical", "canonical", "isobaric"}));
  state.temperature = Temperature{configuration.quantity({.name = "state.temperature", .about = "temperature"},
                                                         dimension::temperature, Range::positive())};
  state.thermal_wavelengths = read_of_all_species(
      configuration, model,
      {.name = "state.thermal_wavelengths",
       .about = "Lambda_i of every species, where mu_i has its zero (1 for all if absent), such as A:1 B:0.7"},
      Range::positive());
  if (state.thermal_wavelengths.empty()) {
    state.thermal_wavelengths.assign(model.species.size(), 1.0);
  }
  state.activities = read_activities(configuration, model, state);
  check_fields(configuration, state);
  const auto pressure = configuration.optional_quantity({.name = "state.pressure", .about = "isobaric: the pressure"},
                                                        dimension::pressure);
  if (pressure) {
    state.pressure = Pressure{*pressure};
  }
  check_pressure(configuration, state);
  state.tail_corrections =
      configuration.yes_or_no({.name = "state.tail_corrections",
                               .about = "add what potentials that are cut without a shift lose beyond the cutoff",
                               .standard = "no"});
  const auto densest = configuration.optional_quantity(
      {.name = "state.largest_density",
       .about = "a box that becomes fuller ends the run (1 over the smallest sigma cubed if absent)"},
      dimension::number_density, Range::positive());
  constexpr double beyond_liquids = 1.0;
  const double sigma = model.pairs.empty() ? 1.0 : model.smallest_sigma();
  state.largest_density = NumberDensity{densest.value_or(beyond_liquids / (sigma * sigma * sigma))};
  return state;
}

/// How often a move is attempted, and why it cannot be.
class MoveReader {
 public:
  explicit MoveReader(Configuration& configuration) : configuration_{configuration} {}

  double frequency(const std::string& word, const std::string& about, double standard, const std::string& impossible)
  {
    const std::string key = "moves." + word;
    const auto given =
        configuration_.optional_quantity({.name = key, .about = about}, dimension::none, Range::at_least(0.0));
    if (given && *given > 0.0 && !impossible.empty()) {
      configuration_.refuse(key, impossible);
    }
    return given.value_or(impossible.empty() ? standard : 0.0);
  }

 private:
  Configuration& configuration_;
};

void read_frequencies(Configuration& configuration, const GcmcState& state, const Model& model, double particles,
                      MoveSettings& moves)
{
  MoveReader reader{configuration};
  const bool is_open = state.ensemble == Ensemble::grand_canonical;
  const std::string closed = is_open ? "" : "state.ensemble keeps the numbers of particles fixed";
  const std::string alone = model.species.size() == 1 ? "the model has one species only" : "";
  const std::string rigid = state.ensemble == Ensemble::isobaric ? "" : "state.ensemble keeps the volume fixed";
  moves.displacements = reader.frequency(
      "displacements", "how often a particle is displaced, relative to the other moves (1 if absent)", 1.0, "");
  moves.exchanges = reader.frequency(
      "exchanges", "grand canonical: how often a particle is inserted or deleted (1 if absent)", 1.0, closed);
  moves.identity_changes = reader.frequency(
      "identity_changes", "grand canonical mixtures: how often a particle changes its species (1 if absent)", 1.0,
      is_open ? alone : closed);
  moves.swaps = reader.frequency(
      "swaps", "mixtures: how often two unlike particles trade places (closed ensembles: 1 if absent, else 0)",
      is_open ? 0.0 : 1.0, alone);
  moves.volume_changes = reader.frequency(
      "volume_changes", "isobaric: how often the volume changes (1 over the number of particles if absent)",
      1.0 / std::max(1.0, particles), rigid);
}

void check_frequencies(Configuration& configuration, const GcmcState& state, const MoveSettings& moves)
{
  if (!configuration.accepted({"moves.displacements", "moves.exchanges", "moves.identity_changes", "moves.swaps",
                               "moves.volume_changes", "state.ensemble"})) {
    return;
  }
  const double all =
      moves.displacements + moves.exchanges + moves.identity_changes + moves.swaps + moves.volume_changes;
  if (!(all > 0.0)) {
    configuration.refuse("moves.displacements", "no move is ever attempted: some move needs a frequency > 0");
    return;
  }
  if (state.ensemble == Ensemble::grand_canonical && moves.exchanges == 0.0) {
    configuration.refuse("moves.exchanges", "nothing inserts or deletes particles in the grand-canonical ensemble");
  }
  if (state.ensemble == Ensemble::isobaric && moves.volume_changes == 0.0) {
    configuration.refuse("moves.volume_changes", "nothing changes the volume at constant pressure");
  }
}

void read_dynamics(Configuration& configuration, MoveSettings& moves)
{
  const auto interval = configuration.optional_integer(
      {.name = "moves.dynamics_interval",
       .about = "every so many attempts one is a burst of molecular dynamics (never if absent)"},
      Range::at_least(2.0));
  if (interval) {
    moves.dynamics_interval = Steps{*interval};
  }
  moves.dynamics_steps = Steps{configuration.integer(
      {.name = "moves.dynamics_steps", .about = "steps of a burst", .standard = "20"}, Range::between(1.0, 1e6))};
  moves.dynamics_time_step = TimeStep{configuration.quantity(
      {.name = "moves.dynamics_time_step", .about = "integration step of a burst", .standard = "0.004"},
      dimension::time, Range::positive())};
}

MoveSettings read_moves(Configuration& configuration, const GcmcState& state, const Model& model, double particles)
{
  MoveSettings moves;
  read_frequencies(configuration, state, model, particles, moves);
  check_frequencies(configuration, state, moves);
  moves.insertion_trials = static_cast<int>(configuration.integer(
      {.name = "moves.insertion_trials",
       .about = "positions among which an insertion chooses by their Boltzmann weight; 1: no bias",
       .standard = "8"},
      Range::between(1.0, 64.0)));
  moves.displacement = configuration.quantity(
      {.name = "moves.displacement", .about = "largest displacement along each axis, at first", .standard = "0.15"},
      dimension::length, Range::positive());
  moves.volume_change = configuration.quantity(
      {.name = "moves.volume_change", .about = "isobaric: largest change of ln V, at first", .standard = "0.01"},
      dimension::none, {.lowest = 0.0, .highest = 1.0, .lowest_included = false});
  moves.tuning = configuration.yes_or_no(
      {.name = "moves.tuning", .about = "adapt displacement and volume_change while equilibrating", .standard = "yes"});
  moves.target_acceptance = configuration.number(
      {.name = "moves.target_acceptance", .about = "share of accepted moves that tuning aims at", .standard = "0.35"},
      {.lowest = 0.0, .highest = 1.0, .lowest_included = false, .highest_included = false});
  read_dynamics(configuration, moves);
  return moves;
}

GcmcRunSettings read_run(Configuration& configuration, const StartSettings& start)
{
  constexpr double most = 1e15;
  GcmcRunSettings run;
  run.seed = read_seed(configuration);
  const auto replicas = configuration.optional_integer(
      {.name = "run.replicas",
       .about = "independent chains whose estimates combine (one per rank if absent); the ranks are shared out evenly"},
      Range::between(1.0, 1e6));
  if (replicas) {
    run.replicas = static_cast<int>(*replicas);
  }
  run.order = static_cast<GcmcRunSettings::Order>(configuration.choice(
      {.name = "run.order",
       .about = "whole-box: any particle may be next; regions: region by region, which keeps large boxes in the "
                "caches and lets the ranks of one chain (more ranks than run.replicas) share it; automatic: regions "
                "where ranks share or the start has more than 100000 particles",
       .standard = "automatic"},
      {"automatic", "whole-box", "regions"}));
  configuration.choice({.name = "run.precision", .about = "of the energies", .standard = "double"}, {"double"});
  // A random packing has pairs that are far too near: deletions would empty the box before displacements part them.
  constexpr std::int64_t settling_per_particle = 100;
  const bool needs_settling = start.kind == StartSettings::Kind::random;
  run.settling = configuration
                     .optional_integer({.name = "run.settling",
                                        .about = "displacements of each chain at fixed numbers, before everything else "
                                                 "(if absent 100 per particle of a random start, else none)"},
                                       Range::between(0.0, most))
                     .value_or(needs_settling ? settling_per_particle * start.particles() : 0);
  run.equilibration = configuration.integer(
      {.name = "run.equilibration", .about = "attempted moves of each chain before anything is sampled"},
      Range::between(0.0, most));
  run.attempts =
      configuration.integer({.name = "run.attempts", .about = "attempted moves of each chain over which is sampled"},
                            Range::between(1.0, most));
  run.sample_interval = configuration.integer(
      {.name = "run.sample_interval", .about = "attempted moves from one sample to the next", .standard = "1000"},
      Range::at_least(1.0));
  run.ghost_insertions = static_cast<int>(configuration.integer(
      {.name = "run.ghost_insertions",
       .about = "ghost particles per species and sample, for the excess chemical potential by Widom's method",
       .standard = "0"},
      Range::between(0.0, 1e6)));
  run.target_error = configuration.optional_quantity(
      {.name = "estimate.target_error",
       .about = "stop when the thermodynamic factor (the density, unless two species are exchanged) has this relative "
                "standard error"},
      dimension::none, {.lowest = 0.0, .highest = 1.0, .lowest_included = false});
  constexpr std::int64_t fewest_samples = 8;
  if (configuration.accepted({"run.attempts", "run.sample_interval"}) &&
      run.attempts / std::max<std::int64_t>(1, run.sample_interval) < fewest_samples) {
    configuration.refuse("run.sample_interval",
                         fmt::format("{} attempts hold {} samples, fewer than {}", run.attempts,
                                     run.attempts / std::max<std::int64_t>(1, run.sample_interval), fewest_samples),
                         run.attempts < fewest_samples
                             ? fmt::format("1, with run.attempts of at least {}", fewest_samples)
                             : fmt::format("at most {}", run.attempts / fewest_samples));
  }
  return run;
}

void check_start(Configuration& configuration, const GcmcSettings& settings)
{
  if (!settings.start.box) {
    return;
  }
  for (const auto& [key, reason] : box_mistakes(settings.model, *settings.start.box, key_of_box(configuration))) {
    configuration.refuse(key, reason);
  }
  if (settings.state.tail_corrections && !energies_jump(settings.model)) {
    configuration.refuse("state.tail_corrections", "no potential of the model is cut without a shift");
  }
  if (const auto need = settings.need_of_whole_box(); need && settings.run.order == GcmcRunSettings::Order::regions) {
    configuration.refuse("run.order", need->first + " is configured: " + need->second);
  }
  const std::int64_t particles = settings.start.particles();
  if (particles == 0 && configuration.accepted({"state.ensemble"}) && !settings.is_open()) {
    configuration.refuse(configuration.given("start.particles") ? "start.particles" : "start.density",
                         "state.ensemble keeps the box empty");
  }
  const double density = static_cast<double>(particles) / settings.start.box->volume();
  if (density > settings.state.largest_density.value()) {
    configuration.refuse(key_of_box(configuration),
                         fmt::format("the density of the start, {:.6g}, is beyond state.largest_density = {:.6g}",
                                     density, settings.state.largest_density.value()));
  }
}

}  // namespace

std::optional<std::pair<std::string, std::string>> GcmcSettings::need_of_whole_box() const
{
  if (is_isobaric()) {
    return std::pair{"state.ensemble = isobaric", "a change of the volume moves all regions at once"};
  }
  if (state.tail_corrections) {
    return std::pair{"state.tail_corrections", "they tie all regions together"};
  }
  if (moves.dynamics_interval) {
    return std::pair{"moves.dynamics_interval", "a burst of dynamics moves all regions at once"};
  }
  if (run.ghost_insertions > 0) {
    return std::pair{"run.ghost_insertions", "ghosts go anywhere in the box"};
  }
  return std::nullopt;
}

GcmcSettings read_gcmc_settings(Configuration& configuration)
{
  GcmcSettings settings;
  settings.model = read_model(configuration);
  settings.state = read_state(configuration, settings.model);
  settings.start = read_start_settings(configuration, settings.model, StartUse::monte_carlo);
  settings.moves =
      read_moves(configuration, settings.state, settings.model, static_cast<double>(settings.start.particles()));
  settings.run = read_run(configuration, settings.start);
  settings.output = read_result_settings(configuration, "soret-gcmc-results");
  if (const auto reason = why_samples_are_too_few(settings.start, settings.run.replicas.value_or(1))) {
    configuration.refuse("start.file", *reason);
  }
  check_start(configuration, settings);
  return settings;
}

Configuration gcmc_keys()
{
  Configuration configuration;
  configuration.add_text("[species.A]\nmass = 1\n[species.B]\nmass = 1\n", "help");
  read_gcmc_settings(configuration);
  return configuration;
}

}  // namespace soret
