/// The same liquid by Monte Carlo, by molecular dynamics and by hybrid Monte Carlo. One rank.
#include "few_particles.hpp"
#include "support/liquid.hpp"
#include "test_session.hpp"

#include <soret/dynamics/langevin.hpp>
#include <soret/montecarlo/displacement.hpp>
#include <soret/montecarlo/monte_carlo_chain.hpp>
#include <soret/simulation/simulation.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace soret;
using namespace test_support;

namespace {

constexpr std::int64_t particle_count = 108;
const Temperature temperature{1.2};
const Box box{5.4, 5.4, 5.4};

ForceField field()
{
  ForceField field{Cutoff{2.0}};
  field.add({.name = "A"}, LennardJones{});
  return field;
}

System start(std::uint64_t repetition)
{
  return liquid(box, particle_count, field().species(), 0.05, temperature, Seed{100 + repetition});
}

/// Means of one run.
struct Means {
  double energy = 0.0;
  double pressure = 0.0;

  void add(double u, double p, int samples)
  {
    energy += u / samples;
    pressure += p / samples;
  }
};

Means by_monte_carlo(std::uint64_t repetition)
{
  MonteCarloChain chain{start(repetition), field(), Reservoir{temperature}, {.instance = repetition}};
  chain.add(Displacement{field().species(), 0.25}, 1.0);
  chain.advance(20'000);
  Means means;
  for (int k = 0; k < 400; ++k) {
    chain.advance(200);
    means.add(chain.energy(), chain.pressure(), 400);
  }
  return means;
}

Means by_molecular_dynamics(std::uint64_t repetition)
{
  Simulation simulation{test_world(), start(repetition), field(), VelocityVerlet{TimeStep{0.004}}};
  simulation.control(Langevin{temperature, RelaxationTime{0.5}, Seed{200 + repetition}});
  simulation.advance(Steps{800});
  Means means;
  for (int k = 0; k < 200; ++k) {
    simulation.advance(Steps{20});
    const Thermodynamics now = simulation.measure();
    const double virial = now.virial[0] + now.virial[1] + now.virial[2];
    const double volume = box.volume();
    means.add(now.potential_energy, particle_count * temperature.value() / volume + virial / (3.0 * volume), 200);
  }
  return means;
}

/// The particles of a chain with velocities of the Maxwell distribution.
System set_in_motion(const MonteCarloChain& chain, const RandomStream& random)
{
  System system = chain.exported();
  for (std::size_t i = 0; i < system.particles.size(); ++i) {
    const Vec3 velocity =
        std::sqrt(temperature.value()) * random.normal3(static_cast<std::uint64_t>(chain.attempts()), i);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      system.particles.velocity[axis][i] = velocity[axis];
    }
  }
  return system;
}

/// A burst of molecular dynamics with a step so long that many bursts are rejected.
bool burst(MonteCarloChain& chain, const RandomStream& random)
{
  const System begin = set_in_motion(chain, random);
  Simulation simulation{test_world(), begin, field(), VelocityVerlet{TimeStep{0.022}}};
  simulation.advance(Steps{12});
  const System end{box, begin.species, simulation.local_particles()};
  return chain.accept_trajectory(end, local_kinetic_energy(begin.particles, begin.species),
                                 local_kinetic_energy(end.particles, end.species));
}

Means by_hybrid(std::uint64_t repetition)
{
  MonteCarloChain chain{start(repetition), field(), Reservoir{temperature}, {.instance = repetition}};
  chain.add(Displacement{field().species(), 0.25}, 1.0);
  chain.advance(20'000);
  const RandomStream random{Seed{300}, Stream::velocities, repetition};
  Means means;
  for (int k = 0; k < 250; ++k) {
    burst(chain, random);
    means.add(chain.energy(), chain.pressure(), 250);
  }
  const MoveCounter bursts = chain.counters().back();
  CHECK(bursts.kind == "trajectory");
  CHECK(bursts.acceptance() > 0.3);
  CHECK(bursts.acceptance() < 0.95);
  return means;
}

constexpr int repetitions = 8;

Estimate energy_of(Means (*method)(std::uint64_t))
{
  return mean_over(repetitions, [method](std::uint64_t k) { return method(k).energy / particle_count; });
}

}  // namespace

TEST_CASE("energy and pressure of a liquid agree with molecular dynamics")
{
  std::vector<Means> by_chain;
  std::vector<Means> by_motion;
  for (std::uint64_t k = 0; k < repetitions; ++k) {
    by_chain.push_back(by_monte_carlo(k));
    by_motion.push_back(by_molecular_dynamics(k));
  }
  for (const bool pressure : {false, true}) {
    CAPTURE(pressure);
    const auto mean = [pressure](const std::vector<Means>& runs) {
      return mean_over(repetitions,
                       [&](std::uint64_t k) { return pressure ? runs[k].pressure : runs[k].energy / particle_count; });
    };
    const Estimate off = difference(mean(by_chain), mean(by_motion));
    CAPTURE(off);
    CHECK(off.standard_error < (pressure ? 0.06 : 0.02));
    CHECK(std::abs(off.standard_errors_from(0.0)) < 4.0);
  }
}

TEST_CASE("bursts of molecular dynamics that may be rejected keep the distribution")
{
  const Estimate off = difference(energy_of(by_hybrid), energy_of(by_monte_carlo));
  CAPTURE(off);
  CHECK(off.standard_error < 0.02);
  CHECK(std::abs(off.standard_errors_from(0.0)) < 4.0);
}
