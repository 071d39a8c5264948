#pragma once
/// \file
/// The move that inserts and deletes particles.

#include <soret/montecarlo/move.hpp>

#include <vector>

namespace soret {

/// Insertion or deletion, each with probability 1/2, of a species chosen with equal probability from those given. With
/// k trial positions (multiple-trial Rosenbluth bias; Frenkel and Smit, Understanding Molecular Simulation, chapter
/// 13):
///
/// insertion: k positions uniform in the box, with energies dU_l; one is chosen with probability w_l/W,
///   w = exp(-beta dU), W = sum_l w_l;
///   acc = min(1, (z_i V/(N_i + 1)) W/k);
/// deletion: of a particle chosen with equal probability from the N_i; its own position and k - 1 further ones, uniform
///   in the box, make W with the particle taken out;
///   acc = min(1, (N_i/(z_i V)) k/W).
///
/// k = 1 is the ordinary grand-canonical move, acc = min(1, (z_i V/(N_i + 1)) exp(-beta dU)) and
/// min(1, (N_i/(z_i V)) exp(-beta dU)), with z_i = exp(beta mu_i)/Lambda_i³ (reservoir.hpp). A position with
/// beta dU > 60 gets w = 0, in both directions, which keeps the balance exact. Tail corrections depend on the numbers
/// of particles only: they are the same for all k positions and enter as one factor, exp(-beta dU_tail). In an active
/// region (OpenSystem), N_i and V are those of the region.
///
/// The kinds are "insertion A", "deletion A", "insertion B", ...
class Transfer : public Move {
 public:
  /// Throws InputError unless there is a species and at least one trial position.
  Transfer(const SpeciesTable& table, std::vector<Species> species, int trials = 1);

  const std::vector<std::string>& kinds() const override { return kinds_; }
  void check(const OpenSystem& system, const Reservoir& reservoir) const override;
  MoveOutcome attempt(OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random) override;

  int trials() const { return trials_; }

 private:
  /// A trial position, its sums and its weight.
  struct Trial {
    Vec3 at;
    TrialSums sums;
    double weight;
  };

  MoveOutcome insert(Species species, OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random);
  MoveOutcome remove(Species species, OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random);

  std::vector<Species> species_;
  int trials_;
  std::vector<std::string> kinds_;
  std::vector<Trial> tried_;  ///< room for the k positions of an attempt
};

}  // namespace soret
