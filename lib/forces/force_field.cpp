#include <soret/forces/force_field.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace soret {

ForceField::ForceField(Cutoff cutoff, Mixing mixing) : cutoff_{cutoff.value()}, mixing_{mixing}
{
  if (!(cutoff_ > 0.0) || !std::isfinite(cutoff_)) {
    throw InputError(fmt::format("the cutoff is {:g}; it must be positive and finite", cutoff_));
  }
}

Species ForceField::add_species(SpeciesInfo info)
{
  if (!(info.mass > 0.0) || !std::isfinite(info.mass)) {
    throw InputError(fmt::format("species {}: the mass is {:g}; it must be positive and finite", info.name, info.mass));
  }
  const bool taken = std::any_of(species_.begin(), species_.end(),
                                 [&info](const SpeciesInfo& other) { return other.name == info.name; });
  if (taken) {
    throw InputError(fmt::format("species {} is given twice", info.name));
  }
  if (species_.size() > std::numeric_limits<std::uint8_t>::max()) {
    throw InputError("there can be at most 256 species");
  }
  species_.push_back(std::move(info));
  return Species{static_cast<std::uint8_t>(species_.size() - 1)};
}

Species ForceField::add(SpeciesInfo info)
{
  const Species added = add_species(std::move(info));
  like_.push_back({});
  return added;
}

void ForceField::binary_interaction(Species a, Species b, double k) { binary_interaction_[ordered(a, b)] = k; }

Species ForceField::species_named(const std::string& name) const
{
  std::string names;
  for (std::size_t s = 0; s < species_.size(); ++s) {
    if (species_[s].name == name) {
      return Species{static_cast<std::uint8_t>(s)};
    }
    names += (s == 0 ? "" : ", ") + species_[s].name;
  }
  throw InputError(fmt::format("there is no species '{}'; the species are {}", name, names));
}

std::map<ForceField::SpeciesPair, ForceField::PairEntry> ForceField::complete_pairs() const
{
  std::map<SpeciesPair, PairEntry> pairs = given_;
  std::vector<std::string> missing;
  for (std::size_t a = 0; a < species_.size(); ++a) {
    for (std::size_t b = a; b < species_.size(); ++b) {
      const SpeciesPair both{Species{static_cast<std::uint8_t>(a)}, Species{static_cast<std::uint8_t>(b)}};
      if (pairs.contains(both)) {
        continue;
      }
      if (mixing_ == Mixing::none || like_[a].kind != like_[b].kind || !like_[a].mix) {
        missing.push_back(fmt::format("the pair {}-{} has no potential, and {}", species_[a].name, species_[b].name,
                                      mixing_ == Mixing::none ? "mixing is off" : "these two cannot be mixed"));
        continue;
      }
      const auto k = binary_interaction_.find(both);
      pairs.emplace(both, like_[a].mix(like_[b].potential.get(), k == binary_interaction_.end() ? 0.0 : k->second));
    }
  }
  if (!missing.empty()) {
    throw InputError(missing);
  }
  return pairs;
}

std::vector<PairForce> ForceField::compile() const
{
  if (species_.empty()) {
    throw InputError("a force field needs at least one species");
  }
  std::map<std::type_index, PairForce> terms;
  for (const auto& [both, entry] : complete_pairs()) {
    const auto term = terms.try_emplace(entry.kind, kernels_.at(entry.kind), species_.size()).first;
    term->second.set(both.first, both.second, entry.coefficients, entry.cutoff, entry.tail);
  }
  std::vector<PairForce> compiled;
  for (auto& [kind, term] : terms) {
    compiled.push_back(std::move(term));
  }
  return compiled;
}

}  // namespace soret
