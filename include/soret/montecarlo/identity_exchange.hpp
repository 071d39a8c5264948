#pragma once
/// \file
/// The move that turns a particle of one species into one of another.

#include <soret/montecarlo/move.hpp>

#include <utility>
#include <vector>

namespace soret {

/// An ordered pair of species (a, b) is chosen with equal probability from all ordered pairs of those given, then a
/// particle with equal probability from the N_a; it becomes a b where it is:
///   acc = min(1, (N_a/(N_b + 1)) (z_b/z_a) exp(-beta dU))   (Kofke and Glandt 1988, doi:10.1080/00268978800100743),
/// dU with the change of the tail correction. This is what lets the composition of a dense liquid fluctuate. The kinds
/// are "exchange A to B", ...
class IdentityExchange : public Move {
 public:
  /// Throws InputError unless there are at least two different species.
  IdentityExchange(const SpeciesTable& table, const std::vector<Species>& species);

  const std::vector<std::string>& kinds() const override { return kinds_; }
  void check(const OpenSystem& system, const Reservoir& reservoir) const override;
  MoveOutcome attempt(OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random) override;

 private:
  std::vector<std::pair<Species, Species>> pairs_;
  std::vector<std::string> kinds_;
};

}  // namespace soret
