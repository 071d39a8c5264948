#include <soret/montecarlo/volume_change.hpp>

#include "metropolis.hpp"

#include <soret/core/error.hpp>

#include <cmath>

namespace soret {

VolumeChange::VolumeChange(double step, double target_acceptance)
    : kinds_{"volume change"}, step_{step, target_acceptance}
{
}

void VolumeChange::check(const OpenSystem& system, const Reservoir& reservoir) const
{
  if (!reservoir.pressure()) {
    throw InputError("volume changes need a pressure");
  }
  if (system.has_region()) {
    throw InputError("volume changes move all particles: they cannot be combined with an active region");
  }
}

MoveOutcome VolumeChange::attempt(OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random)
{
  const double log_ratio = step_.value() * (2.0 * random.uniform() - 1.0);
  const double volume_change = system.volume() * std::expm1(log_ratio);
  const double log_factor = static_cast<double>(system.total_count() + 1) * log_ratio -
                            reservoir.beta() * reservoir.pressure()->value() * volume_change;
  const double limit = detail::largest_accepted_change(log_factor, reservoir, random);
  MoveOutcome outcome;
  outcome.accepted = system.rescale(std::exp(log_ratio / 3.0), [&](double energy_change) {
    outcome.energy_change = energy_change;
    return energy_change <= limit;
  });
  step_.count(outcome.accepted);
  return outcome.accepted ? outcome : MoveOutcome{};
}

void VolumeChange::tune(const OpenSystem&)
{
  constexpr double largest = 1.0;
  step_.tune(largest);
}

void VolumeChange::save(State& state) const { state.put("step", step_.saved()); }

void VolumeChange::load(const State& state) { step_.restore(state.doubles("step")); }

}  // namespace soret
