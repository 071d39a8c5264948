/// Activation energies of viscous flow and their ratio to cohesive energies.
#include "coverage.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/viscous_flow.hpp>

#include "support/sanitizers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

using soret::Estimate;
using soret::fit_flow_ratio;
using soret::fit_viscous_flow;
using soret::Temperature;

namespace {

const std::vector<Temperature> temperatures{Temperature{0.6}, Temperature{0.7}, Temperature{0.85}, Temperature{1.0}};
constexpr double tau = 3.4;

/// A liquid whose cohesive energy falls as it expands, 6.5 - 1.5 T, and with it its viscosity.
std::vector<Estimate> energies(double error)
{
  std::vector<Estimate> found;
  for (const Temperature t : temperatures) {
    found.push_back({-6.5 + 1.5 * t.value(), error});
  }
  return found;
}

std::vector<Estimate> viscosities(double relative_error)
{
  std::vector<Estimate> found;
  for (std::size_t k = 0; k < temperatures.size(); ++k) {
    const double value = 0.2 * std::exp(-energies(0.0)[k].value / (tau * temperatures[k].value()));
    found.push_back({value, relative_error * value, 20.0});
  }
  return found;
}

}  // namespace

TEST_CASE("a viscosity that follows an Arrhenius law gives its activation energy, above zero")
{
  std::vector<Estimate> found;
  for (const Temperature t : temperatures) {
    const double value = 0.3 * std::exp(1.7 / t.value());
    found.push_back({value, 0.02 * value, 20.0});
  }
  const soret::ArrheniusFit fit = fit_viscous_flow(temperatures, found);
  CHECK(fit.activation_energy.value == doctest::Approx(1.7).epsilon(1e-12));
  CHECK(fit.log_prefactor.value == doctest::Approx(std::log(0.3)).epsilon(1e-11));
  CHECK(fit.line.at(1.0 / 0.7) == doctest::Approx(std::log(found[1].value)).epsilon(1e-11));
  CHECK(fit.activation_energy.degrees_of_freedom == 20.0);
  // The error of ln eta is that of ln 1/eta.
  std::vector<double> inverse;
  std::vector<Estimate> logarithms;
  for (std::size_t k = 0; k < found.size(); ++k) {
    inverse.push_back(1.0 / temperatures[k].value());
    logarithms.push_back({std::log(found[k].value), 0.02});
  }
  const soret::StraightLine line = soret::fit_line(inverse, logarithms);
  CHECK(fit.activation_energy.standard_error == doctest::Approx(line.slope_error).epsilon(1e-10));
  CHECK(fit.log_prefactor.standard_error == doctest::Approx(line.value_at(0.0).standard_error).epsilon(1e-10));
  found[0].value = -1.0;
  CHECK_THROWS_AS(fit_viscous_flow(temperatures, found), soret::InputError);
}

TEST_CASE("the flow ratio of a liquid of known answer is found")
{
  const soret::FlowRatioFit fit = fit_flow_ratio(temperatures, viscosities(0.02), energies(0.0));
  CHECK(fit.ratio.value == doctest::Approx(tau).epsilon(1e-10));
  CHECK(fit.line.chi_squared < 1e-16);
  // With exact energies the error is that of the slope.
  CHECK(fit.ratio.standard_error == doctest::Approx(tau * tau * fit.line.slope_error).epsilon(1e-4));
  CHECK(fit_flow_ratio(temperatures, viscosities(0.02), energies(0.1)).ratio.standard_error >
        1.05 * fit.ratio.standard_error);
}

TEST_CASE("errors of flow ratios cover the truth" * doctest::skip(under_sanitizers))
{
  std::mt19937_64 generator{3};
  std::normal_distribution<double> noise;
  Coverage ratio{tau};
  for (int run = 0; run < 2000; ++run) {
    std::vector<Estimate> eta = viscosities(0.03);
    std::vector<Estimate> u = energies(0.03);
    for (std::vector<Estimate>* each : {&eta, &u}) {
      for (Estimate& value : *each) {
        value.value += value.standard_error * noise(generator);
      }
    }
    ratio.add(fit_flow_ratio(temperatures, eta, u).ratio);
  }
  ratio.check_closely("flow ratio");
}

TEST_CASE("flow ratios refuse what has none")
{
  std::vector<Estimate> eta = viscosities(0.02);
  CHECK_THROWS_AS(fit_flow_ratio(temperatures, eta, std::vector<Estimate>(3, {-5.0, 0.1})), soret::InputError);
  CHECK_THROWS_WITH_AS(fit_flow_ratio(temperatures, eta, std::vector<Estimate>(4, {5.0, 0.1})),
                       "a flow ratio with viscosity 3.11323 and potential energy 5 at temperature 0.6 is refused: "
                       "viscosity and temperature must be positive, the energy negative",
                       soret::InputError);
  CHECK_NOTHROW(fit_flow_ratio(temperatures, viscosities(0.4), energies(0.0)));
  CHECK_THROWS_AS(fit_flow_ratio(temperatures, viscosities(0.6), energies(0.0)), soret::RunTimeFailure);
  const std::vector<Estimate> falling{eta.rbegin(), eta.rend()};
  CHECK_THROWS_AS(fit_flow_ratio(temperatures, falling, energies(0.0)), soret::RunTimeFailure);
}
