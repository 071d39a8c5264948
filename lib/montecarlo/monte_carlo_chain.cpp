#include <soret/montecarlo/monte_carlo_chain.hpp>

#include "metropolis.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

/// Attempts between two adaptations of the step sizes.
constexpr std::int64_t tuning_interval = 5000;
constexpr double largest_energy_error = 1e-10;

std::string described(const std::vector<MoveCounter>& counters)
{
  std::string text;
  for (const MoveCounter& counter : counters) {
    text += fmt::format("\n  {}: {} of {} accepted, energy changed by {:.6g}", counter.kind, counter.accepted,
                        counter.attempted, counter.energy_change);
  }
  return text;
}

void check_activities(const OpenSystem& system, const Reservoir& reservoir)
{
  if (reservoir.activities() != 0 && reservoir.activities() != system.species_count()) {
    throw InputError(
        fmt::format("{} activities are given for {} species", reservoir.activities(), system.species_count()));
  }
}

void count(MoveCounter& counter, const MoveOutcome& outcome)
{
  ++counter.attempted;
  counter.accepted += outcome.accepted ? 1 : 0;
  counter.energy_change += outcome.energy_change;
}

}  // namespace

MonteCarloChain::MonteCarloChain(const System& start, const ForceField& field, Reservoir reservoir,
                                 const ChainOptions& options)
    : system_{start, field, options.tail_corrections, options.region},
      reservoir_{std::move(reservoir)},
      stream_{options.seed, Stream::monte_carlo, options.instance},
      density_limit_{options.density_limit}
{
  check_activities(system_, reservoir_);
}

void MonteCarloChain::add_move(std::unique_ptr<Move> move, double weight)
{
  if (!(weight > 0.0) || !std::isfinite(weight)) {
    throw InputError(fmt::format("the weight of a move is {:g}; it must be positive and finite", weight));
  }
  move->check(system_, reservoir_);
  const std::size_t first_counter = counters_.size();
  for (const std::string& kind : move->kinds()) {
    counters_.push_back({kind});
  }
  const double sum = moves_.empty() ? 0.0 : moves_.back().cumulative_weight;
  moves_.push_back({std::move(move), sum + weight, first_counter});
}

const MonteCarloChain::WeightedMove& MonteCarloChain::choose(double uniform) const
{
  const double point = uniform * moves_.back().cumulative_weight;
  std::size_t k = 0;
  while (k + 1 < moves_.size() && point >= moves_[k].cumulative_weight) {
    ++k;
  }
  return moves_[k];
}

void MonteCarloChain::advance(std::int64_t attempts)
{
  if (moves_.empty()) {
    throw InputError("a Monte Carlo chain needs at least one move");
  }
  for (const std::int64_t end = attempts_ + attempts; attempts_ < end; ++attempts_) {
    AttemptNumbers random{stream_, static_cast<std::uint64_t>(attempts_)};
    const WeightedMove& chosen = choose(random.uniform());
    const MoveOutcome outcome = chosen.move->attempt(system_, reservoir_, random);
    count(counters_[chosen.first_counter + outcome.kind], outcome);
    if (outcome.accepted && density_limit_) {
      check_density();
    }
    if (tuning_ && (attempts_ + 1) % tuning_interval == 0) {
      for (const WeightedMove& weighted : moves_) {
        weighted.move->tune(system_);
      }
    }
  }
}

void MonteCarloChain::check_density() const
{
  const double density = static_cast<double>(system_.total_count()) / system_.volume();
  if (density > density_limit_->value()) {
    throw RunTimeFailure(
        fmt::format("attempt {}: {} particles in a volume of {:g} are a density of {:.4g}, beyond the limit of {:g}: "
                    "the activities "
                    "fill the box",
                    attempts_, system_.total_count(), system_.volume(), density, density_limit_->value()));
  }
}

void MonteCarloChain::set_reservoir(Reservoir reservoir)
{
  check_activities(system_, reservoir);
  for (const WeightedMove& weighted : moves_) {
    weighted.move->check(system_, reservoir);
  }
  reservoir_ = std::move(reservoir);
}

double MonteCarloChain::pressure() const
{
  const double ideal = static_cast<double>(system_.total_count()) * reservoir_.thermal_energy();
  return (ideal + system_.virial() / 3.0) / system_.volume();
}

std::vector<MoveCounter> MonteCarloChain::counters() const
{
  std::vector<MoveCounter> counters = counters_;
  if (trajectories_.attempted > 0) {
    counters.push_back(trajectories_);
  }
  return counters;
}

void MonteCarloChain::reset_counters()
{
  for (MoveCounter& counter : counters_) {
    counter = {counter.kind};
  }
  trajectories_ = {trajectories_.kind};
}

EnergyCheck MonteCarloChain::check_energy()
{
  const EnergyCheck check = system_.recompute();
  if (!(check.relative_error() <= largest_energy_error)) {
    throw RunTimeFailure(
        fmt::format("attempt {}: the running energy is {:.15g}, computed anew it is {:.15g}, which differs by {:.2g} "
                    "of {:.6g}; the "
                    "moves since the counters were reset:{}",
                    attempts_, check.running_energy, check.recomputed_energy, check.relative_error(), check.scale,
                    described(counters())));
  }
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
  count(trajectories_, outcome);
  return outcome.accepted;
}

void MonteCarloChain::save(State& state) const
{
  State system;
  system_.save(system);
  state.put_all("system", system);
  for (std::size_t k = 0; k < moves_.size(); ++k) {
    State move;
    moves_[k].move->save(move);
    state.put_all(fmt::format("move{}", k), move);
  }
  std::vector<std::int64_t> numbers{attempts_, tuning_ ? 1 : 0, trajectories_.attempted, trajectories_.accepted};
  std::vector<double> changes{trajectories_.energy_change};
  for (const MoveCounter& counter : counters_) {
    numbers.insert(numbers.end(), {counter.attempted, counter.accepted});
    changes.push_back(counter.energy_change);
  }
  state.put("numbers", std::move(numbers));
  state.put("energy_changes", std::move(changes));
}

void MonteCarloChain::load(const State& state)
{
  const std::vector<std::int64_t>& numbers = state.integers("numbers");
  const std::vector<double>& changes = state.doubles("energy_changes");
  if (numbers.size() != 2 * counters_.size() + 4 || changes.size() != counters_.size() + 1) {
    throw RunTimeFailure(fmt::format("the saved chain had other moves: {} counters instead of {}", changes.size() - 1,
                                     counters_.size()));
  }
  system_.load(state.part("system"));
  for (std::size_t k = 0; k < moves_.size(); ++k) {
    moves_[k].move->load(state.part(fmt::format("move{}", k)));
  }
  attempts_ = numbers[0];
  tuning_ = numbers[1] != 0;
  trajectories_ = {trajectories_.kind, numbers[2], numbers[3], changes[0]};
  for (std::size_t k = 0; k < counters_.size(); ++k) {
    counters_[k] = {counters_[k].kind, numbers[2 * k + 4], numbers[2 * k + 5], changes[k + 1]};
  }
}

}  // namespace soret
