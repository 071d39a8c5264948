/// A particle that is coupled by degrees: forces, energies, and changes while the system moves.
#include "mixtures.hpp"
#include "support/by_id.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/sampling/coupled_particle.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace soret;
using namespace test_support;

namespace {

constexpr Species a{0};
constexpr Species b{1};
constexpr Species inserted{2};

/// A further particle of the first species, coupled by lambda.
ForceField coupled_field(double lambda)
{
  ForceField field = mixture_field();
  field.add({"A inserted", 1.0});
  field.pair(a, inserted, SoftCoreLennardJones{.lambda = lambda});
  const LennardJones mixed = LennardJones{}.mixed_with({.epsilon = 0.8, .sigma = 0.95}, 0.0);
  field.pair(b, inserted, SoftCoreLennardJones{.epsilon = mixed.epsilon, .sigma = mixed.sigma, .lambda = lambda});
  field.pair(inserted, inserted, SoftCoreLennardJones{.lambda = lambda});
  return field;
}

/// One particle of the mixture is the one that is coupled.
System coupled_mixture(Species of_one)
{
  System system = mixture();
  system.species = coupled_field(1.0).species();
  for (std::size_t i = 0; i < system.particles.size(); ++i) {
    if (system.particles.id[i] == 777) {
      system.particles.species[i] = of_one;
    }
  }
  return system;
}

Simulation coupled(double lambda, Species of_one = inserted)
{
  return {test_world(), coupled_mixture(of_one), coupled_field(lambda), VelocityVerlet{TimeStep{0.004}}};
}

/// Potential energy and lambda's derivative as the sampler sees them.
class Looker : public Sampler {
 public:
  explicit Looker(std::vector<double> lambdas)
      : energies_{CoupledParticle{inserted,
                                  {{.potential = {}, .cutoff = 2.5},
                                   {.potential = {.epsilon = std::sqrt(0.8), .sigma = 0.975}, .cutoff = 2.5}}},
                  lambdas, Temperature{1.0}}
  {
  }
  PairSamples needed() const override { return PairSamples::nothing; }
  void sample(const Snapshot& snapshot) override { seen = energies_.evaluate(snapshot, test_world(), 1); }
  void save(State&) const override {}
  void load(const State&) override {}
  CoupledEnergies seen;

 private:
  CoupledParticleEnergies energies_;
};

}  // namespace

TEST_CASE("a particle that is fully coupled moves like any other of its species")
{
  Simulation whole = coupled(1.0);
  Simulation plain = coupled(1.0, a);
  CHECK(whole.measure().potential_energy == doctest::Approx(plain.measure().potential_energy).epsilon(1e-12));
  CHECK(whole.measure().pressure() == doctest::Approx(plain.measure().pressure()).epsilon(1e-12));
  whole.advance(Steps{20});
  plain.advance(Steps{20});
  const auto forces_of = [](const Simulation& simulation) {
    const Particles& local = simulation.local_particles();
    return all_vectors_by_id(test_world(), local.id, local.force,
                             static_cast<std::size_t>(simulation.particle_count()));
  };
  CHECK(largest_distance(forces_of(whole), forces_of(plain)) < 1e-7);
}

TEST_CASE("energies that a sampler sees differ as the whole system's do")
{
  constexpr double step = 1e-4;
  Simulation simulation = coupled(0.35);
  Looker looker{{0.35 - step, 0.35, 0.35 + step, 1.0}};
  simulation.advance(Steps{10}, every(Steps{10}, looker));
  const auto energy_at = [&](double lambda) {
    simulation.change_forces(coupled_field(lambda));
    return simulation.measure().potential_energy;
  };
  const double here = energy_at(0.35);
  CHECK(energy_at(1.0) - here == doctest::Approx(looker.seen.energies[3] - looker.seen.energies[1]).epsilon(1e-9));
  CHECK((energy_at(0.35 + step) - energy_at(0.35 - step)) / (2.0 * step) ==
        doctest::Approx(looker.seen.slope).epsilon(1e-5));
}

TEST_CASE("a change of forces acts at once and leaves everything else as it is")
{
  Simulation changed = coupled(0.0);
  changed.advance(Steps{10});
  changed.change_forces(coupled_field(0.6));
  Simulation same = coupled(0.6);
  State state;
  changed.save(state);
  same.load(state);
  CHECK(changed.measure().potential_energy == same.measure().potential_energy);
  changed.advance(Steps{15});
  same.advance(Steps{15});
  State a_state;
  State b_state;
  changed.save(a_state);
  same.save(b_state);
  CHECK(a_state.values() == b_state.values());
}

TEST_CASE("energy is conserved at any coupling")
{
  for (const double lambda : {0.05, 0.5, 1.0}) {
    Simulation simulation = coupled(lambda);
    const double before = simulation.measure().total_energy();
    simulation.advance(Steps{100});
    CHECK(simulation.measure().total_energy() == doctest::Approx(before).epsilon(2e-4));
  }
}

TEST_CASE("forces of other species or of longer range are refused")
{
  Simulation simulation = coupled(0.5);
  CHECK_THROWS_AS(simulation.change_forces(mixture_field()), InputError);
  ForceField longer = coupled_field(0.5);
  longer.pair(a, inserted, SoftCoreLennardJones{.lambda = 0.5}, Cutoff{3.0});
  CHECK_THROWS_WITH_AS(simulation.change_forces(longer), doctest::Contains("a cutoff of 3"), InputError);
}
