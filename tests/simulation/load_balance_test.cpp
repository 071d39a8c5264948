/// Planes between domains shift to where ranks have even work, in a slab of liquid beside vapour.
#include "mixtures.hpp"
#include "support/grids.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/simulation/load_balance.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

using namespace soret;
using namespace test_support;

namespace {

constexpr double slab_thickness = 34.0;
constexpr double box_length = 52.0;
constexpr double lateral = 9.0;
constexpr double search_range = 2.9;  ///< the cutoff and the buffer of the wide list

/// Liquid from z = `bottom` on, vapour elsewhere.
System liquid_slab(double bottom = 4.0)
{
  const SpeciesTable species = mixture_field().species();
  const auto count = static_cast<std::int64_t>(0.8 * lateral * lateral * slab_thickness);
  System system = liquid(Box{lateral, lateral, slab_thickness - 1.0}, count, species, 0.05, Temperature{0.7});
  const System vapour =
      liquid(Box{lateral, lateral, box_length - slab_thickness - 1.0}, 12, species, 0.05, Temperature{0.7}, Seed{12});
  system.box = Box{lateral, lateral, box_length};
  for (double& z : system.particles.position[2]) {
    z += bottom + 0.5;
  }
  for (std::size_t i = 0; i < vapour.particles.size(); ++i) {
    const Vec3 beside = vapour.particles.position_of(i) + Vec3{0.0, 0.0, bottom + 0.5 + slab_thickness};
    system.particles.add(count + vapour.particles.id[i], vapour.particles.species[i], system.box.wrapped(beside),
                         vapour.particles.velocity_of(i));
  }
  return system;
}

std::unique_ptr<Simulation> started(const System& system, const SimulationOptions& options)
{
  auto simulation =
      std::make_unique<Simulation>(test_world(), system, mixture_field(), VelocityVerlet{TimeStep{0.004}}, options);
  simulation->control(Langevin{Temperature{0.7}, RelaxationTime{0.5}, Seed{31}});
  return simulation;
}

SimulationOptions options_on(const GridShape& grid)
{
  return {.skin = Skin{0.2}, .search_skin = Skin{search_range - 2.5}, .grid = grid};
}

/// The ways to divide the slab's box in which domains can be as wide as lists reach.
std::vector<GridShape> slab_grids()
{
  std::vector<GridShape> grids;
  for (const GridShape& shape : all_grid_shapes(test_world().size())) {
    if (lateral / std::max(shape[0], shape[1]) > search_range && slab_thickness / shape[2] > search_range) {
      grids.push_back(shape);
    }
  }
  return grids;
}

void check_all_particles_are_there(const Simulation& simulation)
{
  const auto count = static_cast<std::size_t>(simulation.particle_count());
  const Particles& local = simulation.local_particles();
  CHECK(all_copies_by_id(test_world(), local, count) == std::vector<double>(count, 1.0));
}

/// Forces and energy as they are against the double sum over pairs.
void check_forces(Simulation& simulation)
{
  const auto count = static_cast<std::size_t>(simulation.particle_count());
  const Particles everything = all_particles(test_world(), simulation.local_particles(), count);
  const double expected = brute_force(simulation.box(), everything, mixture_laws()).total_energy();
  CHECK(all_force_error(simulation) < 1e-12);
  CHECK(simulation.measure().potential_energy == doctest::Approx(expected).epsilon(1e-12));
}

GridPlanes equal_planes(const GridShape& shape) { return planes_with_narrow_lowest(shape, 1.0); }

State saved(const Simulation& simulation)
{
  State state;
  simulation.save(state);
  return state;
}

}  // namespace

TEST_CASE("in a slab beside vapour all ranks come to have the same work, on every grid that can")
{
  const System system = liquid_slab();
  REQUIRE(!slab_grids().empty());
  for (const GridShape& shape : slab_grids()) {
    CAPTURE(shape[0]);
    CAPTURE(shape[1]);
    CAPTURE(shape[2]);
    const auto simulation = started(system, options_on(shape));
    double first = 0.0;
    double settled = 0.0;
    constexpr int settled_parts = 8;
    for (int part = -20; part < settled_parts; ++part) {
      simulation->advance(Steps{20});
      check_all_particles_are_there(*simulation);
      const double imbalance = simulation->load_balance().imbalance().value_or(0.0);
      first = first == 0.0 ? imbalance : first;
      settled += part < 0 ? 0.0 : imbalance / settled_parts;
    }
    check_forces(*simulation);
    CHECK(settled <= LoadBalance::threshold);
    CHECK(simulation->grid().narrowest(simulation->box()) > search_range - 1e-9);
    if (shape[2] > 1) {
      CHECK(first > 0.2);
      CHECK(simulation->grid().planes()[2] != equal_planes(shape)[2]);
    }
  }
}

TEST_CASE("a run split at checkpoints while planes shift equals the straight run bit for bit")
{
  const System system = liquid_slab();
  const SimulationOptions options = options_on({1, 1, test_world().size()});
  const auto straight = started(system, options);
  straight->advance(Steps{200});
  State state;
  std::vector<std::int64_t> shifts;
  std::int64_t fewest_searches = LoadBalance::searches_between_shifts;  // of an unfinished count
  for (const std::int64_t steps : {75, 40, 85}) {
    const auto run = started(system, options);
    if (!state.values().empty()) {
      run->load(state);
      CHECK(saved(*run).values() == state.values());
      fewest_searches = std::min(fewest_searches, state.integer("domains/searches"));
    }
    run->advance(Steps{steps});
    state = saved(*run);
    shifts.push_back(run->load_balance().shift_count());
  }
  CHECK(saved(*straight).values() == state.values());
  if (test_world().size() > 1) {
    CHECK(shifts.front() > 0);  // the checkpoint has other planes than a start
    CHECK(shifts.back() > shifts.front());
    CHECK(fewest_searches > 0);
  }
}

TEST_CASE("planes stay where they are unless they are asked to shift, and the imbalance is known")
{
  SimulationOptions options = options_on({1, 1, test_world().size()});
  options.load_balance = false;
  const auto simulation = started(liquid_slab(), options);
  simulation->advance(Steps{120});
  CHECK(simulation->load_balance().imbalance().value_or(1.0) > 0.2);
  CHECK(simulation->grid().planes() == equal_planes(*options.grid));
}

TEST_CASE("a homogeneous box keeps equal domains, and its motion is that without balance bit for bit")
{
  // On a lattice of twelve layers, which two, three and four domains share evenly.
  const System homogeneous = liquid(Box{13.0, 13.0, 13.0}, 1728, mixture_field().species(), 0.1, Temperature{0.7});
  const auto moved = [&homogeneous](bool load_balance) {
    SimulationOptions options{.skin = Skin{0.1}, .search_skin = Skin{0.2}, .load_balance = load_balance};
    auto simulation = started(homogeneous, options);
    simulation->advance(Steps{200});
    return simulation;
  };
  const auto with = moved(true);
  const auto without = moved(false);
  CHECK(with->load_balance().imbalance().has_value() == (test_world().size() > 1));
  CHECK(with->grid().planes() == equal_planes(with->grid().shape()));
  CHECK(with->local_particles().id == without->local_particles().id);
  CHECK(with->local_particles().position == without->local_particles().position);
  CHECK(with->local_particles().velocity == without->local_particles().velocity);
}

TEST_CASE("domains that a shrinking box would make narrower than lists need become wider again")
{
  constexpr double bottom = 15.0;  // so that planes have gone up
  const auto simulation = started(liquid_slab(bottom), options_on({1, 1, test_world().size()}));
  simulation->advance(Steps{260});
  check_forces(*simulation);
  constexpr double shrinkage = 0.7;
  const double narrowest = simulation->grid().narrowest(simulation->box());
  simulation->rescale_box({1.0, 1.0, shrinkage});
  check_all_particles_are_there(*simulation);
  check_forces(*simulation);
  CHECK(simulation->grid().narrowest(simulation->box()) > search_range - 1e-9);
  if (test_world().size() == 8) {
    CHECK(shrinkage * narrowest < search_range);
  }
}

TEST_CASE("planes of another grid are refused")
{
  const auto simulation = started(mixture(), {});
  State state = saved(*simulation);
  state.put("domains/planes/y", std::vector<double>{0.0, 0.25, 0.125, 1.0});
  CHECK_THROWS_WITH_AS(simulation->load(state), doctest::Contains("4 planes along y do not divide a box"), InputError);
}
