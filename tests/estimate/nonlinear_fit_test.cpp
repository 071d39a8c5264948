#include "coverage.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/nonlinear_fit.hpp>
#include <soret/estimate/straight_line.hpp>

#include "support/sanitizers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <span>
#include <vector>

using soret::Estimate;
using soret::ModelFit;

namespace {

const std::vector<double> times{0.0, 0.5, 1.0, 2.0, 4.0, 8.0};

std::vector<double> decay(std::span<const double> p)
{
  std::vector<double> values;
  for (const double t : times) {
    values.push_back(p[0] * std::exp(-t / p[1]) + p[2]);
  }
  return values;
}

std::vector<Estimate> with_errors(const std::vector<double>& values, double error)
{
  std::vector<Estimate> estimates;
  for (const double value : values) {
    estimates.push_back({value, error});
  }
  return estimates;
}

}  // namespace

TEST_CASE("a model that fits exactly is found")
{
  const std::vector<double> truth{2.0, 1.7, -0.3};
  const ModelFit fit = soret::fit_nonlinear(decay, with_errors(decay(truth), 0.01), {0.5, 5.0, 0.5}, "a decay");
  for (std::size_t k = 0; k < truth.size(); ++k) {
    CHECK(fit.parameters[k] == doctest::Approx(truth[k]).epsilon(1e-7));
  }
  CHECK(fit.chi_squared < 1e-8);
  CHECK(fit.degrees_of_freedom() == 3.0);
}

TEST_CASE("a line as a model is the straight line, errors and covariance included")
{
  const std::vector<double> x{1.0, 2.0, 4.0, 7.0};
  const std::vector<Estimate> y{{1.0, 0.1}, {1.7, 0.2}, {3.1, 0.1}, {5.9, 0.3}};
  const auto model = [&](std::span<const double> p) {
    std::vector<double> values;
    for (const double each : x) {
      values.push_back(p[0] + p[1] * each);
    }
    return values;
  };
  const ModelFit fit = soret::fit_nonlinear(model, y, {0.0, 0.0}, "a line");
  const soret::StraightLine line = soret::fit_line(x, y);
  CHECK(fit.parameters[0] == doctest::Approx(line.at(0.0)).epsilon(1e-7));
  CHECK(fit.parameters[1] == doctest::Approx(line.slope).epsilon(1e-7));
  CHECK(fit.parameter(1).standard_error == doctest::Approx(line.slope_error).epsilon(1e-6));
  CHECK(fit.chi_squared == doctest::Approx(line.chi_squared).epsilon(1e-9));
  const Estimate at_ten = fit.derived([](std::span<const double> p) { return p[0] + 10.0 * p[1]; });
  CHECK(at_ten.standard_error == doctest::Approx(line.value_at(10.0).standard_error).epsilon(1e-6));
}

TEST_CASE("impossible parameters are not entered")
{
  const auto model = [](std::span<const double> p) { return std::vector{std::sqrt(p[0]), std::sqrt(p[0])}; };
  const ModelFit fit = soret::fit_nonlinear(model, with_errors({0.1, 0.12}, 0.01), {9.0}, "a root");
  CHECK(std::sqrt(fit.parameters[0]) == doctest::Approx(0.11));
}

TEST_CASE("fits without enough points, errors or information are refused")
{
  const std::vector<Estimate> two = with_errors({1.0, 2.0}, 0.1);
  CHECK_THROWS_WITH_AS(soret::fit_nonlinear(decay, two, {1.0, 1.0, 1.0}, "a decay", 1),
                       "a decay of 2 points is refused: at least 4 are needed", soret::InputError);
  const auto first_only = [](std::span<const double> p) { return std::vector{p[0], p[0]}; };
  CHECK_THROWS_AS(soret::fit_nonlinear(first_only, two, {1.0, 1.0}, "a constant"), soret::RunTimeFailure);
  const auto same = [](std::span<const double> p) { return std::vector{p[0] + p[1], 2.0 * (p[0] + p[1])}; };
  CHECK_THROWS_AS(soret::fit_nonlinear(same, two, {1.0, 1.0}, "a sum"), soret::RunTimeFailure);
  CHECK_THROWS_AS(soret::fit_nonlinear(first_only, with_errors({1.0, 2.0}, 0.0), {1.0}, "a constant"),
                  soret::InputError);
}

TEST_CASE("a model that is linear in its parameters is fitted at once, as by iteration")
{
  const std::vector<std::vector<double>> basis{{1.0, 1.0, 1.0, 1.0}, {1.0, 2.0, 4.0, 7.0}, {1.0, 4.0, 16.0, 49.0}};
  const std::vector<Estimate> y{{1.0, 0.1}, {1.7, 0.2}, {3.1, 0.1}, {5.9, 0.3}};
  const auto model = [&](std::span<const double> p) {
    std::vector<double> values;
    for (std::size_t k = 0; k < y.size(); ++k) {
      values.push_back(p[0] * basis[0][k] + p[1] * basis[1][k] + p[2] * basis[2][k]);
    }
    return values;
  };
  const ModelFit at_once = soret::fit_linear(basis, y, "a parabola");
  const ModelFit by_iteration = soret::fit_nonlinear(model, y, {1.0, 1.0, 1.0}, "a parabola");
  CHECK(at_once.degrees_of_freedom() == 1.0);
  CHECK(at_once.chi_squared == doctest::Approx(by_iteration.chi_squared).epsilon(1e-9));
  for (std::size_t i = 0; i < basis.size(); ++i) {
    CHECK(at_once.parameters[i] == doctest::Approx(by_iteration.parameters[i]).epsilon(1e-7));
    for (std::size_t j = 0; j < basis.size(); ++j) {
      CHECK(at_once.covariance_of(i, j) == doctest::Approx(by_iteration.covariance_of(i, j)).epsilon(1e-6));
    }
  }
  CHECK_THROWS_AS(soret::fit_linear(basis, std::vector<Estimate>(3, {1.0, 0.1}), "a parabola"), soret::InputError);
  CHECK_THROWS_AS(soret::fit_linear(basis, std::vector<Estimate>(2, {1.0, 0.1}), "a parabola"), soret::InputError);
}

TEST_CASE("errors of a nonlinear fit cover the truth" * doctest::skip(under_sanitizers))
{
  const std::vector<double> truth{2.0, 1.7, -0.3};
  constexpr double error = 0.02;
  std::mt19937_64 generator{11};
  std::normal_distribution<double> noise{0.0, error};
  Coverage time{truth[1]};
  for (int run = 0; run < 2000; ++run) {
    std::vector<Estimate> values = with_errors(decay(truth), error);
    for (Estimate& each : values) {
      each.value += noise(generator);
    }
    time.add(soret::fit_nonlinear(decay, values, {1.0, 1.0, 0.0}, "a decay").parameter(1));
  }
  time.check_closely("decay time");
}
