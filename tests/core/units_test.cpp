#include <soret/core/constants.hpp>
#include <soret/core/error.hpp>
#include <soret/core/units.hpp>

#include <doctest/doctest.h>

#include <cmath>

using namespace soret;

TEST_CASE("a bare number and a reduced unit are internal values as they stand")
{
  const Units units;
  CHECK(units.read("2.5", dimension::length) == 2.5);
  CHECK(units.read(" 2.5 sigma ", dimension::length) == 2.5);
  CHECK(units.read("-1e-3", dimension::none) == -1e-3);
  CHECK(units.read("0.8 epsilon/sigma^3", dimension::pressure) == 0.8);
  CHECK(units.read("0.8 epsilon*sigma^-3", dimension::pressure) == 0.8);
  CHECK(units.read("1.2 epsilon/k_B", dimension::temperature) == 1.2);
  CHECK(units.read("0.85 1/sigma^3", dimension::number_density) == 0.85);
  CHECK(units.read("5 epsilon/tau", dimension::power) == 5.0);
}

TEST_CASE("real units are converted with the scales of argon")
{
  const Units argon = Units::argon();
  CHECK(argon.read("119.8 K", dimension::temperature) == doctest::Approx(1.0).epsilon(1e-14));
  CHECK(argon.read("119.8 K", dimension::energy) == doctest::Approx(1.0).epsilon(1e-14));
  CHECK(argon.read("0.3405 nm", dimension::length) == doctest::Approx(1.0).epsilon(1e-14));
  CHECK(argon.read("3.405 A", dimension::length) == doctest::Approx(1.0).epsilon(1e-14));
  CHECK(argon.read("39.948 u", dimension::mass) == doctest::Approx(1.0).epsilon(1e-14));
  // a molar mass of 39.948 g/mol is 39.948 u up to the tiny deviation of N_A u from 1 g/mol
  CHECK(argon.read("39.948 g/mol", dimension::mass) == doctest::Approx(1.0).epsilon(1e-9));
  // tau = sigma sqrt(m/epsilon) = 2.1562 ps; epsilon/sigma³ = 41.9 MPa
  CHECK(argon.read("1 ps", dimension::time) == doctest::Approx(1.0 / 2.1562).epsilon(1e-4));
  CHECK(argon.read("41.9 MPa", dimension::pressure) == doctest::Approx(1.0).epsilon(1e-3));
  const double kilocalorie = constants::calorie * 1e3 / constants::avogadro;
  CHECK(argon.read("1 kcal/mol/fs", dimension::power) ==
        doctest::Approx(kilocalorie / 1e-15 / argon.scales()->epsilon * 2.1562e-12).epsilon(1e-4));
}

TEST_CASE("writing inverts reading")
{
  const Units argon = Units::argon();
  for (const char* unit : {"MPa", "bar", "epsilon/sigma^3", "kJ/mol/nm^3"}) {
    CAPTURE(unit);
    const double value = argon.read(std::string("3.25 ") + unit, dimension::pressure);
    CHECK(argon.write(value, dimension::pressure, unit) == doctest::Approx(3.25).epsilon(1e-14));
  }
}

TEST_CASE("what is wrong with a value is said")
{
  const Units reduced;
  const Units argon = Units::argon();
  CHECK_THROWS_WITH_AS(reduced.read("fast", dimension::time), "'fast' is not a finite number", InputError);
  CHECK_THROWS_WITH_AS(reduced.read("inf", dimension::time), "'inf' is not a finite number", InputError);
  CHECK_THROWS_WITH_AS(reduced.read("1 parsec", dimension::length), "'parsec' is not a known unit", InputError);
  CHECK_THROWS_WITH_AS(reduced.read("1 sigma", dimension::time), "'sigma' is the unit of a length, not of a time",
                       InputError);
  CHECK_THROWS_WITH_AS(reduced.read("1 fs", dimension::time), doctest::Contains("needs a [units] section"), InputError);
  CHECK_THROWS_WITH_AS(argon.read("1 kg", dimension::time), "'kg' is the unit of a mass, not of a time", InputError);
  CHECK_THROWS_WITH_AS(argon.read("1 nm^x", dimension::length), "'nm^x' has no integer power after '^'", InputError);
  CHECK_THROWS_WITH_AS(argon.read("1 sigma", dimension::none), doctest::Contains("a pure number is wanted"),
                       InputError);
  CHECK_THROWS_AS(argon.read("1 epsilon", dimension::temperature), InputError);
  CHECK_THROWS_AS(argon.write(1.0, dimension::pressure, "K"), InputError);
}

TEST_CASE("real scales are read from text with real units only")
{
  CHECK(read_real_energy("119.8 K") == doctest::Approx(119.8 * constants::boltzmann).epsilon(1e-14));
  CHECK(read_real_energy("0.996 kJ/mol") == doctest::Approx(996.0 / constants::avogadro).epsilon(1e-14));
  CHECK(read_real_length("0.34 nm") == doctest::Approx(0.34e-9).epsilon(1e-14));
  CHECK(read_real_mass("18.015 u") == doctest::Approx(18.015 * constants::atomic_mass).epsilon(1e-14));
  CHECK_THROWS_WITH_AS(read_real_length("0.34"), "'0.34' has no real unit", InputError);
  CHECK_THROWS_WITH_AS(read_real_length("0.34 sigma"), "'0.34 sigma' has no real unit", InputError);
  CHECK_THROWS_WITH_AS(read_real_length("3 K"), doctest::Contains("a temperature, not of a length"), InputError);
  CHECK_THROWS_WITH_AS(read_real_length("-3 nm"), "'-3 nm' is not positive", InputError);
  CHECK_THROWS_AS(Units(RealScales{.sigma = 0.0, .epsilon = 1.0, .mass = 1.0}), InputError);
}

TEST_CASE("names and reduced units of dimensions")
{
  CHECK(reduced_unit(dimension::pressure) == "epsilon/sigma^3");
  CHECK(reduced_unit(dimension::number_density) == "sigma^-3");
  CHECK(reduced_unit(dimension::temperature) == "epsilon/k_B");
  CHECK(reduced_unit(dimension::inverse_temperature) == "k_B/epsilon");
  CHECK(reduced_unit(dimension::velocity) == "sigma/tau");
  CHECK(reduced_unit(dimension::mass) == "m");
  CHECK(reduced_unit(dimension::none).empty());
  CHECK(reduced_unit({.length = -1, .energy = 1, .time = -1, .temperature = -1}) == "k_B/sigma/tau");
  CHECK(name_of(dimension::power) == "a power");
  CHECK(name_of(dimension::inverse_length) == "an inverse length");
  CHECK(Units{}.accepted_units(dimension::time) == "tau");
}

TEST_CASE("units that messages offer")
{
  const Units argon = Units::argon();
  CHECK(argon.accepted_units(dimension::length) == "sigma, nm, A, pm, um");
  CHECK(argon.accepted_units(dimension::inverse_length) == "sigma^-1, nm^-1, A^-1");
  CHECK(argon.accepted_units(dimension::number_density) == "sigma^-3, nm^-3, A^-3");
  CHECK(argon.accepted_units(dimension::time) == "tau, fs, ps, ns, us, s");
  CHECK(argon.accepted_units(dimension::mass) == "m, u, g/mol, kg");
  CHECK(argon.accepted_units(dimension::energy) == "epsilon, K, mK, kJ/mol, kcal/mol, eV, J");
  CHECK(argon.accepted_units(dimension::temperature) == "epsilon/k_B, K, mK");
  CHECK(argon.accepted_units(dimension::inverse_temperature) == "k_B/epsilon, K^-1");
  CHECK(argon.accepted_units(dimension::pressure) == "epsilon/sigma^3, Pa, kPa, MPa, GPa, bar, atm");
  CHECK(argon.accepted_units(dimension::force) == "epsilon/sigma, kJ/mol/nm, kcal/mol/A, eV/A");
  CHECK(argon.accepted_units(dimension::velocity) == "sigma/tau, nm/ps, A/fs");
  CHECK(argon.accepted_units(dimension::power) == "epsilon/tau, nW, W, kcal/mol/fs");
  CHECK(argon.read("1 nm^-1", dimension::inverse_length) == doctest::Approx(0.3405).epsilon(1e-14));
  CHECK(argon.read("1 1/nm", dimension::inverse_length) == doctest::Approx(0.3405).epsilon(1e-14));
  CHECK(argon.read("1e-21 J", dimension::energy) ==
        doctest::Approx(1e-21 / (119.8 * constants::boltzmann)).epsilon(1e-14));
}
