#include <soret/montecarlo/identity_exchange.hpp>

#include "metropolis.hpp"
#include "species_pairs.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <cmath>

namespace soret {

IdentityExchange::IdentityExchange(const SpeciesTable& table, const std::vector<Species>& species)
{
  for (const auto& [a, b] : detail::unordered_pairs(species)) {
    pairs_.emplace_back(a, b);
    pairs_.emplace_back(b, a);
  }
  for (const auto& [from, to] : pairs_) {
    kinds_.push_back("exchange " + table.at(index(from)).name + " to " + table.at(index(to)).name);
  }
}

void IdentityExchange::check(const OpenSystem& system, const Reservoir& reservoir) const
{
  if (reservoir.activities() != system.species_count()) {
    throw InputError(fmt::format("identity exchanges need an activity for each of {} species: {} are given",
                                 system.species_count(), reservoir.activities()));
  }
}

MoveOutcome IdentityExchange::attempt(OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random)
{
  MoveOutcome outcome{.kind = random.below(pairs_.size())};
  const auto [from, to] = pairs_[outcome.kind];
  const std::int64_t count = system.count(from);
  if (count == 0) {
    return outcome;
  }
  const OpenSystem::Slot slot = system.nth_of(from, random.below(static_cast<std::size_t>(count)));
  const double log_factor = std::log(static_cast<double>(count) / static_cast<double>(system.count(to) + 1)) +
                            reservoir.log_activity(to) - reservoir.log_activity(from);
  const double tail = system.tail_change(from, to);
  const double limit = detail::largest_accepted_change(log_factor, reservoir, random) - tail;
  TrialSums change;
  {
    const Vec3 at = system.position(slot);
    const OpenSystem::Hidden itself{system, slot};
    const TrialSums before = system.sums(from, at);
    change = system.sums(to, at, before.energy + limit) - before;
  }
  if (change.energy <= limit) {
    system.change_species(slot, to, change);
    outcome.accepted = true;
    outcome.energy_change = change.energy + tail;
  }
  return outcome;
}

}  // namespace soret
