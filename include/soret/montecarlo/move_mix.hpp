#pragma once
/// \file
/// Several moves, one of them chosen at random for each attempt.

#include <soret/montecarlo/move.hpp>

#include <memory>
#include <string>
#include <vector>

namespace soret {

/// Moves with their weights and what has become of their attempts.
class MoveMix {
 public:
  /// Adds a move that is chosen with a probability of weight/(sum of weights). Throws InputError if the weight is not
  /// positive and finite or the system and its reservoir lack what the move needs.
  void add(std::unique_ptr<Move> move, double weight, const OpenSystem& system, const Reservoir& reservoir);
  /// Throws InputError if a move lacks something.
  void check(const OpenSystem& system, const Reservoir& reservoir) const;
  /// Throws InputError if there is no move.
  void require_moves() const;

  /// One attempt of one move; whether it was accepted.
  bool attempt(OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random);
  /// Lets every move adapt its step sizes.
  void tune(const OpenSystem& system);

  /// Every kind of every move, in the order in which they were added.
  const std::vector<MoveCounter>& counters() const { return counters_; }
  void reset_counters();

  void save(State& state) const;
  /// Throws RunTimeFailure if the saved mix had another number of counters.
  void load(const State& state);

 private:
  struct WeightedMove {
    std::unique_ptr<Move> move;
    double cumulative_weight;
    std::size_t first_counter;
  };

  const WeightedMove& choose(double uniform) const;

  std::vector<WeightedMove> moves_;
  std::vector<MoveCounter> counters_;
};

/// One line per counter, each beginning with a line break: for messages.
std::string described(const std::vector<MoveCounter>& counters);

/// Throws RunTimeFailure, with the counters, if the running energy is off by more than 1e-10 of the check's scale.
void require_agreement(const EnergyCheck& check, std::int64_t attempts, const std::vector<MoveCounter>& counters);

}  // namespace soret
