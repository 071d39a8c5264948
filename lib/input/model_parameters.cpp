#include <soret/input/model_parameters.hpp>

#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace soret {

namespace {

constexpr std::string_view of = " of ";  // between name and owner

/// Mie's exponents 12 and 6 are those of Lennard-Jones.
PotentialKind plain_kind(const PairDescription& pair)
{
  const bool is_lennard_jones =
      pair.kind == PotentialKind::mie && pair.repulsive_exponent == 12.0 && pair.attractive_exponent == 6.0;
  return is_lennard_jones ? PotentialKind::lennard_jones : pair.kind;
}

/// What the kind of potential uses. Its name stands in the names of parameters: other kinds have other parameters.
void add_pair(const Model& model, const PairDescription& pair, ModelParameters& parameters)
{
  constexpr std::array kinds{"Lennard-Jones", "force-shifted Lennard-Jones", "Weeks-Chandler-Andersen", "Mie",
                             "soft-core Lennard-Jones"};
  const PotentialKind kind = plain_kind(pair);
  std::array names{model.species[index(pair.first)].name, model.species[index(pair.second)].name};
  std::ranges::sort(names);
  const auto add = [&](const char* parameter, double value) {
    parameters[fmt::format("{}{}{}-{} ({})", parameter, of, names[0], names[1],
                           kinds.at(static_cast<std::size_t>(kind)))] = value;
  };
  add("epsilon", pair.epsilon);
  add("sigma", pair.sigma);
  if (kind != PotentialKind::weeks_chandler_andersen) {
    add("cutoff", pair.cutoff);
  }
  if (kind == PotentialKind::lennard_jones || kind == PotentialKind::mie) {
    add("energy shift at the cutoff", pair.shifted ? 1.0 : 0.0);
  }
  if (kind == PotentialKind::mie) {
    add("repulsive exponent", pair.repulsive_exponent);
    add("attractive exponent", pair.attractive_exponent);
  }
  if (kind == PotentialKind::soft_core_lennard_jones) {
    add("coupling", pair.coupling);
    add("softness", pair.softness);
  }
}

/// Adds the parameters of "OWNER: NAME VALUE, NAME VALUE".
void add_owner(const std::string& part, ModelParameters& parameters)
{
  const std::size_t colon = part.find(':');
  if (colon == std::string::npos) {
    throw InputError(fmt::format("'{}' does not have the form 'OWNER: NAME VALUE, ...'", text::trimmed(part)));
  }
  const std::string owner = text::trimmed(part.substr(0, colon));
  for (const std::string& item : text::parts(part.substr(colon + 1), ',')) {
    const std::string parameter = text::trimmed(item);
    const std::size_t blank = parameter.rfind(' ');
    if (blank == std::string::npos) {
      throw InputError(fmt::format("'{}' does not have the form 'NAME VALUE'", parameter));
    }
    parameters[fmt::format("{}{}{}", parameter.substr(0, blank), of, owner)] =
        text::to_number(parameter.substr(blank + 1));
  }
}

}  // namespace

ModelParameters parameters_of(const Model& model)
{
  ModelParameters parameters;
  for (const SpeciesInfo& species : model.species) {
    parameters[fmt::format("mass{}{}", of, species.name)] = species.mass;
  }
  for (const PairDescription& pair : model.pairs) {
    add_pair(model, pair, parameters);
  }
  return parameters;
}

std::string parameter_text(const Model& model)
{
  std::map<std::string, std::vector<std::string>> of_owner;
  for (const auto& [name, value] : parameters_of(model)) {
    const std::size_t end = name.find(of);
    of_owner[name.substr(end + of.size())].push_back(fmt::format("{} {}", name.substr(0, end), value));
  }
  std::vector<std::string> owners;
  for (const auto& [owner, values] : of_owner) {
    owners.push_back(fmt::format("{}: {}", owner, text::joined(values, ", ")));
  }
  return text::joined(owners, "; ");
}

ModelParameters parameters_in(std::string_view text)
{
  ModelParameters parameters;
  for (const std::string& part : text::parts(text, ';')) {
    add_owner(part, parameters);
  }
  return parameters;
}

}  // namespace soret
