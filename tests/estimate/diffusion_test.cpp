#include <soret/core/error.hpp>
#include <soret/estimate/diffusion.hpp>
#include "support/sanitizers.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

using soret::DisplacementBlocks;
using soret::Duration;
using soret::Estimate;
using soret::LagWindow;
using soret::Temperature;
namespace column = soret::displacement_column;

namespace {

/// Free Brownian particles of two species of different mass, sampled at times 0, 1, 2, ...
struct Brownian {
  std::array<std::size_t, 2> counts{12, 6};
  std::array<double, 2> masses{1.0, 3.0};
  std::array<double, 2> diffusion{0.5, 0.2};
  std::size_t samples = 600;
  std::size_t blocks = 15;
  std::vector<std::size_t> lags{1, 2, 3, 4, 6, 8, 12, 16};
};

using Path = std::vector<soret::Vec3>;

std::vector<Path> paths_of(const Brownian& model, std::mt19937_64& generator)
{
  std::vector<Path> paths;
  for (std::size_t s = 0; s < 2; ++s) {
    std::normal_distribution<double> step{0.0, std::sqrt(2.0 * model.diffusion[s])};
    for (std::size_t i = 0; i < model.counts[s]; ++i) {
      Path& path = paths.emplace_back(1);
      while (path.size() < model.samples) {
        path.push_back(path.back() + soret::Vec3{step(generator), step(generator), step(generator)});
      }
    }
  }
  return paths;
}

void add_pair(const Brownian& model, const std::vector<Path>& paths, std::size_t end, std::size_t lag,
              const soret::DisplacementShape& shape, soret::DisplacementBlock& block)
{
  std::array<soret::Vec3, 2> moved{};
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::size_t s = i < model.counts[0] ? 0 : 1;
    const soret::Vec3 d = paths[i][end] - paths[i][end - model.lags[lag]];
    block.sums[shape.offset(lag, s, column::squared)] += norm_squared(d);
    block.sums[shape.offset(lag, s, column::fourth)] += norm_squared(d) * norm_squared(d);
    moved[s] += d;
  }
  double mass = 0.0;
  soret::Vec3 centre;
  for (std::size_t s = 0; s < 2; ++s) {
    mass += model.masses[s] * static_cast<double>(model.counts[s]);
    centre += model.masses[s] * moved[s];
  }
  for (std::size_t s = 0; s < 2; ++s) {
    const soret::Vec3 relative = moved[s] - (static_cast<double>(model.counts[s]) / mass) * centre;
    block.sums[shape.offset(lag, s, column::collective)] += norm_squared(relative);
  }
  block.origins[lag] += 1.0;
}

DisplacementBlocks displacements_of(const Brownian& model, std::mt19937_64& generator)
{
  DisplacementBlocks result;
  result.shape.lag_times.assign(model.lags.begin(), model.lags.end());
  result.shape.species_names = {"A", "B"};
  result.shape.masses.assign(model.masses.begin(), model.masses.end());
  result.shape.counts.assign(model.counts.begin(), model.counts.end());
  result.shape.box_lengths = {10.0, 10.0, 10.0};
  const std::vector<Path> paths = paths_of(model, generator);
  const std::size_t length = model.samples / model.blocks;
  for (std::size_t b = 0; b < model.blocks; ++b) {
    soret::DisplacementBlock block{static_cast<std::int64_t>(length), std::vector<double>(model.lags.size(), 0.0),
                                   std::vector<double>(result.shape.sums_size(), 0.0)};
    for (std::size_t end = b * length; end < (b + 1) * length; ++end) {
      for (std::size_t lag = 0; lag < model.lags.size() && model.lags[lag] <= end; ++lag) {
        add_pair(model, paths, end, lag, result.shape, block);
      }
    }
    result.blocks.push_back(std::move(block));
    result.replica.push_back(0);
  }
  return result;
}

/// Blocks in which the mean squared displacement of one particle is a given function of time, times 1 + e_k in block k.
template <class Function>
DisplacementBlocks made_up(const std::vector<double>& times, const std::vector<double>& errors, Function square)
{
  DisplacementBlocks result;
  result.shape = {times, {"A"}, {1.0}, {1}, {8.0, 8.0, 8.0}};
  for (const double error : errors) {
    soret::DisplacementBlock block{10, std::vector<double>(times.size(), 4.0),
                                   std::vector<double>(result.shape.sums_size(), 0.0)};
    for (std::size_t lag = 0; lag < times.size(); ++lag) {
      block.sums[result.shape.offset(lag, 0, column::squared)] = 4.0 * (1.0 + error) * square(times[lag]);
    }
    result.blocks.push_back(block);
    result.replica.push_back(0);
  }
  return result;
}

}  // namespace

TEST_CASE("self- and interdiffusion of Brownian particles, with errors that cover the truth" *
          doctest::skip(under_sanitizers))
{
  std::mt19937_64 generator{31};
  const Brownian model;
  constexpr int runs = 300;
  // Independent particles: <dR_A'²>/(6t) with R' relative to the mass centre, from the variances of both mean
  // positions.
  const double share = 12.0 * 1.0 / (12.0 * 1.0 + 6.0 * 3.0);
  const double kinetic_centre = std::pow(1.0 - share, 2) * 0.5 / 12.0 + std::pow(1.0 - share, 2) * 0.2 / 6.0;
  const double relative = 1.0 + 12.0 / (3.0 * 6.0);
  const double inter = 2.5 * relative * relative * 18.0 * (12.0 / 18.0) * (6.0 / 18.0) * kinetic_centre;
  CHECK(inter == doctest::Approx(2.5 * 18.0 * 2.0 / 9.0 * (0.5 / 12.0 + 0.2 / 6.0)));  // <d(R_A - R_B)²>
  std::array<int, 3> covered{};
  std::array<double, 3> deviations{};  // relative ones: their sums and squares
  std::array<double, 3> squares{};
  for (int run = 0; run < runs; ++run) {
    const DisplacementBlocks data = displacements_of(model, generator);
    const LagWindow window{Duration{2.0}, Duration{16.0}};
    const std::array<double, 3> truth{0.5, 0.2, inter};
    const std::array<Estimate, 3> found{self_diffusion(data, 0, window).coefficient.estimate,
                                        self_diffusion(data, 1, window).coefficient.estimate,
                                        interdiffusion(data, {2.5, 0.0}, window).coefficient};
    for (std::size_t k = 0; k < 3; ++k) {
      covered[k] += std::abs(found[k].standard_errors_from(truth[k])) <= 1.0 ? 1 : 0;
      const double deviation = found[k].value / truth[k] - 1.0;
      deviations[k] += deviation;
      squares[k] += deviation * deviation;
      if (run == 0) {
        CHECK(std::abs(found[k].standard_errors_from(truth[k])) < 3.0);
        CHECK(found[k].relative_error() < 0.2);
      }
    }
  }
  for (std::size_t k = 0; k < 3; ++k) {
    CAPTURE(k);
    CHECK(covered[k] > 0.60 * runs);
    CHECK(covered[k] < 0.76 * runs);
    CHECK(std::abs(deviations[k]) < 3.0 * std::sqrt(squares[k]));  // no bias
  }
}

TEST_CASE("Brownian displacements are Gaussian")
{
  std::mt19937_64 generator{32};
  const std::vector<soret::DisplacementPoint> curve = displacement_curve(displacements_of({}, generator), 0);
  REQUIRE(curve.size() == 8);
  for (const soret::DisplacementPoint& point : curve) {
    CHECK(std::abs(point.mean_squared.standard_errors_from(3.0 * point.lag_time)) < 3.0);
    CHECK(std::abs(point.non_gaussian.value) < 3.0 * point.non_gaussian.standard_error + 0.01);
    CHECK(point.non_gaussian.standard_error < 0.25);
  }
}

TEST_CASE("a fit starts after the ballistic part and finds the slope beside any intercept")
{
  const std::vector<double> times{0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8};
  const auto square = [](double t) { return t < 1.0 ? 3.0 * t * t : 1.5 + 0.6 * t; };
  const DisplacementBlocks data = made_up(times, {0.02, -0.01, -0.03, 0.02}, square);
  const LagWindow window = diffusive_window(data, 0);
  const double reached = 0.4 * std::pow(2.0, std::log(1.0 / 0.48) / std::log(1.92 / 0.48));
  CHECK(window.start.value() == doctest::Approx(2.0 * reached).epsilon(1e-12));
  CHECK(window.end.value() == 12.8);
  const soret::DiffusionFit fit = self_diffusion(data, 0, window);
  CHECK(fit.coefficient.estimate.value == doctest::Approx(0.1).epsilon(1e-12));
  CHECK(fit.line.at(0.0) == doctest::Approx(1.5).epsilon(1e-12));
  CHECK(fit.line.points == 4);
  CHECK(fit.line.centre ==
        doctest::Approx(1.6 * (1.0 + 1.0 / 4 + 1.0 / 16 + 1.0 / 64) / (1.0 + 1.0 / 8 + 1.0 / 64 + 1.0 / 512))
            .epsilon(1e-13));  // weights 1/t³
  CHECK(fit.coefficient.estimate.standard_error == doctest::Approx(0.1 * std::sqrt(0.0018 / 12.0)).epsilon(1e-9));
  CHECK_THROWS_AS(self_diffusion(data, 0, {Duration{7.0}, Duration{20.0}}), soret::RunTimeFailure);
  CHECK_THROWS_AS(self_diffusion(data, 1, window), soret::InputError);
  CHECK_THROWS_AS(interdiffusion(data, {1.0}, window), soret::InputError);
  CHECK_THROWS_AS(diffusive_window(data, 0, 20.0), soret::RunTimeFailure);
  CHECK_THROWS_WITH_AS(diffusive_window(data, 0, 2.5),
                       doctest::Contains("the longest lag, 12.8, must be well beyond it"), soret::RunTimeFailure);
}

TEST_CASE("times and displacements between lags follow a power law exactly")
{
  const std::vector<double> times{0.5, 1.0, 3.0, 7.0, 20.0};
  const std::vector<double> errors{0.04, -0.02, -0.05, 0.03};
  const DisplacementBlocks data = made_up(times, errors, [](double t) { return 0.3 * std::pow(t, 1.4); });
  const soret::JackknifeEstimate time = time_to_move(data, 0, 1.5);
  const double expected = std::pow(2.25 / 0.3, 1.0 / 1.4);
  CHECK(time.estimate.value == doctest::Approx(expected).epsilon(1e-12));
  // t goes as the prefactor to the power -1/1.4, whose mean over the blocks has the error sqrt(sum e²/12).
  const double error = expected / 1.4 * std::sqrt(0.0054 / 12.0);
  CHECK(time.estimate.standard_error == doctest::Approx(error).epsilon(0.01));
  const soret::JackknifeEstimate square = mean_squared_displacement_at(data, 0, Duration{5.0});
  CHECK(square.estimate.value == doctest::Approx(0.3 * std::pow(5.0, 1.4)).epsilon(1e-12));
  CHECK(square.estimate.standard_error ==
        doctest::Approx(square.estimate.value * std::sqrt(0.0054 / 12.0)).epsilon(1e-9));
  CHECK(mean_squared_displacement_at(data, 0, Duration{0.5}).estimate.value ==
        doctest::Approx(0.3 * std::pow(0.5, 1.4)).epsilon(1e-12));
  CHECK_THROWS_AS(mean_squared_displacement_at(data, 0, Duration{0.4}), soret::InputError);
  CHECK_THROWS_AS(mean_squared_displacement_at(data, 0, Duration{21.0}), soret::InputError);
  CHECK_THROWS_AS(time_to_move(data, 0, 0.1), soret::RunTimeFailure);
  CHECK_THROWS_AS(time_to_move(data, 0, 0.0), soret::InputError);
}

TEST_CASE("lags that few blocks have seen are left out")
{
  DisplacementBlocks data = made_up({1.0, 2.0, 4.0}, {0.0, 0.0, 0.0, 0.0}, [](double t) { return t; });
  for (const std::size_t block : {0, 1, 2}) {
    data.blocks[block].origins[2] = 0.0;
  }
  data.blocks[0].origins[1] = 0.0;
  CHECK(data.usable_lags() == std::vector<std::size_t>{0, 1});
  CHECK(displacement_curve(data, 0).size() == 2);
  CHECK_THROWS_AS(displacement_curve(data, 1), soret::InputError);
}

TEST_CASE("the finite-size correction of a single box")
{
  const Estimate found = infinite_size_diffusion({0.03, 0.001}, Temperature{0.8}, {2.0, 0.3}, {9.0, 9.0, 9.0});
  const double shift = 2.837297 * 0.8 / (6.0 * std::numbers::pi * 2.0 * 9.0);
  CHECK(found.value == doctest::Approx(0.03 + shift).epsilon(1e-13));
  CHECK(found.standard_error == doctest::Approx(std::hypot(0.001, shift * 0.15)).epsilon(1e-5));
  const auto correct = [](double t, double viscosity, const soret::Vec3& box) {
    return infinite_size_diffusion({0.03, 0.001}, Temperature{t}, {viscosity, 0.3}, box);
  };
  CHECK_THROWS_AS(correct(0.8, 2.0, {9.0, 9.0, 9.1}), soret::InputError);
  CHECK_THROWS_AS(correct(0.8, 0.0, {9.0, 9.0, 9.0}), soret::InputError);
  CHECK_THROWS_AS(correct(0.0, 2.0, {9.0, 9.0, 9.0}), soret::InputError);
}

TEST_CASE("boxes of several sizes give back made-up coefficients and viscosity, with honest errors")
{
  constexpr double temperature = 0.62;
  constexpr double viscosity = 3.1;
  const std::array<double, 2> truth{0.05, 0.035};
  std::mt19937_64 generator{33};
  std::normal_distribution<double> normal;
  constexpr int trials = 1000;
  std::array<int, 3> covered{};
  double chi_squared = 0.0;
  for (int trial = 0; trial <= trials; ++trial) {
    std::vector<soret::SizedDiffusion> points;
    for (const double length : {8.0, 11.0, 16.0, 25.0}) {
      for (std::size_t s = 0; s < 2; ++s) {
        const double shift = 2.837297 * temperature / (6.0 * std::numbers::pi * viscosity * length);
        const double error = s == 0 ? 2e-4 : 3e-4;
        const double noise = trial == 0 ? 0.0 : error * normal(generator);
        points.push_back({s, {length, length, length}, {truth[s] - shift + noise, error}});
      }
    }
    const soret::InfiniteSizeFit fit = fit_infinite_size(points, Temperature{temperature});
    const std::array<Estimate, 3> found{fit.coefficients[0], fit.coefficients[1], fit.viscosity};
    for (std::size_t k = 0; k < 3; ++k) {
      const double expected = k < 2 ? truth[k] : viscosity;
      if (trial == 0) {
        CHECK(found[k].value == doctest::Approx(expected).epsilon(1e-11));
        CHECK(fit.degrees_of_freedom == 5.0);
      }
      covered[k] += trial > 0 && std::abs(found[k].standard_errors_from(expected)) <= 1.0 ? 1 : 0;
    }
    chi_squared += fit.chi_squared;
  }
  for (const int count : covered) {
    CHECK(count > 0.63 * trials);
    CHECK(count < 0.74 * trials);
  }
  CHECK(chi_squared / trials == doctest::Approx(5.0).epsilon(4.0 * std::sqrt(2.0 / (5.0 * trials))));
  const std::vector<soret::SizedDiffusion> one{{0, {8.0, 8.0, 8.0}, {0.05, 0.001}}};
  CHECK_THROWS_AS(fit_infinite_size(one, Temperature{1.0}), soret::InputError);
  const std::vector<soret::SizedDiffusion> gap{{1, {8.0, 8.0, 8.0}, {0.05, 0.001}},
                                               {1, {9.0, 9.0, 9.0}, {0.05, 0.001}}};
  CHECK_THROWS_AS(fit_infinite_size(gap, Temperature{1.0}), soret::InputError);
}

TEST_CASE("an Arrhenius law is found with errors of known size")
{
  const std::vector<Temperature> temperatures{Temperature{0.5}, Temperature{0.625}, Temperature{1.0}};
  std::vector<Estimate> coefficients;
  for (const Temperature t : temperatures) {
    const double value = 0.8 * std::exp(-2.3 / t.value());
    coefficients.push_back({value, 0.02 * value});
  }
  const soret::ArrheniusFit fit = fit_arrhenius(temperatures, coefficients);
  CHECK(fit.activation_energy.value == doctest::Approx(2.3).epsilon(1e-12));
  CHECK(fit.log_prefactor.value == doctest::Approx(std::log(0.8)).epsilon(1e-11));
  // 1/T = 2, 1.6, 1: mean 23/15, sum of squared deviations 38/75.
  CHECK(fit.activation_energy.standard_error == doctest::Approx(0.02 / std::sqrt(38.0 / 75.0)).epsilon(1e-10));
  CHECK(fit.log_prefactor.standard_error ==
        doctest::Approx(0.02 * std::sqrt(1.0 / 3.0 + 23.0 * 23.0 / 225.0 * 75.0 / 38.0)).epsilon(1e-10));
  coefficients[1].value = -1.0;
  CHECK_THROWS_AS(fit_arrhenius(temperatures, coefficients), soret::InputError);
  coefficients.pop_back();
  CHECK_THROWS_AS(fit_arrhenius(temperatures, coefficients), soret::InputError);
}
