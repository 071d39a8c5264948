#pragma once
/// \file
/// The move that lets two unlike particles trade places.

#include <soret/montecarlo/move.hpp>

#include <utility>
#include <vector>

namespace soret {

/// An unordered pair of species is chosen with equal probability, then a particle of each with equal probability; they
/// exchange their species where they are: acc = min(1, exp(-beta dU)). Leaves all numbers as they are: mixes a closed
/// system. The kinds are "swap A-B", ...
class IdentitySwap : public Move {
 public:
  /// Throws InputError unless there are at least two different species.
  IdentitySwap(const SpeciesTable& table, const std::vector<Species>& species);

  const std::vector<std::string>& kinds() const override { return kinds_; }
  void check(const OpenSystem& system, const Reservoir& reservoir) const override;
  MoveOutcome attempt(OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random) override;

 private:
  std::vector<std::pair<Species, Species>> pairs_;
  std::vector<std::string> kinds_;
};

}  // namespace soret
