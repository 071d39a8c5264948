#pragma once
/// \file
/// One particle that is coupled to all others by degrees, and its energy.

#include <soret/core/quantity.hpp>
#include <soret/forces/potentials/soft_core_lennard_jones.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/sampler.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// The one particle of its species, and how it interacts with every other species when fully coupled.
struct CoupledParticle {
  struct Interaction {
    SoftCoreLennardJones potential;  ///< its lambda is of no importance
    double cutoff = 2.5;
  };

  Species species{};
  std::vector<Interaction> with;  ///< one per species of the mixture, in order; the particle's own species is no other
};

/// Energies of a configuration in units of k_B T.
struct CoupledEnergies {
  std::vector<double> energies;  ///< u at the coupling lambda_l, one per lambda
  double slope = 0.0;            ///< du/dlambda at the present coupling
};

/// The energy of the coupled particle with all others as a function of lambda, u(lambda) = sum_j u_j(r_j; lambda)/T.
/// Coefficients are folded once. An evaluation costs a look at every particle (its distance) and one evaluation of the
/// potential per neighbour and lambda: with twenty of them about a tenth of a step of a thousand particles.
class CoupledParticleEnergies {
 public:
  /// Throws InputError unless there are couplings, all within [0, 1], and interactions, and the temperature is
  /// positive.
  CoupledParticleEnergies(CoupledParticle particle, std::span<const double> lambdas, Temperature temperature);

  std::size_t size() const { return lambdas_.size(); }
  std::span<const double> lambdas() const { return lambdas_; }

  /// Collective: `own` is the index of the present coupling. Pairs are counted by minimum image, each on the rank that
  /// owns the partner; the same on every rank. Throws RunTimeFailure, on all ranks, unless there is exactly one
  /// particle of the species.
  CoupledEnergies evaluate(const Snapshot& snapshot, const mpi::Communicator& communicator, std::size_t own) const;

 private:
  using Coefficients = std::array<double, SoftCoreLennardJones::coefficient_count>;

  Vec3 position(const Snapshot& snapshot, const mpi::Communicator& communicator) const;
  void add_partner(double r_squared, std::size_t species, std::size_t own, std::span<double> sums) const;

  CoupledParticle particle_;
  std::vector<double> lambdas_;
  double inverse_temperature_;
  std::vector<double> cutoff_squared_;      ///< one per species
  std::vector<Coefficients> coefficients_;  ///< shape (species, lambda)
};

}  // namespace soret
