#include "synthetic_profile.hpp"

#include <soret/estimate/soret_coefficient.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using soret::FitWindow;

TEST_CASE("a noiseless profile gives its Soret coefficient back")
{
  SyntheticProfile synthetic;
  synthetic.cold_position = 0.5;
  const soret::ProfileBlocks profile = synthetic.make();
  const soret::Soret light = soret_coefficient(profile, 0, FitWindow{0.1, 0.4});
  const soret::Soret heavy = soret_coefficient(profile, 1, FitWindow{0.1, 0.4});
  CHECK(light.coefficient.value == doctest::Approx(1.5).epsilon(1e-10));
  CHECK(heavy.coefficient.value == doctest::Approx(-1.5).epsilon(1e-10));
  CHECK(light.half[0].value == doctest::Approx(1.5).epsilon(1e-3));
  CHECK(light.temperature.value == doctest::Approx(1.0).epsilon(1e-10));
  CHECK(light.temperature_gradient.value == doctest::Approx(0.02).epsilon(1e-10));
  CHECK(light.mole_fraction.value == doctest::Approx(0.3).epsilon(1e-10));
  CHECK(light.mole_fraction_gradient.value == doctest::Approx(synthetic.mole_fraction_gradient()).epsilon(1e-10));
  CHECK(light.coefficient.standard_error < 1e-10);
}

TEST_CASE("the state-point window of a noiseless profile uses the composition found there")
{
  SyntheticProfile synthetic;
  const soret::ProfileBlocks profile = synthetic.make();
  const soret::Soret local = soret_coefficient(profile, 0, soret::StateWindow{soret::Temperature{1.03}, 2.5});
  const double x = 0.3 + 1.5 * synthetic.mole_fraction_gradient();  // 1.5 from the quarter of the box
  CHECK(local.temperature.value == doctest::Approx(1.03).epsilon(1e-10));
  CHECK(local.coefficient.value == doctest::Approx(1.5 * 0.21 / (x * (1.0 - x))).epsilon(1e-9));
}

TEST_CASE("one standard error covers the known Soret coefficient in about 68 % of noisy profiles")
{
  constexpr int trials = 400;
  int covered = 0;
  int correlated_covered = 0;
  for (int trial = 0; trial < trials; ++trial) {
    SyntheticProfile synthetic;
    synthetic.noise = 0.004;
    synthetic.seed = static_cast<std::uint64_t>(trial);
    const auto within = [](const soret::Soret& soret) {
      return std::abs(soret.coefficient.standard_errors_from(1.5)) <= 1.0 ? 1 : 0;
    };
    covered += within(soret_coefficient(synthetic.make(), 0, FitWindow{}));
    synthetic.block_correlation = 0.4;
    correlated_covered += within(soret_coefficient(synthetic.make(), 0, FitWindow{}));
  }
  // The counts scatter by 2.3 % of the trials.
  CHECK(covered / static_cast<double>(trials) > 0.60);
  CHECK(covered / static_cast<double>(trials) < 0.76);
  CHECK(correlated_covered / static_cast<double>(trials) > 0.60);
  CHECK(correlated_covered / static_cast<double>(trials) < 0.76);
}

TEST_CASE("replicas sharpen the estimate and the running estimate ends at it")
{
  SyntheticProfile synthetic;
  synthetic.noise = 0.004;
  synthetic.replicas = 4;
  synthetic.blocks = 10;
  const soret::ProfileBlocks profile = synthetic.make();
  const soret::Soret all = soret_coefficient(profile, 0, FitWindow{});
  CHECK(std::abs(all.coefficient.standard_errors_from(1.5)) < 3.0);
  CHECK(all.block_values.size() == 40);
  const std::vector<soret::RunningEstimate> running = running_soret_coefficient(profile, 0, FitWindow{});
  REQUIRE(running.size() == 9);
  CHECK(running.front().blocks == 2);
  CHECK(running.back().time == 500.0);
  CHECK(running.back().estimate.value == doctest::Approx(all.coefficient.value).epsilon(1e-12));
  CHECK(running.back().estimate.standard_error == doctest::Approx(all.coefficient.standard_error).epsilon(1e-9));
}

TEST_CASE("the forms of the Soret coefficient of a ternary mixture")
{
  soret::LocalState state;
  state.temperature_gradient = 0.02;
  state.mole_fraction = {0.1, 0.3, 0.6};
  state.mole_fraction_gradient = {-0.001, 0.003, -0.002};
  state.number_density = {0.08, 0.24, 0.48};
  state.number_density_gradient = {-0.002, 0.0, -0.01};
  CHECK(soret_coefficient(state, 0) == doctest::Approx(0.001 / (0.1 * 0.9 * 0.02)));
  // ln(x_0/x_2): -0.001/0.1 + 0.002/0.6
  CHECK(soret_coefficient_of_ratio(state, 0, 2) == doctest::Approx((0.01 - 0.002 / 0.6) / 0.02));
  CHECK(soret_coefficient_of_density(state, 0) == doctest::Approx(0.002 / (0.08 * 0.02)));
}
