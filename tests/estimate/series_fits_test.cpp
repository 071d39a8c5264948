#include <soret/core/error.hpp>
#include <soret/estimate/inverse_size.hpp>
#include <soret/estimate/power_law.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

using soret::Estimate;
using soret::Temperature;

namespace {

const std::vector<double> temperatures{0.5, 0.55, 0.6, 0.7, 0.8, 1.0};

std::vector<Temperature> as_temperatures()
{
  std::vector<Temperature> list;
  for (const double each : temperatures) {
    list.emplace_back(each);
  }
  return list;
}

/// 0.2 (T - 0.427)^1.8 with relative noise of that size.
std::vector<Estimate> power_law(double noise, std::mt19937_64& generator)
{
  std::normal_distribution<double> normal;
  std::vector<Estimate> values;
  for (const double t : temperatures) {
    const double exact = 0.2 * std::pow(t - 0.427, 1.8);
    values.push_back({exact * (1.0 + noise * normal(generator)), noise * exact});
  }
  return values;
}

}  // namespace

TEST_CASE("a power law is found again")
{
  std::mt19937_64 generator{1};
  const std::vector<Temperature> at = as_temperatures();
  std::vector<Estimate> exact = power_law(0.0, generator);
  for (Estimate& each : exact) {
    each.standard_error = 0.01 * each.value;
  }
  const soret::PowerLawFit fit = fit_power_law(at, exact);
  CHECK(fit.critical_temperature.value == doctest::Approx(0.427).epsilon(1e-6));
  CHECK(fit.exponent.value == doctest::Approx(1.8).epsilon(1e-6));
  CHECK(fit.log_prefactor.value == doctest::Approx(std::log(0.2)).epsilon(1e-5));
  CHECK(fit.chi_squared < 1e-8);
}

TEST_CASE("errors of a power law are as large as its scatter")
{
  std::mt19937_64 generator{2};
  const std::vector<Temperature> at = as_temperatures();
  constexpr int runs = 300;
  double squares = 0.0;
  double exponent = 0.0;
  double chi_squared = 0.0;
  for (int run = 0; run < runs; ++run) {
    const soret::PowerLawFit fit = fit_power_law(at, power_law(0.02, generator));
    squares += std::pow(fit.critical_temperature.standard_errors_from(0.427), 2) / runs;
    exponent += std::pow(fit.exponent.standard_errors_from(1.8), 2) / runs;
    chi_squared += fit.chi_squared / runs;
  }
  CHECK(squares > 0.75);
  CHECK(squares < 1.3);
  CHECK(exponent > 0.75);
  CHECK(exponent < 1.3);
  CHECK(chi_squared == doctest::Approx(3.0).epsilon(0.15));
}

TEST_CASE("power laws that cannot be")
{
  const std::vector<Temperature> at = as_temperatures();
  std::vector<Estimate> arrhenius;
  for (const double t : temperatures) {
    arrhenius.push_back({std::exp(t), 0.01});  // faster than any power
  }
  CHECK_THROWS_AS(fit_power_law(at, arrhenius), soret::RunTimeFailure);
  CHECK_THROWS_AS(fit_power_law(std::span{at}.first(3), std::span{arrhenius}.first(3)), soret::InputError);
  arrhenius[0].value = -1.0;
  CHECK_THROWS_AS(fit_power_law(at, arrhenius), soret::InputError);
}

TEST_CASE("values against the inverse size of the box")
{
  std::mt19937_64 generator{3};
  std::normal_distribution<double> normal;
  const std::vector<double> lengths{6.0, 8.0, 12.0, 20.0};
  double squares = 0.0;
  constexpr int runs = 400;
  for (int run = 0; run < runs; ++run) {
    std::vector<Estimate> values;
    for (const double length : lengths) {
      values.push_back({-1.3 + 4.0 / length + 0.05 * normal(generator), 0.05});
    }
    squares += std::pow(fit_inverse_size(lengths, values).limit.standard_errors_from(-1.3), 2) / runs;
  }
  CHECK(squares == doctest::Approx(1.0).epsilon(0.25));
  const soret::InverseSizeFit exact =
      fit_inverse_size(lengths, std::vector<Estimate>{{2.0, 0.1}, {1.75, 0.1}, {1.5, 0.2}, {1.3, 0.1}});
  CHECK(exact.limit.value == doctest::Approx(1.0));
  CHECK(exact.slope.value == doctest::Approx(6.0));
  CHECK_THROWS_AS(fit_inverse_size(lengths, std::vector<Estimate>{{2.0, 0.1}}), soret::InputError);
  CHECK_THROWS_AS(fit_inverse_size(std::vector{1.0, -1.0}, std::vector<Estimate>{{2.0, 0.1}, {2.0, 0.1}}),
                  soret::InputError);
}
