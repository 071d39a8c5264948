#include <soret/montecarlo/identity_swap.hpp>

#include "metropolis.hpp"
#include "species_pairs.hpp"

#include <soret/core/error.hpp>

namespace soret {

IdentitySwap::IdentitySwap(const SpeciesTable& table, const std::vector<Species>& species)
    : pairs_{detail::unordered_pairs(species)}
{
  for (const auto& [a, b] : pairs_) {
    kinds_.push_back("swap " + table.at(index(a)).name + "-" + table.at(index(b)).name);
  }
}

void IdentitySwap::check(const OpenSystem& system, const Reservoir&) const
{
  for (const auto& [a, b] : pairs_) {
    if (index(b) >= system.species_count() || index(a) >= system.species_count()) {
      throw InputError("the swap of identities and the system have different species");
    }
  }
}

MoveOutcome IdentitySwap::attempt(OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random)
{
  MoveOutcome outcome{.kind = random.below(pairs_.size())};
  const auto [species_a, species_b] = pairs_[outcome.kind];
  if (system.count(species_a) == 0 || system.count(species_b) == 0) {
    return outcome;
  }
  const auto slot_of = [&](Species species) {
    return system.nth_of(species, random.below(static_cast<std::size_t>(system.count(species))));
  };
  const OpenSystem::Slot a = slot_of(species_a);
  const OpenSystem::Slot b = slot_of(species_b);
  const double limit = detail::largest_accepted_change(0.0, reservoir, random);
  TrialSums change;
  {
    const Vec3 at_a = system.position(a);
    const Vec3 at_b = system.position(b);
    const OpenSystem::Hidden hidden_a{system, a};  // the pair of the two keeps its energy
    const OpenSystem::Hidden hidden_b{system, b};
    const TrialSums before = system.sums(species_a, at_a) + system.sums(species_b, at_b);
    change = system.sums(species_b, at_a) + system.sums(species_a, at_b) - before;
  }
  if (change.energy <= limit) {
    system.swap_species(a, b, change);
    outcome.accepted = true;
    outcome.energy_change = change.energy;
  }
  return outcome;
}

}  // namespace soret
