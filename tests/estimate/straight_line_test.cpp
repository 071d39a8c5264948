#include <soret/core/error.hpp>
#include <soret/estimate/linear_response.hpp>
#include <soret/estimate/straight_line.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

using soret::Estimate;
using soret::StraightLine;

TEST_CASE("a line through exact points is found exactly, whatever the weights")
{
  const std::vector<double> x{1.0, 2.0, 4.0, 8.0};
  std::vector<double> y;
  for (const double value : x) {
    y.push_back(3.0 - 0.5 * value);
  }
  const StraightLine line = soret::fit_line(x, y, std::vector<double>{1.0, 5.0, 2.0, 0.5});
  CHECK(line.slope == doctest::Approx(-0.5).epsilon(1e-13));
  CHECK(line.at(0.0) == doctest::Approx(3.0).epsilon(1e-13));
  CHECK(line.chi_squared == doctest::Approx(0.0).epsilon(1e-20));
  CHECK(line.points == 4);
}

TEST_CASE("points without weight are ignored even if they are not numbers")
{
  const std::vector<double> x{0.0, 1.0, 2.0, 3.0};
  const std::vector<double> y{1.0, std::numeric_limits<double>::quiet_NaN(), 5.0, 7.0};
  const StraightLine line = soret::fit_line(x, y, std::vector<double>{1.0, 0.0, 1.0, 1.0});
  CHECK(line.slope == doctest::Approx(2.0));
  CHECK(line.points == 3);
}

TEST_CASE("the textbook errors of an unweighted line")
{
  const std::vector<double> x{0.0, 1.0, 2.0};
  const std::vector<double> y{0.0, 2.0, 1.0};  // slope 1/2, residuals -1/2, 1, -1/2
  const StraightLine line = soret::fit_line(x, y);
  CHECK(line.slope == doctest::Approx(0.5));
  CHECK(line.chi_squared == doctest::Approx(1.5));
  CHECK(line.slope_error == doctest::Approx(std::sqrt(1.5 / 2.0)));
  CHECK(line.value_at(0.0).standard_error == doctest::Approx(std::sqrt(1.5 * (1.0 / 3.0 + 1.0 / 2.0))));
  CHECK(std::isinf(soret::fit_line(std::vector{0.0, 1.0}, std::vector{1.0, 2.0}).slope_error));
}

TEST_CASE("a line that cannot be fitted is refused")
{
  CHECK_THROWS_AS(soret::fit_line(std::vector{1.0, 1.0}, std::vector{1.0, 2.0}), soret::RunTimeFailure);
  CHECK_THROWS_AS(soret::fit_line(std::vector{1.0}, std::vector{1.0}), soret::RunTimeFailure);
  CHECK_THROWS_AS(soret::fit_line(std::vector{1.0, 2.0}, std::vector{1.0}), soret::RunTimeFailure);
  CHECK_THROWS_AS(soret::fit_line(std::vector{1.0, 2.0}, std::vector{Estimate{1.0, 0.0}, Estimate{1.0, 1.0}}),
                  soret::RunTimeFailure);
}

TEST_CASE("errors of slope and intercept of a fit cover the truth")
{
  std::mt19937_64 generator{3};
  std::normal_distribution<double> normal;
  constexpr int trials = 2000;
  int slope_covered = 0;
  int intercept_covered = 0;
  double chi_squared = 0.0;
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<double> x;
    std::vector<Estimate> y;
    for (int i = 1; i <= 6; ++i) {
      const double error = 0.1 * i;
      x.push_back(i);
      y.push_back({2.0 + 0.7 * i + error * normal(generator), error});
    }
    const StraightLine line = soret::fit_line(x, y);
    slope_covered += std::abs(line.slope_estimate().standard_errors_from(0.7)) <= 1.0 ? 1 : 0;
    intercept_covered += std::abs(line.value_at(0.0).standard_errors_from(2.0)) <= 1.0 ? 1 : 0;
    chi_squared += line.chi_squared / trials;
  }
  // One standard deviation of the counts is 1 % of the trials.
  CHECK(slope_covered / static_cast<double>(trials) == doctest::Approx(0.683).epsilon(0.045));
  CHECK(intercept_covered / static_cast<double>(trials) == doctest::Approx(0.683).epsilon(0.045));
  CHECK(chi_squared == doctest::Approx(4.0).epsilon(0.05));
}

TEST_CASE("extrapolation to zero gradient is in the gradient squared")
{
  const auto point = [](double gradient) {
    return soret::GradientPoint{gradient, {1.2 + 300.0 * gradient * gradient, 0.01}};
  };
  const std::vector<soret::GradientPoint> series{point(0.01), point(0.02), point(-0.04)};
  const soret::LinearResponse response = soret::extrapolate_to_zero_gradient(series);
  CHECK(response.is_extrapolated);
  CHECK(response.shows_nonlinearity);
  CHECK(response.extrapolated.value == doctest::Approx(1.2).epsilon(1e-12));
  CHECK(response.against_gradient_squared.slope == doctest::Approx(300.0));
  CHECK(response.against_gradient_squared.chi_squared == doctest::Approx(0.0).epsilon(1e-12));
  CHECK(response.constant.chi_squared > 100.0);
  CHECK(response.against_gradient.at(0.0) < 1.2);
  CHECK(response.extrapolated.standard_error > response.constant.estimate.standard_error);
}

TEST_CASE("a single gradient is not extrapolated")
{
  const std::vector<soret::GradientPoint> series{{0.02, {1.5, 0.1}}};
  const soret::LinearResponse response = soret::extrapolate_to_zero_gradient(series);
  CHECK_FALSE(response.is_extrapolated);
  CHECK_FALSE(response.shows_nonlinearity);
  CHECK(response.extrapolated.value == 1.5);
  CHECK(response.extrapolated.standard_error == doctest::Approx(0.1));
  CHECK_THROWS_AS(soret::extrapolate_to_zero_gradient({}), soret::RunTimeFailure);
}
