#include <soret/montecarlo/displacement.hpp>

#include "metropolis.hpp"

#include <soret/core/error.hpp>

#include <algorithm>

namespace soret {

namespace {

/// A particle, each with the same probability, given as its rank among all.
OpenSystem::Slot nth_of_all(const OpenSystem& system, std::size_t n)
{
  std::size_t s = 0;
  for (; n >= static_cast<std::size_t>(system.count(static_cast<Species>(s))); ++s) {
    n -= static_cast<std::size_t>(system.count(static_cast<Species>(s)));
  }
  return system.nth_of(static_cast<Species>(s), n);
}

}  // namespace

Displacement::Displacement(const SpeciesTable& species, double step, double target_acceptance)
    : steps_(species.size(), StepSize{step, target_acceptance})
{
  for (const SpeciesInfo& info : species) {
    kinds_.push_back("displacement " + info.name);
  }
}

void Displacement::check(const OpenSystem& system, const Reservoir&) const
{
  if (kinds_.size() != system.species_count()) {
    throw InputError("the displacement move and the system have different species");
  }
}

MoveOutcome Displacement::attempt(OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random)
{
  const auto particles = static_cast<std::size_t>(system.total_count());
  if (particles == 0) {
    return {};
  }
  const OpenSystem::Slot slot = nth_of_all(system, random.below(particles));
  const Species species = system.species(slot);
  StepSize& step = steps_[index(species)];
  const Vec3 from = system.position(slot);
  const std::optional<Vec3> to = system.admitted(from + step.value() * (2.0 * random.point() - Vec3{1.0, 1.0, 1.0}));
  MoveOutcome outcome{.kind = index(species)};
  if (to) {
    const double limit = detail::largest_accepted_change(0.0, reservoir, random);
    TrialSums before;
    TrialSums after;
    {
      const OpenSystem::Hidden itself{system, slot};
      before = system.sums(species, from);
      after = system.sums(species, *to, before.energy + limit);
    }
    outcome.energy_change = after.energy - before.energy;
    outcome.accepted = outcome.energy_change <= limit;
    if (outcome.accepted) {
      system.move(slot, *to, after - before);
    }
  }
  step.count(outcome.accepted);
  return outcome.accepted ? outcome : MoveOutcome{.kind = outcome.kind};
}

void Displacement::tune(const OpenSystem& system)
{
  const Vec3& lengths = system.box().lengths();
  for (StepSize& step : steps_) {
    step.tune(0.5 * std::min({lengths.x, lengths.y, lengths.z}));
  }
}

void Displacement::save(State& state) const
{
  for (std::size_t s = 0; s < steps_.size(); ++s) {
    state.put("step" + std::to_string(s), steps_[s].saved());
  }
}

void Displacement::load(const State& state)
{
  for (std::size_t s = 0; s < steps_.size(); ++s) {
    steps_[s].restore(state.doubles("step" + std::to_string(s)));
  }
}

}  // namespace soret
