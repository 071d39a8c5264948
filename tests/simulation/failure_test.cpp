/// Impossible input is refused with the numbers; a motion that breaks down names the step and the particle.
#include "mixtures.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <limits>

using namespace soret;
using namespace test_support;

namespace {

/// Only the rank that finds a failure throws, so failures are tried by each rank alone.
mpi::Communicator alone() { return test_world().split(test_world().rank()); }

System small_liquid() { return liquid(Box{7.0, 7.5, 8.0}, 250, mixture_field().species()); }

void run(const System& system, TimeStep time_step, Steps steps)
{
  Simulation simulation{alone(), system, mixture_field(), VelocityVerlet{time_step}};
  simulation.advance(steps);
}

void place(System& system, std::size_t particle, const Vec3& at)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    system.particles.position[axis][particle] = at[axis];
  }
}

std::string failure_of(const System& system, TimeStep time_step)
{
  try {
    run(system, time_step, Steps{2000});
  }
  catch (const RunTimeFailure& failure) {
    return failure.what();
  }
  return "no failure";
}

}  // namespace

TEST_CASE("two particles in one place")
{
  System system = small_liquid();
  place(system, 17, system.particles.position_of(40));
  const std::string message = failure_of(system, TimeStep{0.002});
  CAPTURE(message);
  CHECK(message.find("step 1:") != std::string::npos);
  CHECK((message.find("particle 17 ") != std::string::npos || message.find("particle 40 ") != std::string::npos));
}

TEST_CASE("two particles nearly in one place")
{
  System system = small_liquid();
  place(system, 17, system.particles.position_of(40) + Vec3{1e-4, 0.0, 0.0});
  const std::string message = failure_of(system, TimeStep{0.002});
  CAPTURE(message);
  CHECK(message.find("step ") != std::string::npos);
  CHECK(message.find("particle ") != std::string::npos);
}

TEST_CASE("a time step that the motion cannot follow")
{
  for (const double time_step : {0.05, 0.5, 1e3}) {
    CAPTURE(time_step);
    const std::string message = failure_of(small_liquid(), TimeStep{time_step});
    CAPTURE(message);
    CHECK(message.find("step ") != std::string::npos);
    CHECK(message.find("particle ") != std::string::npos);
  }
}

TEST_CASE("a velocity that is not finite")
{
  System system = small_liquid();
  system.particles.velocity[2][99] = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_WITH_AS(run(system, TimeStep{0.002}, Steps{1}), doctest::Contains("step 1: particle 99 is lost"),
                       RunTimeFailure);
}

TEST_CASE("a position that is not finite, in a box that moves")
{
  Simulation simulation{alone(), small_liquid(), mixture_field(), VelocityVerlet{TimeStep{0.002}}};
  simulation.control(MartynaTobiasKlein{.pressure = Pressure{1.0},
                                        .temperature = Temperature{1.0},
                                        .thermostat_relaxation_time = RelaxationTime{0.5},
                                        .barostat_relaxation_time = RelaxationTime{0.5}});
  simulation.advance(Steps{3});
  State state;
  simulation.save(state);
  std::vector<double> z = state.doubles("position/z");
  z[99] = std::numeric_limits<double>::quiet_NaN();
  state.put("position/z", z);
  simulation.load(state);
  const std::string message = fmt::format("step 4: particle {} is lost", state.integers("id")[99]);
  CHECK_THROWS_WITH_AS(simulation.advance(Steps{1}), doctest::Contains(message.c_str()), RunTimeFailure);
}

TEST_CASE("a bath that books energies net of recoil is refused unless momentum is zeroed in every step")
{
  for (const std::int64_t interval : {0, 2, 1}) {
    CAPTURE(interval);
    Simulation simulation{alone(), small_liquid(), mixture_field(), VelocityVerlet{TimeStep{0.002}}};
    if (interval > 0) {
      simulation.control(CentreOfMassRemoval{Steps{interval}});
    }
    simulation.control(Langevin{.temperature = Temperature{1.0},
                                .relaxation_time = RelaxationTime{0.5},
                                .seed = Seed{1},
                                .net_of_recoil = true});
    if (interval == 1) {
      CHECK_NOTHROW(simulation.advance(Steps{1}));
    }
    else {
      CHECK_THROWS_WITH_AS(simulation.advance(Steps{1}),
                           doctest::Contains("langevin books energies net of recoil, which needs a "), InputError);
    }
  }
}

TEST_CASE("a box under two cutoffs is refused")
{
  const System system = liquid(Box{4.9, 8.0, 8.0}, 200, mixture_field().species());
  CHECK_THROWS_WITH_AS(run(system, TimeStep{0.002}, Steps{1}), doctest::Contains("along x is 4.9"), InputError);
  CHECK_THROWS_WITH_AS(run(system, TimeStep{0.002}, Steps{1}), doctest::Contains("two cutoffs, 5"), InputError);
}

TEST_CASE("a box of exactly two cutoffs will do")
{
  run(liquid(Box{5.0, 5.0, 5.0}, 60, mixture_field().species()), TimeStep{0.002}, Steps{10});
}

TEST_CASE("a barostat that shrinks the box below two cutoffs is stopped, with the step")
{
  Simulation simulation{alone(), liquid(Box{5.05, 8.0, 8.0}, 100, mixture_field().species()), mixture_field(),
                        VelocityVerlet{TimeStep{0.002}}};
  simulation.control(Csvr{Temperature{1.0}, RelaxationTime{0.1}, Seed{1}});
  simulation.barostat(StochasticCellRescaling{.pressure = Pressure{50.0},
                                              .temperature = Temperature{1.0},
                                              .relaxation_time = RelaxationTime{0.1},
                                              .compressibility = Compressibility{0.1},
                                              .seed = Seed{2}});
  CHECK_THROWS_WITH_AS(simulation.advance(Steps{500}),
                       doctest::Contains("0: the barostat has shrunk the box: box length"), RunTimeFailure);
}

TEST_CASE("particles outside the box are counted")
{
  System system = small_liquid();
  place(system, 3, {7.0, 1.0, 1.0});
  place(system, 5, {1.0, -0.5, 1.0});
  CHECK_THROWS_WITH_AS(run(system, TimeStep{0.002}, Steps{1}), doctest::Contains("2 of 250 particles lie outside"),
                       InputError);
}

TEST_CASE("a skin that is not positive is refused, and a wide list that is narrower than the one picked from it")
{
  for (const double skin : {-0.1, 0.0, std::nan("")}) {
    CHECK_THROWS_WITH_AS((Simulation{alone(), small_liquid(), mixture_field(), VelocityVerlet{TimeStep{0.002}},
                                     SimulationOptions{.skin = Skin{skin}}}),
                         doctest::Contains("list buffer"), InputError);
  }
  CHECK_THROWS_WITH_AS(
      (Simulation{alone(), small_liquid(), mixture_field(), VelocityVerlet{TimeStep{0.002}},
                  SimulationOptions{.skin = Skin{0.3}, .search_skin = Skin{0.2}}}),
      doctest::Contains("(run.search_skin) is 0.2; it must be at least that of the list that is picked "
                        "from it, 0.3"),
      InputError);
}

TEST_CASE("a sampling interval must be positive")
{
  class Nothing : public Sampler {
    PairSamples needed() const override { return PairSamples::nothing; }
    void sample(const Snapshot&) override {}
    void save(State&) const override {}
    void load(const State&) override {}
  } nothing;
  CHECK_THROWS_WITH_AS(every(Steps{0}, nothing), doctest::Contains("0 steps"), InputError);
}
