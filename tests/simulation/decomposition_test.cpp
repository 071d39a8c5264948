/// What comes out does not depend on the number of ranks.
#include "mixtures.hpp"
#include "support/grids.hpp"
#include "test_session.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace soret;
using namespace test_support;

namespace {

VelocityVerlet integrator() { return VelocityVerlet{TimeStep{0.003}}; }

double narrowest_domain(const Box& box, const GridShape& shape)
{
  const Vec3& lengths = box.lengths();
  return std::min({lengths.x / shape[0], lengths.y / shape[1], lengths.z / shape[2]});
}

/// Unwrapped positions and velocities by id and the entries of all ledgers, the same on every rank.
struct Phase {
  std::vector<Vec3> position;
  std::vector<Vec3> velocity;
  std::vector<double> ledger;
};

std::vector<double> all_ledger(const Simulation& simulation)
{
  std::vector<double> entries;
  for (const auto& control : simulation.controls()) {
    const auto local = control->local_ledger();
    entries.insert(entries.end(), local.begin(), local.end());
  }
  simulation.communicator().all_sum(entries);
  return entries;
}

Phase all_phase(const Simulation& simulation)
{
  const auto count = static_cast<std::size_t>(simulation.particle_count());
  const Particles& particles = simulation.local_particles();
  return {all_unwrapped_by_id(simulation.communicator(), simulation.box(), particles, count),
          all_vectors_by_id(simulation.communicator(), particles.id, particles.velocity, count),
          all_ledger(simulation)};
}

Phase after_steps(const mpi::Communicator& communicator, const NamedControls& controls,
                  const SimulationOptions& options)
{
  Simulation simulation{communicator, mixture(), mixture_field(), integrator(), options};
  controls.add(simulation);
  simulation.advance(Steps{100});
  return all_phase(simulation);
}

/// The same by root alone, told to the others.
Phase after_steps_on_one_rank(const NamedControls& controls, const SimulationOptions& options)
{
  const mpi::Communicator world = test_world();
  const mpi::Communicator alone = world.split(world.rank());
  Phase phase;
  if (world.is_root()) {
    phase = after_steps(alone, controls, options);
  }
  for (std::vector<Vec3>* vectors : {&phase.position, &phase.velocity}) {
    std::vector<double> flat;
    for (const Vec3& v : *vectors) {
      flat.insert(flat.end(), {v.x, v.y, v.z});
    }
    world.broadcast(flat);
    vectors->resize(flat.size() / 3);
    for (std::size_t i = 0; i < vectors->size(); ++i) {
      (*vectors)[i] = {flat[3 * i], flat[3 * i + 1], flat[3 * i + 2]};
    }
  }
  world.broadcast(phase.ledger);
  return phase;
}

void check_equal(const Phase& parallel, const Phase& serial)
{
  CHECK(largest_distance(parallel.position, serial.position) < 1e-9);
  CHECK(largest_distance(parallel.velocity, serial.velocity) < 1e-9);
  REQUIRE(parallel.ledger.size() == serial.ledger.size());
  for (std::size_t entry = 0; entry < serial.ledger.size(); ++entry) {
    CAPTURE(entry);
    CHECK(std::abs(parallel.ledger[entry] - serial.ledger[entry]) < 1e-7);
  }
}

}  // namespace

TEST_CASE("forces, energy and pressure agree with the double sum over pairs to twelve digits")
{
  const System system = mixture();
  const PairSums reference = brute_force(system.box, system.particles, mixture_laws());
  Simulation simulation{test_world(), system, mixture_field(), integrator()};
  const std::size_t count = system.particles.size();
  PairSums found{count};
  found.force =
      all_vectors_by_id(test_world(), simulation.local_particles().id, simulation.local_particles().force, count);
  CHECK(relative_errors(found, reference).force < 1e-12);

  const Thermodynamics now = simulation.measure();
  const double kinetic = local_kinetic_energy(system.particles, system.species);
  CHECK(now.potential_energy == doctest::Approx(reference.total_energy()).epsilon(1e-12));
  CHECK(now.kinetic_energy == doctest::Approx(kinetic).epsilon(1e-12));
  CHECK(now.temperature == doctest::Approx(1.2).epsilon(1e-12));
  for (std::size_t c = 0; c < 6; ++c) {
    double virial = 0.0;
    double momentum_flux = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
      const Vec3 v = system.particles.velocity_of(i);
      virial += reference.virial[i][c];
      momentum_flux += system.species[index(system.particles.species[i])].mass * v[symmetric_components[c][0]] *
                       v[symmetric_components[c][1]];
    }
    CHECK(now.virial[c] == doctest::Approx(virial).epsilon(1e-12).scale(std::abs(reference.total_energy())));
    CHECK(now.pressure_tensor[c] ==
          doctest::Approx((virial + momentum_flux) / system.box.volume()).epsilon(1e-12).scale(1.0));
  }
}

TEST_CASE("a trajectory of 100 steps and its ledgers are those of one rank, whatever acts on it")
{
  for (const NamedControls& controls : all_controls()) {
    CAPTURE(controls.name);
    check_equal(after_steps(test_world(), controls, {}), after_steps_on_one_rank(controls, {}));
  }
}

TEST_CASE("so it is in a box that moves")
{
  for (const NamedControls& controls : box_controls()) {
    CAPTURE(controls.name);
    check_equal(after_steps(test_world(), controls, {}), after_steps_on_one_rank(controls, {}));
  }
}

TEST_CASE("lists that survive changes of the box miss no pair")
{
  // Cold, so that the box moves further than the particles in it.
  for (const double pressure : {25.0, -25.0}) {
    for (const std::optional<Axis> axis : {std::optional<Axis>{}, std::optional<Axis>{Axis::x}}) {
      CAPTURE(pressure);
      CAPTURE(axis.has_value());
      const System system = liquid(Box{12.0, 12.5, 13.0}, 1200, mixture_field().species(), 0.005, Temperature{0.002});
      Simulation simulation{test_world(), system, mixture_field(), integrator(),
                            SimulationOptions{.skin = Skin{0.08}, .search_skin = Skin{0.2}}};
      simulation.control(MartynaTobiasKlein{.pressure = Pressure{pressure},
                                            .temperature = Temperature{0.002},
                                            .thermostat_relaxation_time = RelaxationTime{1.0},
                                            .barostat_relaxation_time = RelaxationTime{100.0},
                                            .axis = axis});
      double worst = 0.0;
      for (int part = 0; part < 25; ++part) {
        simulation.advance(Steps{5});
        worst = std::max(worst, all_force_error(simulation));
      }
      CHECK(worst < 1e-11);
      CHECK(std::abs(simulation.box().lengths().x / 12.0 - 1.0) > 0.05);
      CHECK(simulation.rebuild_count() < 20);
      CHECK(simulation.rebuild_count() > 2);
    }
  }
}

TEST_CASE("on every grid forces are right after steps in which messages travelled beside the pair loop")
{
  const System system = mixture();
  constexpr double narrowest = 2.9;  // the range of the lists and some more
  for (const GridShape& shape : all_grid_shapes(test_world().size())) {
    if (narrowest_domain(system.box, shape) < narrowest) {
      continue;
    }
    CAPTURE(shape[0]);
    CAPTURE(shape[1]);
    for (const Precision precision : {Precision::double_precision, Precision::mixed}) {
      Simulation simulation{test_world(), system, mixture_field(), integrator(),
                            SimulationOptions{.precision = precision, .grid = shape}};
      double worst = 0.0;
      for (int part = 0; part < 2; ++part) {
        simulation.advance(Steps{6});
        worst = std::max(worst, all_force_error(simulation));
      }
      CHECK(worst < (precision == Precision::mixed ? 2e-5 : 1e-12));
      CHECK(simulation.list_count() <= 4);  // most steps were without a new list
    }
  }
}

TEST_CASE("a given grid and another skin give the same trajectory")
{
  const int ranks = test_world().size();
  const NamedControls controls = all_controls()[2];
  const SimulationOptions options{.skin = Skin{0.12},
                                  .grid = ranks <= 4 ? GridShape{1, ranks, 1} : GridShape{2, ranks / 2, 1}};
  const Phase parallel = after_steps(test_world(), controls, options);
  const Phase serial = after_steps_on_one_rank(controls, {});
  CHECK(largest_distance(parallel.position, serial.position) < 1e-9);
}

TEST_CASE("in mixed precision trajectories stay together within the rounding of single precision")
{
  const NamedControls controls = all_controls()[1];
  const SimulationOptions mixed{.precision = Precision::mixed};
  const Phase parallel = after_steps(test_world(), controls, mixed);
  const Phase reference = after_steps_on_one_rank(controls, {});
  const double difference = largest_distance(parallel.position, reference.position);
  CHECK(difference < 1e-5);
  CHECK(difference > 0.0);  // it was single precision
}
