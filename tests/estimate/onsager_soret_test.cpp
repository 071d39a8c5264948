#include <soret/core/error.hpp>
#include <soret/estimate/onsager_soret.hpp>

#include <doctest/doctest.h>

#include <cmath>

using soret::BinaryMixture;
using soret::Estimate;
using soret::NumberDensity;
using soret::OnsagerCoefficients;
using soret::OnsagerTransport;
using soret::Temperature;

namespace {

const BinaryMixture mixture{0.3, 1.0, 2.5, NumberDensity{0.8}, Temperature{0.7}};
const OnsagerCoefficients<double> coefficients{0.02, -0.05, 3.0};
constexpr double enthalpies = -1.7;
constexpr double gamma_factor = 0.6;

}  // namespace

TEST_CASE("the transport coefficients by hand")
{
  // m = 2.05, w1 = 0.3/2.05, L'_1q = -0.05 + 0.034 = -0.016.
  const OnsagerTransport<double> t = onsager_transport(mixture, coefficients, enthalpies, gamma_factor);
  CHECK(t.mutual_diffusion == doctest::Approx(0.02 * 0.6 * 4.2025 / (0.8 * 0.21 * 6.25)).epsilon(1e-13));
  CHECK(t.soret == doctest::Approx(-0.016 * 2.5 / (2.05 * 0.02 * 0.49 * 0.6)).epsilon(1e-13));
  const double w1 = 0.3 / 2.05;
  CHECK(t.thermal_diffusion == doctest::Approx(-0.016 / (1.64 * w1 * (1.0 - w1) * 0.49)).epsilon(1e-13));
  CHECK(t.thermal_conductivity == doctest::Approx((3.0 - 0.125) / 0.49).epsilon(1e-13));
  CHECK(t.coupling == doctest::Approx(-0.125 / 0.49).epsilon(1e-13));
  CHECK(t.primed_coupling == doctest::Approx(-0.0128 / 0.49).epsilon(1e-13));
}

TEST_CASE("the thermal conductivity is the same from primed coefficients")
{
  const OnsagerCoefficients<double> other = primed(coefficients, enthalpies);
  CHECK(other.mass_heat == doctest::Approx(-0.016).epsilon(1e-13));
  CHECK(other.heat_heat == doctest::Approx(3.0 - 0.17 + 0.0578).epsilon(1e-13));
  CHECK(onsager_transport(mixture, other, 0.0, gamma_factor).thermal_conductivity ==
        doctest::Approx(onsager_transport(mixture, coefficients, enthalpies, gamma_factor).thermal_conductivity));
  const OnsagerCoefficients<double> back = primed(other, -enthalpies);
  CHECK(back.mass_heat == doctest::Approx(coefficients.mass_heat).epsilon(1e-13));
  CHECK(back.heat_heat == doctest::Approx(coefficients.heat_heat).epsilon(1e-13));
}

TEST_CASE("the derivative of the specific chemical potential is that of a numerical one")
{
  // An ideal mixture, mu_1 = T ln x1, differentiated with respect to the mass fraction.
  const auto potential = [](double w1) { return 0.7 * std::log(w1 / 1.0 / (w1 / 1.0 + (1.0 - w1) / 2.5)); };
  const double w1 = mixture.mass_fraction();
  const double h = 1e-5;
  const double slope = (potential(w1 + h) - potential(w1 - h)) / (2.0 * h);
  const double expected = 0.02 / (mixture.mass_density() * (1.0 - w1) * 0.7) * slope;
  CHECK(onsager_transport(mixture, coefficients, enthalpies, 1.0).mutual_diffusion ==
        doctest::Approx(expected).epsilon(1e-8));
}

TEST_CASE("with equal masses, S_T = L'_1q m/(L_11 T² Gamma)")
{
  const BinaryMixture equal{0.3, 1.5, 1.5, NumberDensity{0.8}, Temperature{0.7}};
  const OnsagerTransport<double> t = onsager_transport(equal, coefficients, enthalpies, gamma_factor);
  CHECK(t.soret == doctest::Approx(-0.016 * 1.5 / (0.02 * 0.49 * 0.6)).epsilon(1e-13));
}

TEST_CASE("the other species has the opposite Soret coefficient and the same diffusion and conduction")
{
  // J_2 = -J_1: L_22 = L_11, L_2q = -L_1q; the enthalpy difference changes its sign.
  const OnsagerTransport<double> one = onsager_transport(mixture, coefficients, enthalpies, gamma_factor);
  const OnsagerTransport<double> two =
      onsager_transport(mixture.swapped(), {coefficients.mass_mass, -coefficients.mass_heat, coefficients.heat_heat},
                        -enthalpies, gamma_factor);
  CHECK(two.soret == doctest::Approx(-one.soret).epsilon(1e-13));
  CHECK(two.thermal_diffusion == doctest::Approx(-one.thermal_diffusion).epsilon(1e-13));
  CHECK(two.mutual_diffusion == doctest::Approx(one.mutual_diffusion).epsilon(1e-13));
  CHECK(two.thermal_conductivity == doctest::Approx(one.thermal_conductivity).epsilon(1e-13));
  CHECK(two.primed_coupling == doctest::Approx(one.primed_coupling).epsilon(1e-13));
}

TEST_CASE("errors of the Soret coefficient are propagated")
{
  const OnsagerCoefficients<Estimate> measured{{0.02, 0.001}, {-0.05, 0.002}, {3.0, 0.1}};
  const OnsagerTransport<Estimate> t = onsager_transport(mixture, measured, {enthalpies, 0.03}, {gamma_factor, 0.01});
  const OnsagerTransport<double> value = onsager_transport(mixture, coefficients, enthalpies, gamma_factor);
  // S_T = a (L_1q/L_11 - dh)/Gamma
  const double a = 2.5 / (2.05 * 0.49 * 0.6);
  const double error = a * std::hypot(0.002 / 0.02, 0.05 * 0.001 / 0.0004, 0.03);
  CHECK(t.soret.value == value.soret);
  CHECK(t.soret.standard_error == doctest::Approx(std::hypot(error, value.soret * 0.01 / 0.6)).epsilon(1e-5));
  CHECK(t.thermal_conductivity.standard_error ==
        doctest::Approx(std::hypot(0.1, 0.125 * 0.05, 5.0 * 0.002) / 0.49).epsilon(1e-5));
  CHECK(t.mutual_diffusion.relative_error() == doctest::Approx(std::hypot(0.05, 0.01 / 0.6)).epsilon(1e-5));
}

TEST_CASE("partial molar quantities of a known function")
{
  // Z = 2 x1 - 3 x2 + 4 x1 x2 at x1 = 0.3: z_1 = 2 + 4 x2², z_2 = -3 + 4 x1².
  const auto z = [](double x) { return 2.0 * x - 3.0 * (1.0 - x) + 4.0 * x * (1.0 - x); };
  const soret::MolarValues<double> values{0.3, 0.01, z(0.29), z(0.3), z(0.31)};
  const soret::PartialMolar<double> partial = partial_molar(values);
  CHECK(partial.first == doctest::Approx(2.0 + 4.0 * 0.49).epsilon(1e-12));
  CHECK(partial.second == doctest::Approx(-3.0 + 4.0 * 0.09).epsilon(1e-12));
  CHECK(0.3 * partial.first + 0.7 * partial.second == doctest::Approx(z(0.3)).epsilon(1e-13));
  CHECK(specific_difference(values, 1.0, 2.5) == doctest::Approx(3.96 + 2.64 / 2.5).epsilon(1e-12));
  CHECK_THROWS_AS(partial_molar(soret::MolarValues<double>{0.005, 0.01, 0.0, 0.0, 0.0}), soret::InputError);
  CHECK_THROWS_AS(partial_molar(soret::MolarValues<double>{0.5, 0.0, 0.0, 0.0, 0.0}), soret::InputError);
}

TEST_CASE("errors of partial molar quantities, their correlation included")
{
  const soret::MolarValues<Estimate> values{0.3, 0.05, {-1.0, 0.01}, {-1.2, 0.02}, {-1.5, 0.03}};
  const soret::PartialMolar<Estimate> partial = partial_molar(values);
  const double slope_error = std::hypot(0.01, 0.03) / 0.1;
  CHECK(partial.first.value == doctest::Approx(-1.2 + 0.7 * -5.0));
  CHECK(partial.first.standard_error == doctest::Approx(std::hypot(0.02, 0.7 * slope_error)).epsilon(1e-9));
  CHECK(partial.second.standard_error == doctest::Approx(std::hypot(0.02, 0.3 * slope_error)).epsilon(1e-9));
  // For equal masses the difference is the slope alone, Z(x1) cancels.
  CHECK(specific_difference(values, 2.0, 2.0).standard_error == doctest::Approx(0.5 * slope_error).epsilon(1e-9));
}

TEST_CASE("mixtures that do not exist are refused")
{
  const auto soret_of = [](const BinaryMixture& m) {
    return onsager_transport(m, coefficients, enthalpies, gamma_factor).soret;
  };
  CHECK_THROWS_AS(soret_of({1.0, 1.0, 1.0, NumberDensity{0.8}, Temperature{0.7}}), soret::InputError);
  CHECK_THROWS_AS(soret_of({0.5, 0.0, 1.0, NumberDensity{0.8}, Temperature{0.7}}), soret::InputError);
  CHECK_THROWS_AS(soret_of({0.5, 1.0, 1.0, NumberDensity{0.0}, Temperature{0.7}}), soret::InputError);
  CHECK_THROWS_AS(soret_of({0.5, 1.0, 1.0, NumberDensity{0.8}, Temperature{0.0}}), soret::InputError);
}
