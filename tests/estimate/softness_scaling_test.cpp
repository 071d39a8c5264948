#include "../support/sanitizers.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/estimate/softness_scaling.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using soret::Estimate;
using soret::SoftnessPoint;
using soret::Temperature;

namespace {

/// Kob-Andersen's a_0, a_1, B', C' of Nandi and Bhattacharyya.
constexpr double a0 = 1.76762e-4;
constexpr double a1 = 1.40982e-3;
constexpr double b = 4.2633e-3;
constexpr double c = -3.60636;

/// Seven temperatures; barriers with an error of `barrier_error`, softness with `softness_error` of itself.
std::vector<SoftnessPoint> made_up(double barrier_error, double softness_error, std::uint64_t seed, bool scatter)
{
  const soret::RandomStream stream{soret::Seed{seed}, soret::Stream::placement};
  std::vector<SoftnessPoint> points;
  for (int k = 0; k < 7; ++k) {
    const double temperature = 0.45 + 0.08 * k;
    const double softness = a0 + a1 * temperature;
    const soret::Vec3 noise = scatter ? stream.normal3(0, static_cast<std::uint64_t>(k)) : soret::Vec3{};
    points.push_back({Temperature{temperature},
                      {softness * (1.0 + softness_error * noise.x), softness * softness_error},
                      {c + b / softness + barrier_error * noise.y, barrier_error}});
  }
  return points;
}

}  // namespace

TEST_CASE("the barrier of a relaxation time")
{
  const Estimate barrier = soret::activation_barrier(Temperature{0.5}, {std::exp(8.0), 0.1 * std::exp(8.0)},
                                                     soret::RelaxationTime{std::exp(2.0)});
  CHECK(barrier.value == doctest::Approx(3.0));
  CHECK(barrier.standard_error == doctest::Approx(0.05));
  CHECK_THROWS_AS(soret::activation_barrier(Temperature{0.5}, {0.0, 0.1}, soret::RelaxationTime{1.0}),
                  soret::InputError);
}

TEST_CASE("barriers against inverse softness give back the line they were made of")
{
  const auto points = made_up(0.01, 0.01, 1, false);
  const soret::SoftnessScaling found = soret::fit_softness_scaling(points);
  CHECK(found.slope.value == doctest::Approx(b));
  CHECK(found.intercept.value == doctest::Approx(c));
  CHECK(found.degrees_of_freedom == 5.0);
  CHECK(found.has_slope());
  CHECK(found.collapsed(points[2].barrier).value == doctest::Approx(1.0 / points[2].softness.value));
  const soret::StraightLine line = soret::fit_softness_line(points);
  CHECK(line.value_at(0.0).value == doctest::Approx(a0));
  CHECK(line.slope == doctest::Approx(a1));
}

TEST_CASE("errors of softness enter: chi² and the deviation of the slope are as they should be")
{
  if (under_sanitizers) {
    return;
  }
  constexpr int runs = 2000;
  double chi_squared = 0.0;
  double squares = 0.0;
  for (int run = 0; run < runs; ++run) {
    const auto found = soret::fit_softness_scaling(made_up(0.02, 0.01, 10 + static_cast<std::uint64_t>(run), true));
    chi_squared += found.chi_squared / runs;
    squares += std::pow(found.slope.standard_errors_from(b), 2) / runs;
  }
  CHECK(std::abs(chi_squared - 5.0) < 4.0 * std::sqrt(2.0 * 5.0 / runs) + 0.05);
  CHECK(std::abs(squares - 1.0) < 4.0 * std::sqrt(2.0 / runs) + 0.05);
}

TEST_CASE("a strong liquid has no slope")
{
  auto points = made_up(0.05, 0.01, 3, false);
  for (std::size_t k = 0; k < points.size(); ++k) {
    points[k].barrier.value = k % 2 == 0 ? 0.41 : 0.39;
  }
  CHECK_FALSE(soret::fit_softness_scaling(points).has_slope());
}

TEST_CASE("one point, and softness that is not positive, are refused")
{
  auto points = made_up(0.01, 0.01, 1, false);
  points[0].softness.value = -1e-3;
  CHECK_THROWS_AS(soret::fit_softness_scaling(points), soret::RunTimeFailure);
  CHECK_THROWS_AS(soret::fit_softness_scaling(std::vector{points[1]}), soret::RunTimeFailure);
}
