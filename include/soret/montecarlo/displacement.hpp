#pragma once
/// \file
/// The move that shifts one particle.

#include <soret/montecarlo/move.hpp>
#include <soret/montecarlo/step_size.hpp>

namespace soret {

/// A particle chosen with equal probability from all (that may move) is shifted by a vector uniform in a cube,
/// |dx|, |dy|, |dz| <= step, with a step of its own for each species:
///   acc = min(1, exp(-beta dU))   (Metropolis et al. 1953, doi:10.1063/1.1699114).
/// The kinds are the species. `tune` steers each acceptance towards `target_acceptance`.
class Displacement : public Move {
 public:
  /// Throws InputError unless the step is positive and finite.
  explicit Displacement(const SpeciesTable& species, double step = 0.2, double target_acceptance = 0.35);

  const std::vector<std::string>& kinds() const override { return kinds_; }
  void check(const OpenSystem& system, const Reservoir& reservoir) const override;
  MoveOutcome attempt(OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random) override;
  void tune(const OpenSystem& system) override;
  void save(State& state) const override;
  void load(const State& state) override;

  double step(Species species) const { return steps_.at(index(species)).value(); }

 private:
  std::vector<std::string> kinds_;
  std::vector<StepSize> steps_;
};

}  // namespace soret
