#include <soret/core/error.hpp>
#include <soret/estimate/propagation.hpp>
#include <soret/estimate/soret_theories.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

using soret::ActivationSign;
using soret::BinaryState;
using soret::Estimate;
using soret::EstimatePair;
using soret::Temperature;

namespace {

const BinaryState state{0.4, Temperature{0.5}, {0.8, 0.02}};
const BinaryState swapped_state{0.6, Temperature{0.5}, {0.8, 0.02}};
const std::array<double, 2> masses{1.0, 2.0};
const EstimatePair enthalpies{Estimate{-3.0, 0.01}, Estimate{-5.0, 0.02}};
const EstimatePair volumes{Estimate{1.5, 0.03}, Estimate{1.0, 0.01}};
const EstimatePair energies{Estimate{-4.0, 0.02}, Estimate{-6.0, 0.03}};
const EstimatePair taus{Estimate{4.0, 0.1}, Estimate{3.0, 0.2}};
const EstimatePair activation{Estimate{1.0, 0.05}, Estimate{1.5, 0.1}};
const soret::KineticPart kinetic{{Estimate{1.25}, Estimate{1.25}}, {-0.3, 0.01}};

template <class Pair>
Pair reversed(const Pair& pair)
{
  return {pair[1], pair[0]};
}

void check_opposite(const Estimate& first, const Estimate& second)
{
  CHECK(std::abs(first.value) > 0.1);
  CHECK(first.value == doctest::Approx(-second.value).epsilon(1e-12));
  CHECK(first.standard_error == doctest::Approx(second.standard_error).epsilon(1e-9));
}

}  // namespace

TEST_CASE("errors are propagated to first order")
{
  const std::vector<Estimate> inputs{{2.0, 0.1, 9.0}, {3.0, 0.2, 4.0}, {5.0, 0.0, 1.0}};
  const Estimate found = soret::propagate([](std::span<const double> v) { return v[0] * v[0] / v[1] + v[2]; }, inputs);
  const double first = 4.0 / 3.0 * 0.1;
  const double second = 4.0 / 9.0 * 0.2;
  CHECK(found.value == 4.0 / 3.0 + 5.0);
  CHECK(found.standard_error == doctest::Approx(std::hypot(first, second)).epsilon(1e-6));
  const double freedom = std::pow(found.standard_error, 4) / (std::pow(first, 4) / 9.0 + std::pow(second, 4) / 4.0);
  CHECK(found.degrees_of_freedom == doctest::Approx(freedom).epsilon(1e-5));
  const std::vector<Estimate> unknown{{2.0, std::numeric_limits<double>::infinity()}};
  CHECK(std::isinf(soret::propagate([](std::span<const double> v) { return v[0]; }, unknown).standard_error));
  const std::vector<Estimate> exact{{2.0, 0.0}};
  CHECK(soret::propagate([](std::span<const double> v) { return v[0]; }, exact).standard_error == 0.0);
}

TEST_CASE("Haase's and Kempers' formulas by hand")
{
  // 1 2/(0.4 1 + 0.6 2) = 1.25;  -5/2 + 3 = 0.5;  1.25 0.5/(0.25 0.8) = 3.125.
  const Estimate haase = haase_soret(state, masses, enthalpies);
  CHECK(haase.value == doctest::Approx(3.125).epsilon(1e-13));
  const double scale = 1.25 / 0.2;
  CHECK(haase.standard_error ==
        doctest::Approx(std::hypot(scale * 0.01, std::hypot(scale * 0.01, 3.125 * 0.025))).epsilon(1e-5));
  // With h_i - 1.25 = -4.25, -6.25:  1.25 (-3.125 + 4.25)/0.2 - 0.3/0.8.
  CHECK(haase_soret(state, masses, enthalpies, kinetic).value == doctest::Approx(7.03125 - 0.375).epsilon(1e-13));
  // 1.5 1/(0.4 1.5 + 0.6 1) = 1.25;  -5/1 + 3/1.5 = -3.
  CHECK(kempers_soret(state, volumes, enthalpies).value == doctest::Approx(-1.25 * 3.0 / 0.2).epsilon(1e-13));
  // A common part of the enthalpies cancels for equal masses and volumes.
  const soret::KineticPart common{{Estimate{1.25}, Estimate{1.25}}, {}};
  CHECK(haase_soret(state, {2.0, 2.0}, enthalpies, common).value ==
        doctest::Approx(haase_soret(state, {2.0, 2.0}, enthalpies).value).epsilon(1e-13));
  CHECK(haase_soret(state, {2.0, 2.0}, enthalpies).value == doctest::Approx(-2.0 / 0.2).epsilon(1e-13));
}

TEST_CASE("Shukla and Firoozabadi's formula by hand")
{
  // u/tau = -1, -2;  (1 - 1.5)(0.4 (-1) + 0.6 (-2))/(0.4 1.5 + 0.6 1) = 2/3;  -(-1 + 2 + 2/3)/(0.25 0.8).
  const Estimate found = shukla_firoozabadi_soret(state, energies, volumes, taus);
  CHECK(found.value == doctest::Approx(-(5.0 / 3.0) / 0.2).epsilon(1e-13));
  // Only Gamma uncertain: the relative error is its own.
  const auto exact = [](const EstimatePair& pair) {
    return EstimatePair{Estimate{pair[0].value}, Estimate{pair[1].value}};
  };
  CHECK(shukla_firoozabadi_soret(state, exact(energies), exact(volumes), exact(taus)).relative_error() ==
        doctest::Approx(0.025).epsilon(1e-5));
}

TEST_CASE("the theories of activated diffusion by hand, and Eastman's")
{
  const Temperature temperature{0.5};
  const Estimate printed = prigogine_soret(temperature, activation, ActivationSign::as_printed);
  CHECK(printed.value == doctest::Approx(2.0).epsilon(1e-13));
  CHECK(printed.standard_error == doctest::Approx(std::hypot(0.05, 0.1) / 0.25).epsilon(1e-9));
  CHECK(prigogine_soret(temperature, activation, ActivationSign::as_argued).value == -printed.value);
  // 0.5/0.25 + (1/3) 2.5/0.25
  const Estimate with_masses =
      artola_rousseau_galliero_soret(temperature, masses, activation, ActivationSign::as_printed);
  CHECK(with_masses.value == doctest::Approx(2.0 + 10.0 / 3.0).epsilon(1e-13));
  CHECK(with_masses.standard_error ==
        doctest::Approx(std::hypot(2.0 / 3.0 * 0.05, 4.0 / 3.0 * 0.1) / 0.25).epsilon(1e-9));
  CHECK(artola_rousseau_galliero_soret(temperature, {3.0, 3.0}, activation, ActivationSign::as_argued).value ==
        doctest::Approx(-2.0).epsilon(1e-13));
  const Estimate eastman = eastman_soret(temperature, {1.2, 0.3, 7.0});
  CHECK(eastman.value == 2.4);
  CHECK(eastman.standard_error == 0.6);
  CHECK(eastman.degrees_of_freedom == 7.0);
}

TEST_CASE("the more strongly bound species goes to the cold in all theories of binding, printed signs apart")
{
  // Species 2 is bound more strongly, packs more densely and has the higher activation energy; equal masses.
  CHECK(haase_soret(state, {1.0, 1.0}, enthalpies).value < 0.0);
  CHECK(kempers_soret(state, volumes, enthalpies).value < 0.0);
  CHECK(shukla_firoozabadi_soret(state, energies, volumes, taus).value < 0.0);
  CHECK(prigogine_soret(Temperature{0.5}, activation, ActivationSign::as_argued).value < 0.0);
  CHECK(prigogine_soret(Temperature{0.5}, activation, ActivationSign::as_printed).value > 0.0);
}

TEST_CASE("the other species has the opposite Soret coefficient")
{
  const soret::KineticPart swapped_kinetic{reversed(kinetic.enthalpies), {0.3, 0.01}};
  check_opposite(haase_soret(state, masses, enthalpies, kinetic),
                 haase_soret(swapped_state, reversed(masses), reversed(enthalpies), swapped_kinetic));
  check_opposite(kempers_soret(state, volumes, enthalpies, kinetic),
                 kempers_soret(swapped_state, reversed(volumes), reversed(enthalpies), swapped_kinetic));
  check_opposite(shukla_firoozabadi_soret(state, energies, volumes, taus),
                 shukla_firoozabadi_soret(swapped_state, reversed(energies), reversed(volumes), reversed(taus)));
  const Temperature temperature{0.5};
  for (const ActivationSign sign : {ActivationSign::as_printed, ActivationSign::as_argued}) {
    check_opposite(prigogine_soret(temperature, activation, sign),
                   prigogine_soret(temperature, reversed(activation), sign));
    check_opposite(artola_rousseau_galliero_soret(temperature, masses, activation, sign),
                   artola_rousseau_galliero_soret(temperature, reversed(masses), reversed(activation), sign));
  }
}

TEST_CASE("theories refuse states that do not exist")
{
  CHECK_THROWS_AS(haase_soret({0.0, Temperature{1.0}, {1.0}}, masses, enthalpies), soret::InputError);
  CHECK_THROWS_AS(haase_soret({0.5, Temperature{0.0}, {1.0}}, masses, enthalpies), soret::InputError);
  CHECK_THROWS_AS(kempers_soret({0.5, Temperature{1.0}, {-0.1}}, volumes, enthalpies), soret::InputError);
  CHECK_THROWS_AS(haase_soret(state, {1.0, 0.0}, enthalpies), soret::InputError);
  CHECK_THROWS_AS(shukla_firoozabadi_soret(state, energies, volumes, {Estimate{0.0}, Estimate{1.0}}),
                  soret::InputError);
  CHECK_THROWS_AS(eastman_soret(Temperature{-1.0}, {1.0}), soret::InputError);
}
