#include <soret/input/start_settings.hpp>

#include <soret/core/error.hpp>
#include <soret/input/close_pairs.hpp>
#include <soret/input/particle_files.hpp>
#include <soret/input/starts.hpp>

#include "mistakes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace soret {

std::vector<double> read_mole_fractions(Configuration& configuration, const Model& model, const std::string& name,
                                        bool needed)
{
  const Key key{.name = name, .about = "composition, such as A:0.8 B:0.2; not needed for one species"};
  const auto named = configuration.named_numbers(key, Range::between(0.0, 1.0));
  if (model.species.empty() || !configuration.accepted({key.name})) {
    return {};
  }
  if (!configuration.given(key.name)) {
    if (model.species.size() > 1 && needed) {
      configuration.miss(key.name, key.about);
    }
    return model.species.size() == 1 ? std::vector<double>{1.0} : std::vector<double>{};
  }
  std::vector<double> fractions(model.species.size(), 0.0);
  double sum = 0.0;
  for (const auto& [species_name, fraction] : named) {
    const std::optional<Species> species = model.find(species_name);
    if (!species) {
      configuration.refuse(key.name, no_such_species(species_name, model));
      return {};
    }
    fractions[index(*species)] = fraction;
    sum += fraction;
  }
  if (std::abs(sum - 1.0) > 1e-6) {
    configuration.refuse(key.name, fmt::format("the fractions sum to {}, not to 1", sum));
    return {};
  }
  return fractions;
}

namespace {

using Kind = StartSettings::Kind;

/// What the configuration says about amount and volume; two of the first three decide the third.
struct Amount {
  std::optional<std::int64_t> particles;
  std::optional<double> density;
  std::vector<double> box;
  Vec3 aspect{1.0, 1.0, 1.0};
};

Amount read_amount(Configuration& configuration, StartUse use)
{
  Amount amount;
  const bool may_be_empty = use == StartUse::monte_carlo;
  amount.particles = configuration.optional_integer(
      {.name = "start.particles", .about = "number of particles; two of particles, density and box give the third"},
      Range::at_least(may_be_empty ? 0.0 : 2.0));
  amount.density = configuration.optional_quantity({.name = "start.density", .about = "number density"},
                                                   dimension::number_density, Range::positive());
  amount.box = configuration.quantities({.name = "start.box", .about = "box lengths along x, y and z"},
                                        dimension::length, Count::exactly(3), Range::positive());
  const std::vector<double> aspect = configuration.quantities(
      {.name = "start.aspect", .about = "ratio of the box lengths if start.box is not given", .standard = "1 1 1"},
      dimension::none, Count::exactly(3), Range::positive());
  if (aspect.size() == 3) {
    amount.aspect = {aspect[0], aspect[1], aspect[2]};
  }
  return amount;
}

/// Completes particles, density and box from two of them.
void settle_amount(Configuration& configuration, const Amount& amount, const std::vector<double>& fractions,
                   std::int64_t fewest, StartSettings& settings)
{
  const std::vector<std::string> keys{"start.particles", "start.density", "start.box"};
  const auto given = std::count_if(keys.begin(), keys.end(), [&](const auto& key) { return configuration.given(key); });
  if (!configuration.accepted(keys) || !configuration.accepted({"start.aspect"})) {
    return;
  }
  if (given == 3) {
    configuration.refuse("start.box",
                         "start.particles and start.density already decide the volume; give two of the three");
    return;
  }
  if (given < 2) {
    for (const std::string& key : keys) {
      if (!configuration.given(key)) {
        configuration.miss(key, "two of start.particles, start.density and start.box are needed");
        return;
      }
    }
  }
  if (amount.box.empty() && *amount.particles == 0) {
    configuration.miss("start.box", "without particles no density decides the box");
    return;
  }
  settings.box = amount.box.empty() ? box_of_density(*amount.particles, NumberDensity{*amount.density}, amount.aspect)
                                    : Box{amount.box[0], amount.box[1], amount.box[2]};
  const std::int64_t particles =
      amount.particles ? *amount.particles : particles_of_density(*settings.box, NumberDensity{*amount.density});
  if (particles < fewest) {
    configuration.refuse("start.density",
                         fmt::format("{} particles fit the box; {} or more are needed", particles, fewest));
  }
  else if (!fractions.empty()) {
    settings.counts = counts_from_mole_fractions(particles, fractions);
  }
}

void check_file(Configuration& configuration, const System& system, const std::string& name,
                const StartSettings& settings)
{
  refuse_overlaps(system, settings.minimum_distance);
  if (settings.keep_velocities && !(local_kinetic_energy(system.particles, system.species) > 0.0)) {
    configuration.refuse("start.velocities", name + " holds no velocities");
  }
}

/// Several samples must be alike: the settings are those of all.
void load_samples(const Model& model, const std::filesystem::path& folder, StartSettings& settings)
{
  settings.samples = read_samples(folder, model);
  const System& first = settings.samples.front().system;
  std::vector<SpeciesCount> counts;
  for (std::size_t s = 0; s < model.species.size(); ++s) {
    const auto species = static_cast<Species>(s);
    counts.push_back({species, std::count(first.particles.species.begin(), first.particles.species.end(), species)});
  }
  for (const Sample& sample : settings.samples) {
    if (const auto reason = why_sample_does_not_fit(sample, 1, counts, density_of(first))) {
      throw InputError(*reason + ", as the first one has");
    }
    if (!(sample.system.box.lengths() == first.box.lengths())) {
      throw InputError(
          fmt::format("the boxes of the samples {} and {} differ", settings.samples.front().name, sample.name));
    }
  }
  settings.loaded = first;
}

void load_file(Configuration& configuration, const Model& model, const std::filesystem::path& path,
               const std::vector<std::string>& types, StartSettings& settings)
{
  try {
    if (settings.kind == Kind::xyz && std::filesystem::is_directory(path)) {
      load_samples(model, path, settings);
    }
    else {
      settings.loaded =
          settings.kind == Kind::xyz ? read_sample(path, model) : read_lammps_data(path, model.species, types);
    }
    settings.box = settings.copies.of(settings.loaded->box);
    if (settings.samples.empty()) {
      check_file(configuration, *settings.loaded, "the file", settings);
    }
    for (const Sample& sample : settings.samples) {
      check_file(configuration, sample.system, "the sample " + sample.name, settings);
    }
  }
  catch (const InputError& error) {
    for (const std::string& message : error.messages()) {
      configuration.refuse("start.file", message);
    }
  }
}

void read_file(Configuration& configuration, const Model& model, StartUse use, StartSettings& settings)
{
  const Key key{.name = "start.file",
                .about =
                    "file of the particles (kind xyz or lammps-data); kind xyz: or a folder of samples that an earlier "
                    "run of the same model kept (output.samples), from which the replicas start in the order of their "
                    "names"};
  const auto path = configuration.optional_path(key);
  const std::vector<std::string> types = configuration.words(
      {.name = "start.types",
       .about = "species of the types 1, 2, ... of a lammps-data file, if not in the model's order"});
  settings.keep_velocities = use == StartUse::dynamics &&
                             configuration.choice({.name = "start.velocities",
                                                   .about = "draw them at equilibrate.temperature, or keep the file's",
                                                   .standard = "draw"},
                                                  {"draw", "keep"}) == 1;
  const std::string copies_key = "start.copies";
  settings.copies = read_copies(configuration, copies_key);
  const bool from_file = settings.kind == Kind::xyz || settings.kind == Kind::lammps_data;
  const bool is_repeated = settings.copies.count() > 1;
  if (!from_file && configuration.given(key.name)) {
    configuration.refuse(key.name, "start.kind takes no file");
  }
  if (!from_file && is_repeated) {
    configuration.refuse(copies_key, "start.kind takes no file");
  }
  if (settings.keep_velocities && is_repeated) {
    configuration.refuse("start.velocities", "copies that begin with the same velocities would move alike");
  }
  if (!from_file && settings.keep_velocities) {
    configuration.refuse("start.velocities", "start.kind takes no file, so there are none to keep");
  }
  if (from_file && !configuration.given(key.name)) {
    configuration.miss(key.name, key.about);
  }
  if (from_file && path && !model.species.empty() && configuration.accepted({"start.kind"})) {
    load_file(configuration, model, *path, types, settings);
  }
}

void read_melt(Configuration& configuration, StartSettings& settings)
{
  const auto temperature = configuration.optional_quantity(
      {.name = "start.melt_temperature",
       .about = "melt at this temperature before equilibrating, then cool at a constant rate"},
      dimension::temperature, Range::positive());
  const auto melt = configuration.optional_quantity({.name = "start.melt_duration", .about = "time spent molten"},
                                                    dimension::time, Range::positive());
  const auto quench = configuration.optional_quantity(
      {.name = "start.quench_duration", .about = "time of the cooling to equilibrate.temperature"}, dimension::time,
      Range::at_least(0.0));
  const std::vector<std::string> keys{"start.melt_temperature", "start.melt_duration", "start.quench_duration"};
  const bool any = std::any_of(keys.begin(), keys.end(), [&](const auto& key) { return configuration.given(key); });
  for (const std::string& key : keys) {
    if (any && !configuration.given(key)) {
      configuration.miss(key, "melting needs melt_temperature, melt_duration and quench_duration");
    }
  }
  if (temperature && melt && quench) {
    settings.melt = {Temperature{*temperature}, Duration{*melt}, Duration{*quench}};
  }
}

void refuse_amount_of_file(Configuration& configuration)
{
  for (const char* key : {"start.particles", "start.density", "start.box", "start.mole_fractions"}) {
    if (configuration.given(key)) {
      configuration.refuse(key, "the file of start.file decides this");
    }
  }
}

}  // namespace

std::int64_t StartSettings::particles() const
{
  return loaded ? static_cast<std::int64_t>(loaded->particles.size()) * copies.count() : total(counts);
}

std::optional<std::string> why_samples_are_too_few(const StartSettings& start, int replicas)
{
  const std::size_t samples = start.samples.size();
  if (samples == 0 || static_cast<int>(samples) >= replicas) {
    return std::nullopt;
  }
  return fmt::format("it holds {} samples, fewer than the {} replicas", samples, replicas);
}

std::string key_of_box(const Configuration& configuration)
{
  for (const char* key : {"start.box", "start.file", "start.density"}) {
    if (configuration.given(key)) {
      return key;
    }
  }
  return "start.particles";
}

StartSettings read_start_settings(Configuration& configuration, const Model& model, StartUse use)
{
  StartSettings settings;
  settings.kind = static_cast<Kind>(configuration.choice(
      {.name = "start.kind", .about = "where the particles come from"}, {"lattice", "random", "xyz", "lammps-data"}));
  const bool from_file = settings.kind == Kind::xyz || settings.kind == Kind::lammps_data;
  const auto minimum_distance = configuration.optional_quantity(
      {.name = "start.minimum_distance",
       .about =
           "random: distance kept (0.85 of the smallest sigma if absent); files: nearer particles are refused (0.3)"},
      dimension::length, Range::positive());
  settings.minimum_distance =
      minimum_distance.value_or((from_file ? 0.3 : 0.85) * (model.pairs.empty() ? 1.0 : model.smallest_sigma()));
  const Amount amount = read_amount(configuration, use);
  const bool is_empty = amount.particles == 0;
  const std::vector<double> fractions =
      read_mole_fractions(configuration, model, "start.mole_fractions", !from_file && !is_empty);
  if (from_file) {
    refuse_amount_of_file(configuration);
  }
  else {
    settle_amount(configuration, amount, fractions, use == StartUse::dynamics ? 2 : 0, settings);
  }
  read_file(configuration, model, use, settings);
  if (use == StartUse::dynamics) {
    read_melt(configuration, settings);
  }
  return settings;
}

System make_start(const StartSettings& settings, const Model& model, Seed seed, int replica)
{
  const bool is_made = settings.kind == Kind::lattice || settings.kind == Kind::random;
  if (is_made && settings.particles() == 0) {
    return {*settings.box, model.species, {}};
  }
  switch (settings.kind) {
    case Kind::lattice:
      return lattice(*settings.box, settings.counts, model.species, seed);
    case Kind::random:
      return random_packing(*settings.box, settings.counts, model.species, settings.minimum_distance, seed);
    case Kind::xyz:
    case Kind::lammps_data:
      break;
  }
  System system = settings.samples.empty() ? settings.loaded.value()
                                           : settings.samples.at(static_cast<std::size_t>(replica)).system;
  if (!settings.keep_velocities) {
    for (auto& component : system.particles.velocity) {
      std::fill(component.begin(), component.end(), 0.0);
    }
  }
  return repeated(std::move(system), settings.copies);
}

}  // namespace soret
