#include <soret/montecarlo/monte_carlo_chain.hpp>

#include "metropolis.hpp"
#include "open_checks.hpp"

#include <fmt/format.h>

#include <utility>

namespace soret {

namespace {

/// Attempts between two adaptations of the step sizes.
constexpr std::int64_t tuning_interval = 5000;

}  // namespace

MonteCarloChain::MonteCarloChain(const System& start, const ForceField& field, Reservoir reservoir,
                                 const ChainOptions& options)
    : system_{start, field, options.tail_corrections, options.region},
      reservoir_{std::move(reservoir)},
      stream_{options.seed, Stream::monte_carlo, options.instance},
      density_limit_{options.density_limit}
{
  detail::require_activities(reservoir_, system_.species_count());
}

void MonteCarloChain::advance(std::int64_t attempts)
{
  moves_.require_moves();
  for (const std::int64_t end = attempts_ + attempts; attempts_ < end; ++attempts_) {
    AttemptNumbers random{stream_, static_cast<std::uint64_t>(attempts_)};
    const bool accepted = moves_.attempt(system_, reservoir_, random);
    if (accepted && density_limit_) {
      check_density();
    }
    if (tuning_ && (attempts_ + 1) % tuning_interval == 0) {
      moves_.tune(system_);
    }
  }
}

void MonteCarloChain::check_density() const
{
  detail::require_density(system_.total_count(), system_.volume(), *density_limit_,
                          fmt::format("attempt {}", attempts_));
}

void MonteCarloChain::set_reservoir(Reservoir reservoir)
{
  detail::require_activities(reservoir, system_.species_count());
  moves_.check(system_, reservoir);
  reservoir_ = std::move(reservoir);
}

ChainSample MonteCarloChain::sample() const
{
  return {system_.counts(), system_.energy(), system_.virial(), system_.volume()};
}

double MonteCarloChain::pressure() const
{
  const double ideal = static_cast<double>(system_.total_count()) * reservoir_.thermal_energy();
  return (ideal + system_.virial() / 3.0) / system_.volume();
}

std::vector<MoveCounter> MonteCarloChain::counters() const
{
  std::vector<MoveCounter> counters = moves_.counters();
  if (trajectories_.attempted > 0) {
    counters.push_back(trajectories_);
  }
  return counters;
}

void MonteCarloChain::reset_counters()
{
  moves_.reset_counters();
  trajectories_ = {trajectories_.kind};
}

EnergyCheck MonteCarloChain::check_energy()
{
  const EnergyCheck check = system_.recompute();
  require_agreement(check, attempts_, counters());
  return check;
}

void MonteCarloChain::replace(const System& system) { system_.replace(system); }

bool MonteCarloChain::accept_trajectory(const System& end, double kinetic_before, double kinetic_after)
{
  AttemptNumbers random{stream_, static_cast<std::uint64_t>(attempts_++)};
  const double limit = detail::largest_accepted_change(0.0, reservoir_, random);
  OpenSystem before = system_;
  system_.replace(end);
  MoveOutcome outcome{.energy_change = system_.energy() - before.energy()};
  outcome.accepted = outcome.energy_change + kinetic_after - kinetic_before <= limit;
  if (!outcome.accepted) {
    system_ = std::move(before);
    outcome.energy_change = 0.0;
  }
  trajectories_.count(outcome);
  return outcome.accepted;
}

void MonteCarloChain::save(State& state) const
{
  State part;
  system_.save(part);
  state.put_all("system", std::move(part));
  State moves;
  moves_.save(moves);
  state.put_all("moves", moves);
  state.put("numbers",
            std::vector<std::int64_t>{attempts_, tuning_ ? 1 : 0, trajectories_.attempted, trajectories_.accepted});
  state.put("trajectory_energy_change", trajectories_.energy_change);
}

void MonteCarloChain::load(const State& state)
{
  moves_.load(state.part("moves"));
  system_.load(state.part("system"));
  const std::vector<std::int64_t>& numbers = state.integers("numbers");
  attempts_ = numbers.at(0);
  tuning_ = numbers.at(1) != 0;
  trajectories_ = {trajectories_.kind, numbers.at(2), numbers.at(3), state.scalar("trajectory_energy_change")};
}

}  // namespace soret
