#pragma once
/// \file
/// A liquid of two species with one particle of a third that is coupled by degrees, split over the ranks of the test.

#include "support/brute_force.hpp"
#include "support/liquid.hpp"
#include "test_session.hpp"

#include <soret/sampling/coupled_particle.hpp>
#include <soret/sampling/sampler.hpp>

#include <array>
#include <vector>

namespace test_support {

using namespace soret;

inline constexpr Species coupled_species{2};
inline constexpr Temperature coupled_temperature{1.3};
inline const std::vector<double> coupled_lambdas{0.0, 0.1, 0.35, 0.8, 1.0};

/// Interacts with the two species over different ranges; one potential shifted, one cut.
inline CoupledParticle coupled_particle()
{
  return {coupled_species,
          {{.potential = {.epsilon = 0.9, .sigma = 1.05}, .cutoff = 2.5},
           {.potential = {.epsilon = 1.4, .sigma = 0.9, .truncation = Truncation::cut}, .cutoff = 2.2}}};
}

/// The same particles whatever the number of ranks; particles reach beyond the box. The one that is coupled moves.
class CoupledLiquid {
 public:
  explicit CoupledLiquid(const mpi::Communicator& communicator)
      : CoupledLiquid(communicator.rank(), communicator.size())
  {
  }
  CoupledLiquid(int rank, int size) : rank_{rank}, size_{size} { move(0); }

  void move(std::int64_t step)
  {
    step_ = step;
    particles = {};
    const SpeciesTable two{species.begin(), species.begin() + 2};
    const System whole = liquid(box, 301, two, 0.12, Temperature{1.0}, Seed{20 + static_cast<std::uint64_t>(step)});
    const auto shift = [&](Vec3 r, std::int64_t id) {
      r.x += id % 3 == 0 ? box.lengths().x : 0.0;
      r.y -= id % 5 == 0 ? box.lengths().y : 0.0;
      return r;
    };
    for (std::size_t i = 0; i < whole.particles.size(); ++i) {
      const std::int64_t id = whole.particles.id[i];
      if (id % size_ == rank_) {
        particles.add(id, id == 17 ? coupled_species : whole.particles.species[i],
                      shift(whole.particles.position_of(i), id));
      }
    }
  }

  Snapshot snapshot() const { return {box, species, particles, {}, {}, step_, static_cast<double>(step_) * 0.25, {}}; }

  Box box{7.1, 7.5, 6.9};
  SpeciesTable species{{"A", 1.0}, {"B", 2.5}, {"A inserted", 1.0}};
  Particles particles;

 private:
  int rank_;
  int size_;
  std::int64_t step_ = 0;
};

/// Energy of the coupled particle by the sum over all others.
inline double brute_coupled_energy(const CoupledLiquid& whole, double lambda)
{
  const CoupledParticle coupled = coupled_particle();
  PairLaws laws;
  for (std::size_t s = 0; s < coupled.with.size(); ++s) {
    SoftCoreLennardJones potential = coupled.with[s].potential;
    potential.lambda = lambda;
    laws.set(coupled_species, Species{static_cast<std::uint8_t>(s)}, law_of(potential, coupled.with[s].cutoff));
  }
  return brute_force(whole.box, whole.particles, laws).total_energy() / coupled_temperature.value();
}

}  // namespace test_support
