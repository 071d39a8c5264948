#include "made_up_liquid.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/caging_potential.hpp>
#include <soret/estimate/straight_line.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <vector>

using soret::CageRule;
using soret::CagingPotential;
using soret::Distance;
using soret::WaveNumber;

namespace {

/// f(q) = exp(-b q²) makes beta Phi(r) = -(b + r²/6)^(-3/2)/(8 pi^(3/2)).
constexpr double b = 0.02;

double exact_potential(double r) { return -std::pow(b + r * r / 6.0, -1.5) / (8.0 * std::pow(std::numbers::pi, 1.5)); }

CagingPotential gaussian_cage(const CageRule& rule)
{
  std::vector<double> wave_numbers;
  std::vector<double> spectrum;
  for (int k = 0; k < 400; ++k) {
    const double q = 0.1 * (k + 0.5);
    wave_numbers.push_back(q);
    spectrum.push_back(std::exp(-b * q * q));
  }
  return CagingPotential{wave_numbers, spectrum, rule};
}

/// <Re(rho_a conj rho_b)> for partials AA, AB, BB per species, the same in every shell.
std::vector<double> averages_of(const soret::StructureFactorShape& shape, const std::vector<double>& partials)
{
  std::vector<double> averages(shape.sums_size());
  const std::vector<double> divisors{shape.particles[0], std::sqrt(shape.particles[0] * shape.particles[1]),
                                     shape.particles[1]};
  for (std::size_t pair = 0; pair < 3; ++pair) {
    for (std::size_t shell = 0; shell < shape.shells(); ++shell) {
      averages[shape.offset(pair, shell)] = divisors[pair] * partials[pair];
    }
  }
  return averages;
}

}  // namespace

TEST_CASE("the potential of a Gaussian spectrum is known")
{
  const CagingPotential cage = gaussian_cage({.largest_wave_number = WaveNumber{40.0}});
  CHECK(cage.depth() == doctest::Approx(-exact_potential(0.0)).epsilon(1e-6));
  for (const double r : {0.05, 0.2, 0.5, 1.0}) {
    CHECK(cage.at(Distance{r}) == doctest::Approx(exact_potential(r)).epsilon(1e-5));
  }
  CHECK(cage.range().value() == doctest::Approx(std::sqrt(6.0 * b * (std::pow(0.01, -2.0 / 3.0) - 1.0))).epsilon(1e-4));
}

TEST_CASE("the harmonic fit is the curvature for a short fit, and least squares for a long one")
{
  const CagingPotential curved = gaussian_cage({.largest_wave_number = WaveNumber{40.0}, .fit_range = Distance{1e-3}});
  CHECK(curved.curvature() == doctest::Approx(-exact_potential(0.0) / (2.0 * b)).epsilon(1e-5));
  const CagingPotential fitted = gaussian_cage({.largest_wave_number = WaveNumber{40.0}, .fit_range = Distance{0.2}});
  std::vector<double> half_squares;
  std::vector<double> values;
  for (int i = 0; i <= 100; ++i) {
    half_squares.push_back(0.5 * 0.002 * i * 0.002 * i);
    values.push_back(exact_potential(0.002 * i));
  }
  const soret::StraightLine line = soret::fit_line(half_squares, values);
  CHECK(fitted.curvature() == doctest::Approx(line.slope).epsilon(1e-5));
  CHECK(fitted.fitted_minimum() == doctest::Approx(line.at(0.0)).epsilon(1e-5));
  CHECK(fitted.curvature() < 0.9 * curved.curvature());
}

TEST_CASE("the last tenth of the wave numbers is told")
{
  CHECK(gaussian_cage({.largest_wave_number = WaveNumber{40.0}}).tail_share() < 1e-6);
  const double share =
      gaussian_cage({.largest_wave_number = WaveNumber{10.0}, .fit_range = Distance{1e-3}}).tail_share();
  // of int q⁴ exp(-b q²) dq from 9 to 10, over that from 0 to 10; b = 0.02
  const auto integral = [](double end) {
    double sum = 0.0;
    for (double q = 0.0005; q < end; q += 0.001) {
      sum += 0.001 * q * q * q * q * std::exp(-b * q * q);
    }
    return sum;
  };
  CHECK(share == doctest::Approx(1.0 - integral(9.0) / integral(10.0)).epsilon(0.02));
}

TEST_CASE("direct correlations invert the matrix of partials")
{
  const soret::StructureFactorShape shape = liquid_shape({"A", "B"}, {800.0, 200.0});
  // S = (1 - C)^-1 of C_AA = -1, C_AB = 0.5, C_BB = 0.2
  const double determinant = 2.0 * 0.8 - 0.25;
  const std::vector<double> averages = averages_of(shape, {0.8 / determinant, 0.5 / determinant, 2.0 / determinant});
  const std::vector<double> direct = soret::direct_correlations(shape, averages);
  CHECK(direct[shape.offset(0, 3)] == doctest::Approx(-1.0));
  CHECK(direct[shape.offset(1, 3)] == doctest::Approx(0.5));
  CHECK(direct[shape.offset(2, 3)] == doctest::Approx(0.2));
  const double expected = 0.8 * -1.0 * (0.8 / determinant - 1.0) + 2.0 * 0.4 * 0.5 * 0.5 / determinant +
                          0.2 * 0.2 * (2.0 / determinant - 1.0);
  CHECK(soret::cage_spectrum(shape, averages)[7] == doctest::Approx(expected));
}

TEST_CASE("the spectrum of one species is (S - 1)²/S, that of an ideal mixture zero")
{
  const soret::StructureFactorShape pure = liquid_shape({"A"}, {500.0});
  const std::vector<double> spectrum = soret::cage_spectrum(pure, std::vector<double>(pure.sums_size(), 500.0 * 1.6));
  CHECK(spectrum[11] == doctest::Approx(0.36 / 1.6));
  const soret::StructureFactorShape mixture = liquid_shape({"A", "B"}, {800.0, 200.0});
  for (const double value : soret::cage_spectrum(mixture, averages_of(mixture, {1.0, 0.0, 1.0}))) {
    CHECK(value == doctest::Approx(0.0));
  }
}

TEST_CASE("a cage that cannot be is refused")
{
  const soret::StructureFactorShape mixture = liquid_shape({"A", "B"}, {800.0, 200.0});
  CHECK_THROWS_WITH_AS(soret::cage_spectrum(mixture, averages_of(mixture, {1.0, 1.0, 1.0})),
                       doctest::Contains("not positive definite"), soret::RunTimeFailure);
  CHECK_THROWS_WITH_AS(gaussian_cage({.largest_wave_number = WaveNumber{41.0}}),
                       doctest::Contains("up to 41 needs structure factors up to there; they end at 39.95"),
                       soret::InputError);
  CHECK_THROWS_AS(gaussian_cage({.largest_wave_number = WaveNumber{0.1}}), soret::RunTimeFailure);
  CHECK_THROWS_AS(gaussian_cage({.fit_range = Distance{0.0}}), soret::InputError);
  CHECK_THROWS_AS(gaussian_cage({.range_fraction = 1.0}), soret::InputError);
}
