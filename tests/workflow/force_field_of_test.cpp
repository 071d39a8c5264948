/// A model becomes a force field: every kind of potential, measured on two particles.
#include "test_session.hpp"

#include <soret/simulation/simulation.hpp>
#include <soret/workflow/engine_setup.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

using namespace soret;

namespace {

constexpr double epsilon = 1.3;
constexpr double sigma = 0.9;
constexpr double cutoff = 2.2;

double lennard_jones(double r)
{
  const double a = std::pow(sigma / r, 6);
  return 4.0 * epsilon * (a * a - a);
}

double lennard_jones_slope(double r)
{
  const double a = std::pow(sigma / r, 6);
  return 4.0 * epsilon * (6.0 * a - 12.0 * a * a) / r;
}

double mie(double r, double n, double m)
{
  const double factor = n / (n - m) * std::pow(n / m, m / (n - m));
  return factor * epsilon * (std::pow(sigma / r, n) - std::pow(sigma / r, m));
}

double soft_core(double r, double coupling, double softness)
{
  const double d = softness * (1.0 - coupling) * (1.0 - coupling) + std::pow(r / sigma, 6);
  return 4.0 * epsilon * coupling * (1.0 / (d * d) - 1.0 / d);
}

/// Two species that only interact with each other; the others' cutoffs are longer.
Model model_of(const PairDescription& unlike)
{
  Model model;
  model.species = {{"A", 1.0}, {"B", 2.0}};
  const PairDescription like{.epsilon = 1e-300, .sigma = 1.0, .cutoff = 3.0};
  model.pairs = {like, unlike, like};
  model.pairs[0].first = model.pairs[0].second = model.pairs[1].first = Species{0};
  model.pairs[1].second = model.pairs[2].first = model.pairs[2].second = Species{1};
  return model;
}

Thermodynamics two_particles(const Model& model, double distance)
{
  System system{Box{8.0, 8.0, 8.0}, model.species, {}};
  system.particles.add(0, Species{0}, {1.0, 2.0, 3.0}, {});
  system.particles.add(1, Species{1}, {1.0, 2.0, 3.0 + distance}, {});
  Simulation simulation{test_world().split(test_world().rank()), system, force_field_of(model),
                        VelocityVerlet{TimeStep{0.001}}};
  return simulation.measure();
}

/// The energy of the pair inside its own cutoff is `energy`, its virial -r du/dr, and both vanish outside.
void check_pair(PairDescription unlike, const std::function<double(double)>& energy, double range = cutoff)
{
  unlike.epsilon = epsilon;
  unlike.sigma = sigma;
  unlike.cutoff = cutoff;
  const Model model = model_of(unlike);
  for (const double r : {0.85, 0.95, 0.999 * range}) {
    CAPTURE(r);
    constexpr double step = 1e-5;
    const double slope = (energy(r + step) - energy(r - step)) / (2.0 * step);
    const Thermodynamics measured = two_particles(model, r);
    CHECK(measured.potential_energy == doctest::Approx(energy(r)).epsilon(1e-12).scale(1.0));
    CHECK(measured.virial[2] == doctest::Approx(-r * slope).epsilon(1e-7).scale(1.0));
  }
  CHECK(std::abs(two_particles(model, 1.001 * range).potential_energy) < 1e-250);
}

}  // namespace

TEST_CASE("Lennard-Jones, cut") { check_pair({.kind = PotentialKind::lennard_jones, .shifted = false}, lennard_jones); }

TEST_CASE("Lennard-Jones, cut and shifted")
{
  check_pair({.kind = PotentialKind::lennard_jones, .shifted = true},
             [](double r) { return lennard_jones(r) - lennard_jones(cutoff); });
}

TEST_CASE("Lennard-Jones, force-shifted")
{
  check_pair({.kind = PotentialKind::force_shifted_lennard_jones}, [](double r) {
    return lennard_jones(r) - lennard_jones(cutoff) - (r - cutoff) * lennard_jones_slope(cutoff);
  });
}

TEST_CASE("Weeks-Chandler-Andersen ends at its minimum whatever cutoff is given")
{
  check_pair(
      {.kind = PotentialKind::weeks_chandler_andersen}, [](double r) { return lennard_jones(r) + epsilon; },
      std::pow(2.0, 1.0 / 6.0) * sigma);
}

TEST_CASE("Mie, cut and shifted or not")
{
  check_pair({.kind = PotentialKind::mie, .shifted = false, .repulsive_exponent = 14.0, .attractive_exponent = 7.0},
             [](double r) { return mie(r, 14.0, 7.0); });
  check_pair({.kind = PotentialKind::mie, .shifted = true, .repulsive_exponent = 9.0, .attractive_exponent = 5.0},
             [](double r) { return mie(r, 9.0, 5.0) - mie(cutoff, 9.0, 5.0); });
}

TEST_CASE("soft-core Lennard-Jones with its coupling and softness")
{
  check_pair({.kind = PotentialKind::soft_core_lennard_jones, .coupling = 0.6, .softness = 0.4},
             [](double r) { return soft_core(r, 0.6, 0.4) - soft_core(cutoff, 0.6, 0.4); });
}

TEST_CASE("the species keep order, names and masses")
{
  const ForceField field = force_field_of(model_of({}));
  REQUIRE(field.species().size() == 2);
  CHECK(field.species()[0].name == "A");
  CHECK(field.species()[1].mass == 2.0);
}
