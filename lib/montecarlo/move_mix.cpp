#include <soret/montecarlo/move_mix.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace soret {

void MoveMix::add(std::unique_ptr<Move> move, double weight, const OpenSystem& system, const Reservoir& reservoir)
{
  if (!(weight > 0.0) || !std::isfinite(weight)) {
    throw InputError(fmt::format("the weight of a move is {:g}; it must be positive and finite", weight));
  }
  move->check(system, reservoir);
  const std::size_t first_counter = counters_.size();
  for (const std::string& kind : move->kinds()) {
    counters_.push_back({kind});
  }
  const double sum = moves_.empty() ? 0.0 : moves_.back().cumulative_weight;
  moves_.push_back({std::move(move), sum + weight, first_counter});
}

void MoveMix::check(const OpenSystem& system, const Reservoir& reservoir) const
{
  for (const WeightedMove& weighted : moves_) {
    weighted.move->check(system, reservoir);
  }
}

void MoveMix::require_moves() const
{
  if (moves_.empty()) {
    throw InputError("a Monte Carlo chain needs at least one move");
  }
}

const MoveMix::WeightedMove& MoveMix::choose(double uniform) const
{
  const double point = uniform * moves_.back().cumulative_weight;
  std::size_t k = 0;
  while (k + 1 < moves_.size() && point >= moves_[k].cumulative_weight) {
    ++k;
  }
  return moves_[k];
}

bool MoveMix::attempt(OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random)
{
  const WeightedMove& chosen = choose(random.uniform());
  const MoveOutcome outcome = chosen.move->attempt(system, reservoir, random);
  counters_[chosen.first_counter + outcome.kind].count(outcome);
  return outcome.accepted;
}

void MoveMix::tune(const OpenSystem& system)
{
  for (const WeightedMove& weighted : moves_) {
    weighted.move->tune(system);
  }
}

void MoveMix::reset_counters()
{
  for (MoveCounter& counter : counters_) {
    counter = {counter.kind};
  }
}

void MoveMix::save(State& state) const
{
  for (std::size_t k = 0; k < moves_.size(); ++k) {
    State move;
    moves_[k].move->save(move);
    state.put_all(fmt::format("move{}", k), move);
  }
  std::vector<std::int64_t> numbers;
  std::vector<double> changes;
  for (const MoveCounter& counter : counters_) {
    numbers.insert(numbers.end(), {counter.attempted, counter.accepted});
    changes.push_back(counter.energy_change);
  }
  state.put("numbers", std::move(numbers));
  state.put("energy_changes", std::move(changes));
}

void MoveMix::load(const State& state)
{
  const std::vector<std::int64_t>& numbers = state.integers("numbers");
  const std::vector<double>& changes = state.doubles("energy_changes");
  if (numbers.size() != 2 * counters_.size() || changes.size() != counters_.size()) {
    throw RunTimeFailure(
        fmt::format("the saved chain had other moves: {} counters instead of {}", changes.size(), counters_.size()));
  }
  for (std::size_t k = 0; k < moves_.size(); ++k) {
    moves_[k].move->load(state.part(fmt::format("move{}", k)));
  }
  for (std::size_t k = 0; k < counters_.size(); ++k) {
    counters_[k] = {counters_[k].kind, numbers[2 * k], numbers[2 * k + 1], changes[k]};
  }
}

std::string described(const std::vector<MoveCounter>& counters)
{
  std::string text;
  for (const MoveCounter& counter : counters) {
    text += fmt::format("\n  {}: {} of {} accepted, energy changed by {:.6g}", counter.kind, counter.accepted,
                        counter.attempted, counter.energy_change);
  }
  return text;
}

void require_agreement(const EnergyCheck& check, std::int64_t attempts, const std::vector<MoveCounter>& counters)
{
  constexpr double largest_error = 1e-10;
  if (!(check.relative_error() <= largest_error)) {
    throw RunTimeFailure(
        fmt::format("attempt {}: the running energy is {:.15g}, computed anew it is {:.15g}, which differs by {:.2g} "
                    "of {:.6g}; the "
                    "moves since the counters were reset:{}",
                    attempts, check.running_energy, check.recomputed_energy, check.relative_error(), check.scale,
                    described(counters)));
  }
}

}  // namespace soret
