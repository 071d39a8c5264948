#include <soret/core/error.hpp>
#include <soret/estimate/steadiness.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <random>
#include <vector>

TEST_CASE("a drift test covers: flat noise rarely drifts, a trend does")
{
  std::mt19937_64 generator{11};
  std::normal_distribution<double> normal;
  int drifting = 0;
  constexpr int trials = 1000;
  std::vector<double> times;
  for (int k = 0; k < 20; ++k) {
    times.push_back(10.0 * k);
  }
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<double> flat;
    for (int k = 0; k < 20; ++k) {
      flat.push_back(normal(generator));
    }
    drifting += drift_test("noise", flat, times, soret::equal_blocks(20)).is_drifting ? 1 : 0;
  }
  CHECK(drifting < 0.04 * trials);
  std::vector<double> trend;
  for (int k = 0; k < 20; ++k) {
    trend.push_back(0.5 * k + normal(generator));
  }
  const soret::DriftTest test = drift_test("trend", trend, times, soret::equal_blocks(20));
  CHECK(test.is_drifting);
  CHECK(std::abs(test.rate.standard_errors_from(0.05)) < 3.0);
  CHECK(test.change == doctest::Approx(test.rate.value * 190.0));
}

TEST_CASE("the relaxation time of the composition")
{
  const double pi = std::numbers::pi;
  CHECK(soret::composition_relaxation_time(15.0, 0.05).value() == doctest::Approx(225.0 / (pi * pi * 0.05)));
  CHECK_THROWS_AS(soret::composition_relaxation_time(15.0, 0.0), soret::InputError);
}

TEST_CASE("the drift rate of a correlated series has an error that covers the truth")
{
  std::mt19937_64 generator{12};
  std::normal_distribution<double> normal;
  constexpr int trials = 300;
  int covered = 0;
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<double> times;
    std::vector<double> values;
    double noise = normal(generator);
    for (int i = 0; i < 600; ++i) {
      noise = 0.7 * noise + std::sqrt(1.0 - 0.49) * normal(generator);
      times.push_back(0.1 * i);
      values.push_back(-5.0 + 0.02 * times.back() + noise);
    }
    covered += std::abs(soret::drift_rate(times, values).standard_errors_from(0.02)) <= 1.0 ? 1 : 0;
  }
  // The count scatters by 2.7 % of the trials.
  CHECK(covered > 0.58 * trials);
  CHECK(covered < 0.78 * trials);
  CHECK(std::isinf(soret::drift_rate(std::vector{0.0, 1.0}, std::vector{0.0, 1.0}).standard_error));
}
