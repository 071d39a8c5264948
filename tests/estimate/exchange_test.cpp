/// Differences of chemical potentials from exchanges whose distribution is known.
#include <soret/core/error.hpp>
#include <soret/estimate/emd_analysis.hpp>
#include <soret/estimate/exchange_difference.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

using namespace soret;

namespace {

constexpr double temperature = 0.8;
constexpr double within = 3.5;  // standard errors

/// Costs of exchanges over T that are Gaussian: forward of mean d + s²/2, backward of mean -d + s²/2, both of variance
/// s², so that either direction gives d.
ExchangeBlocks gaussian_exchanges(double difference, unsigned seed)
{
  constexpr double width = 0.7;
  std::mt19937_64 generator{seed};
  std::normal_distribution<double> noise{0.0, width};
  ExchangeBlocks blocks;
  for (std::size_t k = 0; k < 30; ++k) {
    InsertionSums forward;
    InsertionSums backward;
    for (std::size_t n = 0; n < 200 + 10 * (k % 3); ++n) {
      forward.add(difference + 0.5 * width * width + noise(generator), 1.0);
      backward.add(-difference + 0.5 * width * width + noise(generator), 1.0);
    }
    blocks.forward.push_back(forward);
    blocks.backward.push_back(backward);
    blocks.replica.push_back(k / 15);
  }
  return blocks;
}

ThermodynamicTable quiet_series()
{
  std::mt19937_64 generator{3};
  std::normal_distribution<double> noise{0.0, 0.01};
  ThermodynamicTable table(100);
  for (ThermodynamicRow& row : table) {
    row.samples = 1;
    const double length = 10.0 + noise(generator);
    row.box_lengths = {length, length, length};
    row.kinetic_energy = 1.5 * 800.0 * (1.0 + noise(generator));
    row.potential_energy = -4000.0 * (1.0 + noise(generator));
    row.pressure.fill(0.5 + noise(generator));
  }
  return table;
}

/// Runs at three compositions; the difference over T is a function of x_1.
EmdMeasurements measured_along(const std::function<double(double)>& difference)
{
  EmdMeasurements measured;
  measured.species_names = {"A", "B"};
  measured.masses = {1.0, 2.0};
  measured.temperature = Temperature{temperature};
  measured.pressure = Pressure{0.5};
  for (const auto& [count, seed] : {std::pair{400, 5U}, {300, 6U}, {500, 7U}}) {
    EquilibriumRun run{{count, 800 - count}, {quiet_series()}};
    run.exchanges = gaussian_exchanges(difference(count / 800.0), seed);
    measured.isobaric.push_back(std::move(run));
  }
  return measured;
}

bool says_curved(const EmdEstimates& found)
{
  return std::ranges::any_of(found.warnings, [](const std::string& warning) {
    return warning.find("do not lie on a line") != std::string::npos;
  });
}

}  // namespace

TEST_CASE("exchanges in both directions give the difference, as an energy")
{
  const ExchangeDifference found = exchange_difference(gaussian_exchanges(-1.3, 1), Temperature{temperature});
  for (const Estimate& one : {found.excess, found.forward, found.backward}) {
    CHECK(std::abs(one.standard_errors_from(-1.3 * temperature)) < within);
    CHECK(one.standard_error < 0.02);
  }
  CHECK(found.excess.value == doctest::Approx(0.5 * (found.forward.value + found.backward.value)));
}

TEST_CASE("exchanges in one direction alone, and blocks that do not fit, are refused")
{
  ExchangeBlocks blocks = gaussian_exchanges(0.0, 2);
  blocks.backward.pop_back();
  CHECK_THROWS_AS(exchange_difference(blocks, Temperature{1.0}), InputError);
  blocks.backward.assign(blocks.forward.size(), InsertionSums{});
  CHECK_THROWS_AS(exchange_difference(blocks, Temperature{1.0}), RunTimeFailure);
}

TEST_CASE("the slope of differences makes the thermodynamic factor")
{
  const std::vector<ExchangePoint> points{{0.4, {1.0, 0.01}}, {0.5, {1.04, 0.01}}, {0.6, {1.08, 0.01}}};
  const ExchangeSeries series = exchange_series(points, 0.5, Temperature{temperature});
  CHECK(series.slope.value == doctest::Approx(0.4).epsilon(1e-10));
  CHECK(series.factor.value == doctest::Approx(1.0 - 0.25 / temperature * 0.4).epsilon(1e-10));
  CHECK(series.factor.standard_error == doctest::Approx(0.25 / temperature * 0.01 / std::sqrt(0.02)).epsilon(1e-10));
  CHECK(std::isinf(series.slope.degrees_of_freedom));  // the errors of the points are known, not found from the line
  std::vector<ExchangePoint> blocks = points;
  for (ExchangePoint& point : blocks) {
    point.excess.degrees_of_freedom = 7.0;
  }
  const ExchangeSeries of_blocks = exchange_series(blocks, 0.5, Temperature{temperature});
  CHECK(of_blocks.slope.degrees_of_freedom == doctest::Approx(14.0));  // the middle counts for nothing
  CHECK(of_blocks.factor.degrees_of_freedom == doctest::Approx(14.0));
  CHECK_THROWS_AS(exchange_series(std::vector{points[0]}, 0.5, Temperature{temperature}), RunTimeFailure);
}

TEST_CASE("two labels of one species are an ideal mixture")
{
  const std::vector<ExchangePoint> points{{0.4, {0.0, 0.0}}, {0.5, {0.0, 0.0}}, {0.6, {0.0, 0.0}}};
  const ExchangeSeries series = exchange_series(points, 0.5, Temperature{temperature});
  CHECK(series.factor.value == 1.0);
  CHECK(series.factor.standard_error == 0.0);
}

TEST_CASE("an analysis of runs with exchanges has the difference and the factor")
{
  constexpr double slope = 0.9;  // of the difference over T
  const EmdEstimates found = analyse_emd(measured_along([](double x) { return 0.3 + slope * (x - 0.5); }), {});
  const Estimate* difference = found.find("chemical_potential_difference");
  const Estimate* factor = found.find("thermodynamic_factor_from_exchange");
  REQUIRE(difference != nullptr);
  REQUIRE(factor != nullptr);
  CHECK(std::abs(difference->standard_errors_from(0.3 * temperature)) < within);
  CHECK(std::abs(factor->standard_errors_from(1.0 - 0.25 * slope)) < within);
  CHECK_FALSE(says_curved(found));
}

TEST_CASE("differences that are no straight line of the composition are reported")
{
  CHECK(says_curved(analyse_emd(measured_along([](double x) { return 20.0 * (x - 0.5) * (x - 0.5); }), {})));
}
