/// Particles that propel themselves: the statistics of their forces, and what a free particle does under them.

#include "toy.hpp"

#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/dynamics/langevin.hpp>
#include <soret/dynamics/self_propulsion.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <set>

using namespace soret;

namespace {

const Box box{20.0, 20.0, 20.0};
constexpr double strength = 0.75;  // exact in binary, so that sums of balanced forces are exactly zero
constexpr double persistence = 0.5;

SelfPropulsion propulsion(Propulsion kind, double force = strength)
{
  return {kind, Force{force}, RelaxationTime{persistence}, {}, Seed{8}};
}

toy::Run gas_of(std::size_t count, double dt, const SpeciesTable& species = toy::one_species())
{
  return toy::Run{test_world().split(test_world().rank()), box, species,
                  toy::gas(count, box, species, Temperature{1.0}, Seed{3}), VelocityVerlet{TimeStep{dt}}};
}

double mean_product(const std::vector<Vec3>& a, const std::vector<Vec3>& b)
{
  double sum = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    sum += dot(a[k], b[k]);
  }
  return sum / static_cast<double>(a.size());
}

Vec3 sum_of(const std::vector<Vec3>& forces)
{
  Vec3 sum;
  for (const Vec3& force : forces) {
    sum += force;
  }
  return sum;
}

}  // namespace

TEST_CASE("run-and-tumble forces are plus or minus f_0, balanced, and drawn anew when their time is over")
{
  for (const std::size_t count : {std::size_t{400}, std::size_t{401}}) {
    toy::Run run = gas_of(count, 0.01);
    const auto& control = run.control(propulsion(Propulsion::run_and_tumble));
    run.advance(1);
    const std::vector<Vec3> first = control.forces();
    CHECK(first.size() == count);
    CHECK(norm_squared(sum_of(first)) == 0.0);
    std::set<double> values;
    for (const Vec3& force : first) {
      values.insert({force.x, force.y, force.z});
    }
    CHECK(values == (count % 2 == 0 ? std::set{-strength, strength} : std::set{-strength, 0.0, strength}));
    run.advance(49);
    CHECK(control.forces() == first);
    run.advance(1);
    CHECK(control.forces() != first);
    // 1200 products of independent signs, f_0² each: their mean has a standard error of f_0² sqrt(3/count)
    CHECK(std::abs(mean_product(first, control.forces())) < 4.0 * strength * strength * std::sqrt(3.0 / 400.0));
  }
}

TEST_CASE("Brownian and Ornstein-Uhlenbeck forces have their variance and forget exponentially")
{
  constexpr std::size_t count = 20'000;
  constexpr double dt = 0.01;
  for (const Propulsion kind : {Propulsion::brownian, Propulsion::ornstein_uhlenbeck}) {
    const double square = (kind == Propulsion::brownian ? 1.0 : 3.0) * strength * strength;
    toy::Run run = gas_of(count, dt);
    const auto& control = run.control(propulsion(kind));
    run.advance(1);
    const std::vector<Vec3> first = control.forces();
    CHECK(std::sqrt(norm_squared(sum_of(first))) < 1e-9);
    run.advance(30);
    // errors of single products are at most about 1.7 times the mean square
    const double error = 1.7 * square / std::sqrt(static_cast<double>(count));
    CHECK(std::abs(mean_product(first, first) - square) < 4.0 * error);
    CHECK(std::abs(mean_product(control.forces(), control.forces()) - square) < 4.0 * error);
    CHECK(std::abs(mean_product(first, control.forces()) - square * std::exp(-30.0 * dt / persistence)) < 4.0 * error);
  }
}

TEST_CASE("a free active particle in a solvent has the known mean square velocity")
{
  // m dv/dt = -(m/tau_d) v + f + noise with <f(0).f(t)> = 3 f_0² exp(-t/tau_p) adds 3 f_0² tau_d² / (1 +
  // tau_d/tau_p)/m² to <v²> and leaves the rest, 3T/m.
  constexpr std::size_t count = 4000;
  constexpr double friction_time = 0.5;
  constexpr double temperature = 0.1;
  toy::Run run = gas_of(count, 0.02);
  run.control(Langevin{Temperature{temperature}, RelaxationTime{friction_time}, Seed{2}});
  run.control(propulsion(Propulsion::ornstein_uhlenbeck, 1.0));
  run.advance(300);
  toy::Series square;
  run.advance(100, [&] {
    double sum = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
      sum += norm_squared(run.particles.velocity_of(i));
    }
    square.add(sum / count);
  });
  const double active = 3.0 * friction_time * friction_time / (1.0 + friction_time / persistence);
  const double expected = 3.0 * temperature + active;
  // 100 steps are two memories long: about three independent configurations
  CHECK(std::abs(square.mean() - expected) < 4.0 * expected * std::sqrt(2.0 / (3.0 * 3.0 * count)));
}

TEST_CASE("without a force everything is as without propulsion, bit for bit")
{
  toy::Run passive = gas_of(50, 0.01, toy::two_species());
  toy::Run active = gas_of(50, 0.01, toy::two_species());
  active.control(propulsion(Propulsion::run_and_tumble, 0.0));
  for (toy::Run* run : {&passive, &active}) {
    run->control(Langevin{Temperature{1.0}, RelaxationTime{0.5}, Seed{2}});
    run->advance(120);
  }
  CHECK(active.particles.position == passive.particles.position);
  CHECK(active.particles.velocity == passive.particles.velocity);
}

TEST_CASE("only the chosen species are propelled")
{
  toy::Run run = gas_of(40, 0.01, toy::two_species());
  const Particles start = run.particles;
  SelfPropulsion chosen = propulsion(Propulsion::ornstein_uhlenbeck);
  chosen.species = {Species{1}};
  const auto& control = run.control(chosen);
  run.advance(5);
  CHECK(control.forces().size() == 20);
  for (std::size_t i = 0; i < start.size(); ++i) {
    CHECK((run.particles.velocity_of(i) == start.velocity_of(i)) == (start.species[i] == Species{0}));
  }
}

TEST_CASE("propulsion that makes no sense is refused")
{
  CHECK_THROWS_AS(propulsion(Propulsion::brownian, -1.0).make(), InputError);
  CHECK_THROWS_AS(propulsion(Propulsion::brownian, std::numeric_limits<double>::infinity()).make(), InputError);
  SelfPropulsion timeless = propulsion(Propulsion::brownian);
  timeless.persistence_time = RelaxationTime{0.0};
  CHECK_THROWS_AS(timeless.make(), InputError);
}
