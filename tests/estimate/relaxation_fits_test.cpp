#include "coverage.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/relaxation_fits.hpp>

#include "support/sanitizers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

using soret::Estimate;
using soret::RelaxationAtTemperature;
using soret::Temperature;

namespace {

const std::vector<double> temperatures{1.0, 0.8, 0.7, 0.6, 0.55, 0.5, 0.47, 0.45};

using Law = std::function<double(double temperature)>;  // ln tau

std::vector<RelaxationAtTemperature> series(const Law& law, double relative_error = 0.02)
{
  std::vector<RelaxationAtTemperature> points;
  for (const double each : temperatures) {
    const double tau = std::exp(law(each));
    points.push_back({Temperature{each}, {tau, relative_error * tau}});
  }
  return points;
}

void add_noise(std::vector<RelaxationAtTemperature>& points, std::mt19937_64& generator)
{
  std::normal_distribution<double> normal;
  for (RelaxationAtTemperature& each : points) {
    each.time.value += normal(generator) * each.time.standard_error;
  }
}

double vft(double t) { return std::log(0.08) + 1.0 / (0.189 * (t / 0.279 - 1.0)); }
double parabola(double t) { return 0.5 + std::pow(2.5 * (1.0 / t - 1.0 / 1.1), 2); }
double mode_coupling(double t) { return 0.3 - 2.4 * std::log(t - 0.435); }
double arrhenius(double t) { return -1.0 + 2.0 / t; }

}  // namespace

TEST_CASE("the law that made the relaxation times is found again")
{
  const soret::VftFit a = soret::fit_vft(series(vft));
  CHECK(a.fragility.value == doctest::Approx(0.189).epsilon(1e-4));
  CHECK(a.temperature.value == doctest::Approx(0.279).epsilon(1e-4));
  CHECK(a.log_time.value == doctest::Approx(std::log(0.08)).epsilon(1e-4));
  CHECK(a.log_time_at(Temperature{0.5}) == doctest::Approx(vft(0.5)).epsilon(1e-6));
  CHECK(a.chi_squared < 1e-6);
  const soret::ParabolicFit b = soret::fit_parabolic(series(parabola));
  CHECK(b.energy.value == doctest::Approx(2.5).epsilon(1e-4));
  CHECK(b.onset.value == doctest::Approx(1.1).epsilon(1e-4));
  CHECK(b.log_time.value == doctest::Approx(0.5).epsilon(1e-4));
  CHECK(b.points == temperatures.size());
  const soret::ModeCouplingFit c = soret::fit_mode_coupling(series(mode_coupling));
  CHECK(c.temperature.value == doctest::Approx(0.435).epsilon(1e-4));
  CHECK(c.exponent.value == doctest::Approx(2.4).epsilon(1e-3));
  CHECK(c.log_time_at(Temperature{0.5}) == doctest::Approx(mode_coupling(0.5)).epsilon(1e-5));
}

TEST_CASE("points above the onset are no part of a parabola")
{
  const auto kinked = [](double t) {
    return t > 0.65 ? 0.5 + 0.3 * (1.0 / t - 1.0 / 0.65) : 0.5 + std::pow(2.5 * (1.0 / t - 1.0 / 0.65), 2);
  };
  const soret::ParabolicFit fit = soret::fit_parabolic(series(kinked));
  CHECK(fit.points == 5);
  CHECK(fit.onset.value == doctest::Approx(0.65).epsilon(1e-3));
}

TEST_CASE("errors of the laws cover the truth" * doctest::skip(under_sanitizers))
{
  std::mt19937_64 generator{17};
  Coverage divergence{0.279};
  Coverage fragility{0.189};
  Coverage onset{1.1};
  Coverage critical{0.435};
  for (int run = 0; run < 400; ++run) {
    std::vector<RelaxationAtTemperature> points = series(vft);
    add_noise(points, generator);
    const soret::VftFit fit = soret::fit_vft(points);
    divergence.add(fit.temperature);
    fragility.add(fit.fragility);
    // An onset well above the temperatures, so that no point is ever left out.
    const auto steep = [](double t) { return std::pow(2.5 * (1.0 / t - 1.0 / 1.1), 2); };
    points = series(steep, 0.005);
    add_noise(points, generator);
    onset.add(soret::fit_parabolic(points).onset);
    points = series(mode_coupling, 0.01);
    add_noise(points, generator);
    critical.add(soret::fit_mode_coupling(points).temperature);
  }
  divergence.check("T_VFT");
  fragility.check("K_VFT");
  onset.check("T_o");
  critical.check("T_c");
}

TEST_CASE("the onset is where relaxation leaves the Arrhenius law of the hottest temperatures")
{
  const auto bent = [](double t) { return arrhenius(t) + (t < 0.7 ? 4.0 * (1.0 / t - 1.0 / 0.7) : 0.0); };
  const Estimate onset = soret::onset_temperature(series(bent, 0.001));
  CHECK(1.0 / onset.value == doctest::Approx(1.0 / 0.7 + 0.1 / 4.0).epsilon(1e-6));
  CHECK(onset.standard_error > 0.0);
  CHECK(onset.standard_error < 0.02);
  CHECK_THROWS_WITH_AS(soret::onset_temperature(series(arrhenius)),
                       "ln tau exceeds the Arrhenius law of the three highest temperatures nowhere down to T = 0.45 by "
                       "0.1",
                       soret::RunTimeFailure);
}

TEST_CASE("fits without enough temperatures, or of a strong liquid, are refused")
{
  const std::vector<RelaxationAtTemperature> all = series(vft);
  const std::vector<RelaxationAtTemperature> three(all.begin(), all.begin() + 3);
  CHECK_THROWS_WITH_AS(soret::fit_vft(three),
                       "a VFT law through 3 relaxation times is refused: at least 4 temperatures are needed",
                       soret::InputError);
  CHECK_THROWS_AS(soret::fit_parabolic(three), soret::InputError);
  CHECK_THROWS_AS(soret::fit_mode_coupling(three), soret::InputError);
  CHECK_THROWS_AS(soret::onset_temperature(three), soret::InputError);
  CHECK_THROWS_AS(soret::fit_vft(series(arrhenius)), soret::RunTimeFailure);
  CHECK_THROWS_AS(soret::fit_parabolic(series([](double t) { return std::sqrt(1.0 / t); })), soret::RunTimeFailure);
  std::vector<RelaxationAtTemperature> twice = all;
  twice[1].temperature = twice[0].temperature;
  CHECK_THROWS_AS(soret::fit_vft(twice), soret::InputError);
  std::vector<RelaxationAtTemperature> bound = all;
  bound.back().time.standard_error = INFINITY;
  CHECK_THROWS_AS(soret::fit_vft(bound), soret::InputError);
}
