#pragma once
/// \file
/// The interface of Monte Carlo moves.

#include <soret/core/state.hpp>
#include <soret/montecarlo/attempt_numbers.hpp>
#include <soret/montecarlo/open_system.hpp>
#include <soret/montecarlo/reservoir.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace soret {

/// What became of one attempt.
struct MoveOutcome {
  std::size_t kind = 0;  ///< index in Move::kinds
  bool accepted = false;
  double energy_change = 0.0;  ///< of the potential energy with its tail correction; zero if rejected
};

/// How often a kind of move was tried and what it did.
struct MoveCounter {
  std::string kind;
  std::int64_t attempted = 0;
  std::int64_t accepted = 0;
  double energy_change = 0.0;  ///< summed over the accepted attempts

  /// accepted/attempted; zero if never attempted.
  double acceptance() const
  {
    return attempted == 0 ? 0.0 : static_cast<double>(accepted) / static_cast<double>(attempted);
  }
  void count(const MoveOutcome& outcome)
  {
    ++attempted;
    accepted += outcome.accepted ? 1 : 0;
    energy_change += outcome.energy_change;
  }
};

/// One way to change a system that leaves its distribution as it is (detailed balance with respect to itself). Moves
/// hold no particle data. A move of one's own is added to a chain like those of the library.
class Move {
 public:
  virtual ~Move() = default;
  /// Names of what is counted apart: "insertion A", "deletion A" and so on.
  virtual const std::vector<std::string>& kinds() const = 0;
  /// Throws InputError if the reservoir or the system lacks what the move needs.
  virtual void check(const OpenSystem& system, const Reservoir& reservoir) const = 0;
  /// Tries once: changes the system or leaves it as it was, to the last bit of the positions and the running energy.
  virtual MoveOutcome attempt(OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random) = 0;
  /// Adapts step sizes to what happened since the last call: only during equilibration, because it breaks detailed
  /// balance. By default there is nothing to adapt.
  virtual void tune(const OpenSystem&) {}
  /// Step sizes and what tuning has counted so far.
  virtual void save(State&) const {}
  virtual void load(const State&) {}
};

}  // namespace soret
