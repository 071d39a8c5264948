/// Bursts of molecular dynamics as moves of a Monte Carlo chain.
#include "support/sanitizers.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/correlated_series.hpp>
#include <soret/input/starts.hpp>
#include <soret/montecarlo/displacement.hpp>
#include <soret/simulation/dynamics_burst.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace soret;

namespace {

constexpr Temperature temperature{1.2};

ForceField mixture(SpeciesTable& table)
{
  ForceField field{Cutoff{2.0}};
  field.add({.name = "A", .mass = 1.0}, LennardJones{1.0, 1.0});
  field.add({.name = "B", .mass = 3.0}, LennardJones{0.8, 0.95});
  table = {{"A", 1.0}, {"B", 3.0}};
  return field;
}

/// 100 particles at a density of 0.4.
MonteCarloChain small_chain(const ForceField& field, const SpeciesTable& table)
{
  const std::vector<SpeciesCount> counts{{Species{0}, 50}, {Species{1}, 50}};
  const System start = random_packing(box_of_density(100, NumberDensity{0.4}), counts, table, 0.85, Seed{8});
  return {start, field, Reservoir{temperature}};
}

DynamicsBurst burst_of(const ForceField& field, Steps steps, TimeStep time_step)
{
  return {test_world().split(test_world().rank()), field, {steps, time_step}, Seed{9}};
}

}  // namespace

TEST_CASE("a burst moves every particle and is accepted if its energy is conserved")
{
  SpeciesTable table;
  const ForceField field = mixture(table);
  MonteCarloChain chain = small_chain(field, table);
  chain.add(Displacement{table}, 1.0);
  chain.advance(20'000);
  const double before = chain.energy();
  const DynamicsBurst burst = burst_of(field, Steps{20}, TimeStep{0.001});
  int accepted = 0;
  for (int k = 0; k < 20; ++k) {
    accepted += burst.attempt(chain) ? 1 : 0;
  }
  CHECK(accepted >= 19);
  CHECK(chain.energy() != before);
  CHECK(chain.attempts() == 20'020);
  CHECK(chain.system().counts() == std::vector<std::int64_t>{50, 50});
  CHECK_NOTHROW(chain.check_energy());
}

TEST_CASE("a burst with too long a step is rejected, and nothing has changed")
{
  SpeciesTable table;
  const ForceField field = mixture(table);
  MonteCarloChain chain = small_chain(field, table);
  chain.add(Displacement{table}, 1.0);
  chain.advance(20'000);
  const double before = chain.energy();
  CHECK_FALSE(burst_of(field, Steps{50}, TimeStep{0.2}).attempt(chain));
  CHECK(chain.energy() == before);
  CHECK_NOTHROW(chain.check_energy());
}

TEST_CASE("bursts alone sample the same distribution as displacements, whatever the time step")
{
  if (under_sanitizers || test_world().size() > 1) {
    return;
  }
  SpeciesTable table;
  const ForceField field = mixture(table);
  MonteCarloChain by_displacements = small_chain(field, table);
  by_displacements.add(Displacement{table}, 1.0);
  by_displacements.advance(50'000);
  std::vector<double> energies;
  for (int k = 0; k < 4000; ++k) {
    by_displacements.advance(200);
    energies.push_back(by_displacements.energy());
  }
  // a step so long that about half of the bursts are refused: those accepted must make up for the wrong energies
  MonteCarloChain by_bursts = small_chain(field, table);
  by_bursts.add(Displacement{table}, 1.0);
  by_bursts.advance(50'000);
  const DynamicsBurst burst = burst_of(field, Steps{8}, TimeStep{0.03});
  std::vector<double> burst_energies;
  double accepted = 0.0;
  for (int k = 0; k < 4000; ++k) {
    accepted += burst.attempt(by_bursts) ? 1.0 : 0.0;
    burst_energies.push_back(by_bursts.energy());
  }
  MESSAGE("accepted " << accepted / 4000.0);
  CHECK(accepted / 4000.0 > 0.2);
  CHECK(accepted / 4000.0 < 0.9);
  const Estimate expected = blocking_analysis(energies).estimate;
  const Estimate found = blocking_analysis(burst_energies).estimate;
  MESSAGE("energies " << found.value << " and " << expected.value << ", errors " << found.standard_error << " and "
                      << expected.standard_error);
  CHECK(found.standard_error < 1.0);
  CHECK(std::abs(difference(found, expected).standard_errors_from(0.0)) < 4.0);
}

TEST_CASE("fewer than two particles stay where they are")
{
  SpeciesTable table;
  const ForceField field = mixture(table);
  System lonely{Box{6.0, 6.0, 6.0}, table, {}};
  lonely.particles.add(0, Species{0}, {1.0, 2.0, 3.0});
  MonteCarloChain chain{lonely, field, Reservoir{temperature}};
  CHECK(burst_of(field, Steps{5}, TimeStep{0.005}).attempt(chain));
  CHECK(chain.attempts() == 1);
  CHECK(chain.exported().particles.position_of(0).y == 2.0);
}
