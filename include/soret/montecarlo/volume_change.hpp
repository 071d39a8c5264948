#pragma once
/// \file
/// The move that changes the volume at constant pressure.

#include <soret/montecarlo/move.hpp>
#include <soret/montecarlo/step_size.hpp>

namespace soret {

/// ln V' = ln V + d, d uniform in [-step, step]; all lengths and positions scale by (V'/V)^(1/3):
///   acc = min(1, exp(-beta (dU + p (V' - V)) + (N + 1) ln(V'/V)))   (Frenkel and Smit, section 5.4),
/// dU with the change of the tail correction. Costs one energy of every particle: to be attempted about once per N
/// other moves. A volume at which some length is below two cutoffs is rejected. The kind is "volume change".
class VolumeChange : public Move {
 public:
  /// Throws InputError unless the step is positive and finite.
  explicit VolumeChange(double step = 0.01, double target_acceptance = 0.4);

  const std::vector<std::string>& kinds() const override { return kinds_; }
  /// Throws InputError unless the reservoir has a pressure and the whole box is active.
  void check(const OpenSystem& system, const Reservoir& reservoir) const override;
  MoveOutcome attempt(OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random) override;
  void tune(const OpenSystem& system) override;
  void save(State& state) const override;
  void load(const State& state) override;

  double step() const { return step_.value(); }

 private:
  std::vector<std::string> kinds_;
  StepSize step_;
};

}  // namespace soret
