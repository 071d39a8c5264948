#include <soret/input/model.hpp>

#include <soret/input/data_directory.hpp>

#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>

namespace soret {

namespace {

const std::vector<std::string> potential_names{"lennard-jones", "force-shifted-lennard-jones",
                                               "weeks-chandler-andersen", "mie", "soft-core-lennard-jones"};

/// What holds for all pairs unless a pair says otherwise.
struct Defaults {
  PairDescription pair;
  bool mixing = false;
  std::optional<double> cutoff;           ///< the same length for every pair
  std::optional<double> relative_cutoff;  ///< in units of each pair's sigma
};

struct OwnParameters {
  double epsilon;
  double sigma;
};

/// Adds the file of `model.file`, a shipped name or a path relative to the file that names it.
void include_model_file(Configuration& configuration)
{
  const Key key{.name = "model.file", .about = "model file: a path, or the name of a shipped model"};
  const auto name = configuration.parsed(key, "a path, or the name of a shipped model",
                                         [](const std::string& value) { return value; });
  const std::optional<std::filesystem::path> path = configuration.optional_path(key);
  if (!name || !path) {
    return;
  }
  try {
    const bool shipped = path->extension() != ".ini" && name->find('/') == std::string::npos;
    configuration.add_file(model_file(shipped ? *name : path->string()));
  }
  catch (const InputError& error) {
    configuration.refuse(key.name, error.what());
  }
}

Defaults read_defaults(Configuration& configuration)
{
  Defaults defaults;
  defaults.pair.kind = static_cast<PotentialKind>(configuration.choice(
      {.name = "model.potential", .about = "pair potential", .standard = "lennard-jones"}, potential_names));
  defaults.mixing =
      configuration.choice({.name = "model.mixing",
                            .about = "rule for pairs that are not given: epsilon_ab = (1 - k_ab) "
                                     "sqrt(epsilon_a epsilon_b), sigma_ab = (sigma_a + sigma_b)/2, or none",
                            .standard = "lorentz-berthelot"},
                           {"none", "lorentz-berthelot"}) == 1;
  defaults.cutoff = configuration.optional_quantity({.name = "model.cutoff", .about = "cutoff of every pair"},
                                                    dimension::length, Range::positive());
  defaults.relative_cutoff = configuration.optional_quantity(
      {.name = "model.relative_cutoff", .about = "cutoff of each pair over its own sigma"}, dimension::none,
      Range::positive());
  defaults.pair.shifted = configuration.choice({.name = "model.truncation",
                                                .about = "whether the energy at the cutoff is subtracted",
                                                .standard = "shifted"},
                                               {"cut", "shifted"}) == 1;
  defaults.pair.repulsive_exponent =
      configuration.number({.name = "model.repulsive_exponent", .about = "n of the Mie potential", .standard = "12"},
                           {.lowest = 3.0, .lowest_included = false});
  defaults.pair.attractive_exponent = configuration.number(
      {.name = "model.attractive_exponent", .about = "m of the Mie potential, m < n", .standard = "6"},
      {.lowest = 3.0, .lowest_included = false});
  defaults.pair.coupling =
      configuration.number({.name = "model.coupling", .about = "lambda of the soft-core potential", .standard = "1"},
                           Range::between(0.0, 1.0));
  defaults.pair.softness = configuration.number(
      {.name = "model.softness", .about = "alpha of the soft-core potential", .standard = "0.5"}, Range::at_least(0.0));
  for (const char* key : {"model.cutoff", "model.relative_cutoff"}) {
    if (defaults.pair.kind == PotentialKind::weeks_chandler_andersen && configuration.given(key)) {
      configuration.refuse(key, "weeks-chandler-andersen brings its own cutoff");
    }
  }
  if (defaults.cutoff && defaults.relative_cutoff) {
    configuration.refuse("model.relative_cutoff", "model.cutoff is given too; only one of the two can hold");
  }
  if (defaults.pair.attractive_exponent >= defaults.pair.repulsive_exponent) {
    configuration.refuse("model.attractive_exponent", "it is not below model.repulsive_exponent");
  }
  return defaults;
}

OwnParameters read_own_parameters(Configuration& configuration, const std::string& name, SpeciesTable& table)
{
  const std::string section = "species." + name + ".";
  const auto value = [&](const char* key, const char* about, Dimension dimension) {
    return configuration.quantity({.name = section + key, .about = about}, dimension, Range::positive());
  };
  table.push_back({.name = name, .mass = value("mass", "mass of a particle", dimension::mass)});
  return {.epsilon = value("epsilon", "well depth between two of the species", dimension::energy),
          .sigma = value("sigma", "diameter between two of the species", dimension::length)};
}

std::vector<OwnParameters> read_species(Configuration& configuration, SpeciesTable& table)
{
  std::vector<OwnParameters> parameters;
  for (const std::string& name : configuration.names_below("species")) {
    parameters.push_back(read_own_parameters(configuration, name, table));
    const bool usable =
        std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) || c == '_'; });
    if (name.empty() || !usable) {
      configuration.refuse("species." + name + ".mass",
                           fmt::format("the species' name '{}' may hold letters, digits and _ only", name));
    }
  }
  if (table.empty() && configuration.accepted({"model.file"})) {
    configuration.miss("model.file", "or at least one section [species.NAME]");
  }
  return parameters;
}

double cutoff_of(const PairDescription& pair, const Defaults& defaults, std::optional<double> own)
{
  if (pair.kind == PotentialKind::weeks_chandler_andersen) {
    return std::pow(2.0, 1.0 / 6.0) * pair.sigma;
  }
  if (own) {
    return *own;
  }
  return defaults.cutoff.value_or(defaults.relative_cutoff.value_or(std::nan("")) * pair.sigma);
}

std::string section_of_pair(const Configuration& configuration, const std::string& a, const std::string& b)
{
  const std::vector<std::string> names = configuration.names_below("pair");
  const std::string reversed = b + "-" + a;
  const bool is_reversed = std::find(names.begin(), names.end(), reversed) != names.end();
  return "pair." + (is_reversed ? reversed : a + "-" + b);
}

/// A pair of unlike species: given, or mixed from its species, or both (a given sigma and a mixed epsilon, say).
PairDescription read_cross_pair(Configuration& configuration, const Defaults& defaults, PairDescription pair,
                                const std::string& section, const OwnParameters& a, const OwnParameters& b)
{
  const auto given_epsilon = configuration.optional_quantity(
      {.name = section + ".epsilon", .about = "well depth of the pair"}, dimension::energy, Range::positive());
  const auto given_sigma = configuration.optional_quantity(
      {.name = section + ".sigma", .about = "diameter of the pair"}, dimension::length, Range::positive());
  const auto k = configuration.optional_quantity(
      {.name = section + ".k", .about = "deviation k_ab of the mixed epsilon, 0 if absent"}, dimension::none,
      {.highest = 1.0, .highest_included = false});
  if (!defaults.mixing) {
    for (const char* key : {".epsilon", ".sigma"}) {
      if (!configuration.given(section + key)) {
        configuration.miss(section + key, "model.mixing = none, so every pair must be given");
      }
    }
  }
  if (k && (given_epsilon || !defaults.mixing)) {
    configuration.refuse(section + ".k", "it acts on a mixed epsilon only, but this epsilon is given");
  }
  pair.epsilon = given_epsilon.value_or((1.0 - k.value_or(0.0)) * std::sqrt(a.epsilon * b.epsilon));
  pair.sigma = given_sigma.value_or(0.5 * (a.sigma + b.sigma));
  const auto own_cutoff = configuration.optional_quantity({.name = section + ".cutoff", .about = "cutoff of this pair"},
                                                          dimension::length, Range::positive());
  if (own_cutoff && pair.kind == PotentialKind::weeks_chandler_andersen) {
    configuration.refuse(section + ".cutoff", "this potential brings its own cutoff");
  }
  pair.cutoff = cutoff_of(pair, defaults, own_cutoff);
  return pair;
}

void check_cutoffs(Configuration& configuration, const Model& model)
{
  const bool known = std::all_of(model.pairs.begin(), model.pairs.end(), [](const PairDescription& pair) {
    return pair.cutoff > 0.0 || std::isnan(pair.sigma);
  });
  if (!known && configuration.accepted({"model.cutoff", "model.relative_cutoff"})) {
    configuration.miss("model.cutoff", "or model.relative_cutoff");
  }
}

}  // namespace

std::vector<std::string> Model::species_names() const
{
  std::vector<std::string> names;
  for (const SpeciesInfo& info : species) {
    names.push_back(info.name);
  }
  return names;
}

const PairDescription& Model::pair(Species a, Species b) const
{
  const std::size_t low = std::min(index(a), index(b));
  const std::size_t high = std::max(index(a), index(b));
  return pairs.at(low * species.size() - low * (low + 1) / 2 + high);
}

std::optional<Species> Model::find(const std::string& species_name) const
{
  for (std::size_t i = 0; i < species.size(); ++i) {
    if (species[i].name == species_name) {
      return static_cast<Species>(i);
    }
  }
  return std::nullopt;
}

double Model::largest_cutoff() const
{
  double largest = 0.0;
  for (const PairDescription& pair : pairs) {
    largest = std::max(largest, pair.cutoff);
  }
  return largest;
}

double Model::smallest_sigma() const
{
  double smallest = std::numeric_limits<double>::infinity();
  for (const PairDescription& pair : pairs) {
    smallest = std::min(smallest, pair.sigma);
  }
  return smallest;
}

bool energies_jump(const Model& model)
{
  return std::any_of(model.pairs.begin(), model.pairs.end(), [](const PairDescription& pair) {
    return !pair.shifted && (pair.kind == PotentialKind::lennard_jones || pair.kind == PotentialKind::mie);
  });
}

Model read_model(Configuration& configuration)
{
  include_model_file(configuration);
  read_units(configuration);
  Model model;
  model.name = configuration.text({.name = "model.name", .about = "name of the model", .standard = "unnamed"});
  model.source = configuration.text({.name = "model.source", .about = "where it was published", .standard = ""});
  if (const auto glass = configuration.optional_quantity(
          {.name = "model.glass_temperature", .about = "where relaxation becomes too slow to follow, for a warning"},
          dimension::temperature, Range::positive())) {
    model.glass_temperature = Temperature{*glass};
  }
  const Defaults defaults = read_defaults(configuration);
  const std::vector<OwnParameters> own = read_species(configuration, model.species);
  for (std::size_t a = 0; a < own.size(); ++a) {
    for (std::size_t b = a; b < own.size(); ++b) {
      PairDescription pair = defaults.pair;
      pair.first = static_cast<Species>(a);
      pair.second = static_cast<Species>(b);
      pair.epsilon = own[a].epsilon;
      pair.sigma = own[a].sigma;
      if (a == b) {
        pair.cutoff = cutoff_of(pair, defaults, std::nullopt);
      }
      else {
        const std::string section = section_of_pair(configuration, model.species[a].name, model.species[b].name);
        pair = read_cross_pair(configuration, defaults, pair, section, own[a], own[b]);
      }
      model.pairs.push_back(pair);
    }
  }
  check_cutoffs(configuration, model);
  return model;
}

Model load_model(const std::string& file_or_name)
{
  Configuration configuration;
  configuration.add_file(model_file(file_or_name));
  Model model = read_model(configuration);
  configuration.finish();
  return model;
}

}  // namespace soret
