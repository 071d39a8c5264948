#pragma once
/// \file
/// A short stretch of molecular dynamics as a move of a Monte Carlo chain.

#include <soret/core/quantity.hpp>
#include <soret/forces/force_field.hpp>
#include <soret/montecarlo/monte_carlo_chain.hpp>
#include <soret/mpi/communicator.hpp>

namespace soret {

/// How long a burst is.
struct BurstLength {
  Steps steps{20};
  TimeStep time_step{0.004};
};

/// Moves all particles of a chain at once along a trajectory at constant energy, with velocities drawn anew from the
/// Maxwell distribution at the chain's temperature (hybrid Monte Carlo; Duane et al. 1987,
/// doi:10.1016/0370-2693(87)91197-X). The integrator's error of the energy decides whether the end is accepted, so that
/// the distribution is exact for any time step. Random numbers are keyed by attempt and particle.
class DynamicsBurst {
 public:
  /// `alone` is a communicator of this rank only. Throws InputError if it has more ranks.
  DynamicsBurst(const mpi::Communicator& alone, ForceField field, const BurstLength& length, Seed seed);

  /// One attempt of the chain. Returns whether it was accepted. A motion that breaks down is rejected; fewer than two
  /// particles stay where they are.
  bool attempt(MonteCarloChain& chain) const;

 private:
  mpi::Communicator alone_;
  ForceField field_;
  BurstLength length_;
  Seed seed_;
};

}  // namespace soret
