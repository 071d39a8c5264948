/// A run continues on another number of ranks: the same physics, other rounding.
#include "mixtures.hpp"
#include "support/by_id.hpp"
#include "support/gather_states.hpp"
#include "test_session.hpp"

#include <doctest/doctest.h>

using namespace soret;
using namespace test_support;

namespace {

std::unique_ptr<Simulation> started(const mpi::Communicator& communicator, const System& system,
                                    const NamedControls& controls)
{
  auto simulation =
      std::make_unique<Simulation>(communicator, system, mixture_field(), VelocityVerlet{TimeStep{0.004}});
  controls.add(*simulation);
  return simulation;
}

State saved(const Simulation& simulation)
{
  State state;
  simulation.save(state);
  return state;
}

std::vector<Vec3> all_positions(const Simulation& simulation)
{
  return all_unwrapped_by_id(simulation.communicator(), simulation.box(), simulation.local_particles(),
                             static_cast<std::size_t>(simulation.particle_count()));
}

/// The sums of the ledger over all ranks.
std::vector<double> all_ledger(const Simulation& simulation)
{
  std::vector<double> ledger;
  for (const auto& control : simulation.controls()) {
    ledger.insert(ledger.end(), control->local_ledger().begin(), control->local_ledger().end());
  }
  simulation.communicator().all_sum(ledger);
  return ledger;
}

void check_close(const std::vector<double>& found, const std::vector<double>& expected)
{
  REQUIRE(found.size() == expected.size());
  for (std::size_t k = 0; k < found.size(); ++k) {
    CHECK(found[k] == doctest::Approx(expected[k]).epsilon(1e-8));
  }
}

}  // namespace

TEST_CASE("from all ranks to one")
{
  const mpi::Communicator world = test_world();
  const mpi::Communicator alone = world.split(world.rank());
  for (const NamedControls& controls : all_controls()) {
    CAPTURE(controls.name);
    const auto run = started(world, mixture(), controls);
    run->advance(Steps{40});
    const std::vector<State> states = gather_states(world, saved(*run));
    run->advance(Steps{30});
    const std::vector<Vec3> expected = all_positions(*run);
    const std::vector<double> ledger = all_ledger(*run);
    if (!world.is_root()) {
      continue;
    }
    const auto continued = started(alone, Simulation::merge(states, run->species()), controls);
    continued->load_merged(states);
    CHECK(continued->step() == 40);
    continued->advance(Steps{30});
    // ehex moves particles by the third order of the step after the forces; a merged run starts from new forces.
    const double tolerance = controls.name == "ehex" ? 1e-6 : 1e-9;
    CHECK(largest_distance(all_positions(*continued), expected) < tolerance);
    check_close(all_ledger(*continued), ledger);
  }
}

TEST_CASE("from one rank to all")
{
  const mpi::Communicator world = test_world();
  const mpi::Communicator alone = world.split(world.rank());
  for (const NamedControls& controls : {all_controls()[2], all_controls()[4]}) {
    CAPTURE(controls.name);
    const auto run = started(alone, mixture(), controls);  // every rank by itself
    run->advance(Steps{20});
    const std::vector<State> states{saved(*run)};
    run->advance(Steps{20});
    const auto continued = started(world, Simulation::merge(states, run->species()), controls);
    continued->load_merged(states);
    continued->advance(Steps{20});
    CHECK(largest_distance(all_positions(*continued), all_positions(*run)) < 1e-9);
    CHECK(continued->step() == run->step());
    check_close(all_ledger(*continued), all_ledger(*run));
  }
}
