/// Curves over composition, and the places where they are least.
#include "coverage.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/composition_curve.hpp>

#include "support/sanitizers.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <random>
#include <span>
#include <vector>

using soret::CompositionCurve;
using soret::CompositionForm;
using soret::Estimate;
using soret::fit_composition;

namespace {

const std::vector<double> fractions{0.1, 0.3, 0.5, 0.7, 0.9};

using Function = std::function<double(double)>;

/// With errors that differ from point to point.
std::vector<Estimate> values_of(const Function& function, double error)
{
  std::vector<Estimate> values;
  for (std::size_t k = 0; k < fractions.size(); ++k) {
    values.push_back({function(fractions[k]), error * (1.0 + 0.5 * static_cast<double>(k % 3)), 30.0});
  }
  return values;
}

/// Least at 0.4.
double cubic(double x) { return -5.0 + 8.0 * std::pow(x - 0.4, 2) + 4.0 * std::pow(x - 0.4, 3); }

/// Of slope -2.4 + 6 x - 1.8 x².
double factor(double x) { return 1.0 + x * (1.0 - x) * (-2.4 + 0.6 * x); }
const double least_factor_at = (6.0 - std::sqrt(36.0 - 4.0 * 1.8 * 2.4)) / (2.0 * 1.8);

std::vector<Estimate> with_noise(std::vector<Estimate> values, std::mt19937_64& generator)
{
  std::normal_distribution<double> noise;
  for (Estimate& each : values) {
    each.value += each.standard_error * noise(generator);
  }
  return values;
}

}  // namespace

TEST_CASE("a cubic function through values of one is that function")
{
  const CompositionCurve curve = fit_composition(CompositionForm::cubic, fractions, values_of(cubic, 0.1));
  CHECK(curve.fit.degrees_of_freedom() == 1.0);
  CHECK(curve.fit.chi_squared < 1e-16);
  CHECK(curve.coefficient(0).value == doctest::Approx(cubic(0.0)).epsilon(1e-9));
  CHECK(curve.coefficient(3).value == doctest::Approx(4.0).epsilon(1e-9));
  CHECK(curve.value_at(0.8).value == doctest::Approx(cubic(0.8)).epsilon(1e-10));
  const auto least = curve.minimum_between(0.1, 0.9);
  REQUIRE(least);
  CHECK(least->mole_fraction.value == doctest::Approx(0.4).epsilon(1e-9));
  CHECK(least->value.value == doctest::Approx(-5.0).epsilon(1e-10));
  CHECK(least->mole_fraction.degrees_of_freedom == 30.0);
  CHECK_FALSE(curve.minimum_between(0.5, 0.9));
  CHECK_FALSE(curve.minimum_between(0.1, 0.3));
}

TEST_CASE("a thermodynamic factor is one in both pure fluids without an error")
{
  const CompositionCurve curve = fit_composition(CompositionForm::one_if_pure, fractions, values_of(factor, 0.02));
  CHECK(curve.fit.degrees_of_freedom() == 3.0);
  CHECK(curve.coefficient(0).value == doctest::Approx(-2.4).epsilon(1e-10));
  CHECK(curve.coefficient(1).value == doctest::Approx(0.6).epsilon(1e-9));
  for (const double pure : {0.0, 1.0}) {
    CHECK(curve.value_at(pure).value == 1.0);
    CHECK(curve.value_at(pure).standard_error == doctest::Approx(0.0));
  }
  const auto least = curve.minimum_between(0.1, 0.9);
  REQUIRE(least);
  CHECK(least->mole_fraction.value == doctest::Approx(least_factor_at).epsilon(1e-9));
  CHECK(least->value.value == doctest::Approx(factor(least_factor_at)).epsilon(1e-10));
}

TEST_CASE("errors of a curve and of the place of its minimum cover the truth" * doctest::skip(under_sanitizers))
{
  constexpr int runs = 2000;
  struct Case {
    CompositionForm form;
    Function truth;
    double error;
    double least_at;
  };
  std::mt19937_64 generator{17};
  for (const Case& each : {Case{CompositionForm::cubic, cubic, 0.05, 0.4},
                           Case{CompositionForm::one_if_pure, factor, 0.02, least_factor_at}}) {
    Coverage place{each.least_at};
    Coverage depth{each.truth(each.least_at)};
    Coverage between{each.truth(0.6)};
    double chi_squared = 0.0;
    double freedom = 0.0;
    for (int run = 0; run < runs; ++run) {
      const auto values = with_noise(values_of(each.truth, each.error), generator);
      const CompositionCurve curve = fit_composition(each.form, fractions, values);
      const auto least = curve.minimum_between(0.0, 1.0);
      REQUIRE(least);
      place.add(least->mole_fraction);
      depth.add(least->value);
      between.add(curve.value_at(0.6));
      chi_squared += curve.fit.chi_squared;
      freedom = curve.fit.degrees_of_freedom();
    }
    place.check_closely("place of the minimum");
    depth.check_closely("value there");
    between.check_closely("curve");
    // chi² has the mean of its degrees of freedom and twice their variance: within four standard errors
    CHECK(std::abs(chi_squared / runs - freedom) < 4.0 * std::sqrt(2.0 * freedom / runs));
  }
}

TEST_CASE("minima that not all series show have errors that are a little too small" * doctest::skip(under_sanitizers))
{
  constexpr int runs = 2000;
  std::mt19937_64 generator{23};
  Coverage place{0.4};
  int found = 0;
  for (int run = 0; run < runs; ++run) {
    const auto values = with_noise(values_of(cubic, 0.2), generator);
    const auto least = fit_composition(CompositionForm::cubic, fractions, values).minimum_between(0.1, 0.9);
    if (least) {
      ++found;
      place.add(least->mole_fraction);
    }
  }
  MESSAGE("found " << found << " of " << runs);
  CHECK(found > runs / 2);
  CHECK(found < 4 * runs / 5);
  place.check("place of the minimum");
}

TEST_CASE("the error of a sharp minimum is that of the slope over the curvature")
{
  constexpr double noise = 1e-6;
  constexpr double curvature = 16.0;
  const CompositionCurve curve = fit_composition(CompositionForm::cubic, fractions, values_of(cubic, noise));
  const auto least = curve.minimum_between(0.0, 1.0);
  REQUIRE(least);
  const Estimate slope =
      curve.fit.derived([](std::span<const double> p) { return p[1] + 2.0 * 0.4 * p[2] + 3.0 * 0.4 * 0.4 * p[3]; });
  CHECK(least->mole_fraction.standard_error == doctest::Approx(slope.standard_error / curvature).epsilon(1e-4));
}

TEST_CASE("curves without a minimum have none, however the noise falls")
{
  const auto falling = [](double x) { return 2.0 - 3.0 * x; };
  const auto hill = [](double x) { return 1.0 + x * (1.0 - x); };
  CHECK_FALSE(fit_composition(CompositionForm::cubic, fractions, values_of(falling, 0.1)).minimum_between(0.0, 1.0));
  CHECK_FALSE(
      fit_composition(CompositionForm::one_if_pure, fractions, values_of(hill, 0.01)).minimum_between(0.0, 1.0));
}

TEST_CASE("noise around a constant has a minimum as often as is documented")
{
  constexpr int runs = 2000;
  std::mt19937_64 generator{5};
  int of_cubic = 0;
  int of_fixed_ends = 0;
  for (int run = 0; run < runs; ++run) {
    const auto values = with_noise(values_of([](double) { return 1.0; }, 0.1), generator);
    const auto has_minimum = [&](CompositionForm form) {
      return fit_composition(form, fractions, values).minimum_between(0.1, 0.9).has_value();
    };
    of_cubic += has_minimum(CompositionForm::cubic) ? 1 : 0;
    of_fixed_ends += has_minimum(CompositionForm::one_if_pure) ? 1 : 0;
  }
  MESSAGE("minima in noise: " << of_cubic << " and " << of_fixed_ends << " of " << runs);
  // 3.6 and 7.0 %: three standard deviations of such counts are 1.2 and 1.7 % of the runs
  CHECK(std::abs(of_cubic - 0.036 * runs) < 0.0125 * runs);
  CHECK(std::abs(of_fixed_ends - 0.070 * runs) < 0.017 * runs);
}

TEST_CASE("curves over composition refuse what they cannot be fitted to")
{
  std::vector<Estimate> values = values_of(cubic, 0.1);
  const auto fit = [&](const std::vector<double>& at) { return fit_composition(CompositionForm::cubic, at, values); };
  CHECK_THROWS_WITH_AS(fit({0.1, 0.3, 0.5, 0.9}),
                       "a curve through 5 values at 4 compositions is refused: at least 5 are needed",
                       soret::InputError);
  CHECK_THROWS_WITH_AS(fit({0.1, 0.3, 0.5, 0.7, 1.5}),
                       "a curve through a value at mole fraction 1.5 is refused: 0 to 1 are accepted",
                       soret::InputError);
  CHECK_THROWS_AS(fit({0.1, 0.1, 0.1, 0.9, 0.9}), soret::RunTimeFailure);
  values[2].standard_error = 0.0;
  CHECK_THROWS_AS(fit(fractions), soret::InputError);
  values.pop_back();
  CHECK_THROWS_AS(fit({0.1, 0.3, 0.5, 0.7}), soret::InputError);
}
