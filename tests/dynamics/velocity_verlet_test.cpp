#include "toy.hpp"

#include "test_session.hpp"

#include <soret/core/error.hpp>

#include <doctest/doctest.h>

#include <limits>

using namespace soret;

TEST_CASE("half kick and drift do what the equations say, for any number of particles and species")
{
  const Box box{5.0, 6.0, 7.0};
  const VelocityVerlet integrator{TimeStep{0.25}};
  for (const std::size_t count : {0, 1, 7, 511, 512, 513, 1500}) {
    for (const SpeciesTable& species : {SpeciesTable{{"A", 2.0}}, SpeciesTable{{"A", 1.0}, {"B", 4.0}},
                                        SpeciesTable{{"A", 1.0}, {"B", 2.0}, {"C", 0.5}, {"D", 8.0}, {"E", 16.0}}}) {
      Particles particles = toy::gas(count, box, species, Temperature{1.0}, Seed{3});
      const Particles before = particles;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        for (std::size_t i = 0; i < count; ++i) {
          particles.force[axis][i] = static_cast<double>(i) - 10.0 * static_cast<double>(axis);
        }
      }
      integrator.half_kick(particles, species);
      integrator.drift(particles, 0.5);
      bool exact = true;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        for (std::size_t i = 0; i < count; ++i) {
          const double factor = 0.125 / species[index(before.species[i])].mass;  // a power of two: no rounding
          const double velocity = before.velocity[axis][i] + factor * particles.force[axis][i];
          exact = exact && particles.velocity[axis][i] == velocity &&
                  particles.position[axis][i] == before.position[axis][i] + 0.125 * velocity;
        }
      }
      CHECK(exact);
    }
  }
}

TEST_CASE("drift reports the largest squared displacement of any particle")
{
  const Box box{5.0, 5.0, 5.0};
  const VelocityVerlet integrator{TimeStep{0.5}};
  for (const std::size_t count : {1, 9, 600, 1025}) {
    for (const std::size_t fastest : {std::size_t{0}, count / 2, count - 1}) {
      Particles particles = toy::gas(count, box, toy::one_species(), Temperature{1e-6}, Seed{5});
      const auto reference = particles.position;
      particles.velocity[0][fastest] = 2.0;
      particles.velocity[1][fastest] = -4.0;
      particles.velocity[2][fastest] = 4.0;
      Particles expected = particles;
      integrator.drift(expected);
      CHECK(integrator.drift(particles, 1.0, reference) == doctest::Approx(9.0).epsilon(1e-14));
      CHECK(particles.position == expected.position);
    }
  }
}

TEST_CASE("drift of nothing displaces nothing; a number that is not finite is not lost")
{
  const VelocityVerlet integrator{TimeStep{0.5}};
  Particles none;
  CHECK(integrator.drift(none, 1.0, none.position) == 0.0);
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    Particles particles = toy::gas(700, Box{5.0, 5.0, 5.0}, toy::one_species(), Temperature{1.0}, Seed{5});
    const auto reference = particles.position;
    particles.velocity[1][130] = bad;
    CHECK(std::isnan(integrator.drift(particles, 1.0, reference)));
  }
}

TEST_CASE("velocity Verlet conserves energy to second order and runs backwards")
{
  const Box box{5.0, 5.0, 5.0};
  const auto worst_deviation = [&](double step, std::int64_t steps) {
    toy::Run run{test_world(),
                 box,
                 toy::two_species(),
                 toy::dealt(toy::gas(20, box, toy::two_species(), Temperature{1.0}, Seed{1}), test_world()),
                 VelocityVerlet{TimeStep{step}},
                 toy::trap(box, 1.0)};
    const Particles start = run.particles;
    run.advance(0);
    const double initial = run.all_energy();
    double worst = 0.0;
    run.advance(steps, [&] { worst = std::max(worst, std::abs(run.all_energy() - initial)); });
    for (auto& component : run.particles.velocity) {
      for (double& velocity : component) {
        velocity = -velocity;
      }
    }
    run.advance(steps);
    for (std::size_t i = 0; i < start.size(); ++i) {
      CHECK(norm_squared(run.particles.position_of(i) - start.position_of(i)) < 1e-22);
      CHECK(norm_squared(run.particles.velocity_of(i) + start.velocity_of(i)) < 1e-22);
    }
    return worst;
  };
  const double coarse = worst_deviation(0.02, 500);
  const double fine = worst_deviation(0.01, 1000);
  CHECK(coarse / fine == doctest::Approx(4.0).epsilon(0.02));
}

TEST_CASE("a time step that is not positive is refused")
{
  CHECK_THROWS_WITH_AS(VelocityVerlet{TimeStep{-0.5}}, "time step is -0.5; it must be positive and finite", InputError);
  CHECK_THROWS_AS(VelocityVerlet{TimeStep{std::nan("")}}, InputError);
}
