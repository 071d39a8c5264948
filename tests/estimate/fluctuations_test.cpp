#include "autoregressive.hpp"
#include "coverage.hpp"
#include "support/sanitizers.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/fluctuations.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <random>
#include <vector>

using soret::Estimate;
using soret::FluctuationBlocks;
namespace fluctuating = soret::fluctuating;

namespace {

using Sample = std::array<double, fluctuating::size>;  // kinetic energy, potential energy, volume, virial pressure

/// Blocks of samples of replicas that `draw` makes.
FluctuationBlocks drawn(std::size_t replicas, std::size_t blocks, std::size_t samples,
                        const std::function<Sample(std::size_t replica)>& draw)
{
  FluctuationBlocks fluctuations;
  for (std::size_t replica = 0; replica < replicas; ++replica) {
    for (std::size_t k = 0; k < blocks; ++k) {
      soret::MomentBlock block;
      for (std::size_t n = 0; n < samples; ++n) {
        block.add(draw(replica));
      }
      fluctuations.blocks.push_back(block);
      fluctuations.replica.push_back(replica);
    }
  }
  return fluctuations;
}

void check_near(const Estimate& found, double expected, double largest_relative_error)
{
  CAPTURE(found);
  CAPTURE(expected);
  CHECK(std::abs(found.standard_errors_from(expected)) < 3.0);
  CHECK(found.relative_error() < largest_relative_error);
  CHECK(found.standard_error > 0.0);
}

constexpr std::int64_t particles = 200;
constexpr double n = 200.0;

}  // namespace

TEST_CASE("an ideal gas at constant pressure")
{
  constexpr double t = 1.7;
  constexpr double p = 0.4;
  std::mt19937_64 generator{1};
  std::gamma_distribution<double> volume{n + 1.0, t / p};  // density V^N exp(-P V/T)
  const FluctuationBlocks gas = drawn(2, 20, 500, [&](std::size_t) {
    return Sample{1.5 * n * t, 0.0, volume(generator), 0.0};
  });
  const auto response = isobaric_response(gas, particles, soret::Temperature{t}, soret::Pressure{p});
  check_near(response.heat_capacity, 2.5, 0.01);
  check_near(response.compressibility, 1.0 / p, 0.02);
  check_near(response.expansion, 1.0 / t, 0.02);
  CHECK(response.thermal_pressure.value == doctest::Approx(p / t).epsilon(1e-6));  // V and H rise and fall together
  CHECK(response.isochoric_heat_capacity.value == doctest::Approx(1.5).epsilon(1e-3));
}

TEST_CASE("a linear solid at constant pressure")
{
  // V = V_0 + V_0 sqrt(kappa T/V_0) x, U + P V = c x + d y with independent Gaussian x and y.
  constexpr double t = 0.8;
  constexpr double p = 2.0;
  constexpr double v_0 = 250.0;
  constexpr double kappa = 0.05;
  constexpr double with_volume = 8.0;
  constexpr double alone = 15.0;
  const double amplitude = std::sqrt(kappa * t * v_0);
  std::mt19937_64 generator{2};
  std::normal_distribution<double> normal;
  const FluctuationBlocks solid = drawn(1, 25, 800, [&](std::size_t) {
    const double x = normal(generator);
    const double v = v_0 + amplitude * x;
    return Sample{1.0, with_volume * x + alone * normal(generator) - p * v, v, 0.0};
  });
  const auto response = isobaric_response(solid, particles, soret::Temperature{t}, soret::Pressure{p});
  const double expansion = amplitude * with_volume / (v_0 * t * t);
  const double capacity = 1.5 + (with_volume * with_volume + alone * alone) / (n * t * t);
  check_near(response.heat_capacity, capacity, 0.02);
  check_near(response.compressibility, kappa, 0.03);
  check_near(response.expansion, expansion, 0.03);
  check_near(response.thermal_pressure, expansion / kappa, 0.03);
  check_near(response.isochoric_heat_capacity, capacity - t * v_0 / n * expansion * expansion / kappa, 0.03);
}

TEST_CASE("oscillators at constant temperature: half k_B for every square")
{
  constexpr double t = 0.8;
  constexpr double v = 300.0;
  constexpr double slope = 0.02;
  constexpr double squares = 500.0;  // in the potential energy
  std::mt19937_64 generator{3};
  std::gamma_distribution<double> potential{0.5 * squares, t};
  std::gamma_distribution<double> kinetic{1.5 * n, t};
  const FluctuationBlocks run = drawn(3, 20, 400, [&](std::size_t) {
    const double u = potential(generator);
    return Sample{kinetic(generator), u, v, 0.3 + slope * u};
  });
  const auto response = canonical_response(run, particles, soret::Temperature{t});
  check_near(response.heat_capacity, 1.5 + 0.5 * squares / n, 0.02);
  check_near(response.thermal_pressure, n / v + slope * 0.5 * squares, 0.03);
}

TEST_CASE("oscillators at constant energy, each replica at its own")
{
  constexpr double v = 300.0;
  constexpr double slope = 0.02;
  constexpr double squares = 500.0;
  constexpr double freedom = 3.0 * n - 3.0;
  std::mt19937_64 generator{4};
  std::gamma_distribution<double> of_motion{0.5 * freedom, 1.0};
  std::gamma_distribution<double> of_place{0.5 * squares, 1.0};
  // Energy is shared out between f + g squares as a beta distribution says.
  const FluctuationBlocks run = drawn(4, 20, 1000, [&](std::size_t replica) {
    const double energy = 0.5 * (freedom + squares) * (1.0 + 0.05 * static_cast<double>(replica));
    const double a = of_motion(generator);
    const double kinetic = energy * a / (a + of_place(generator));
    return Sample{kinetic, energy - kinetic, v, 0.3 + slope * (energy - kinetic)};
  });
  const auto response = isolated_response(run, particles);
  check_near(response.heat_capacity, 1.5 + 0.5 * squares / n, 0.02);
  check_near(response.thermal_pressure, n / v + slope * 0.5 * squares, 0.03);
}

TEST_CASE("an ideal gas at constant energy has no fluctuations")
{
  const FluctuationBlocks gas = drawn(1, 4, 10, [](std::size_t) { return Sample{300.0, 0.0, 100.0, 0.0}; });
  const auto response = isolated_response(gas, particles);
  CHECK(response.heat_capacity.value == doctest::Approx(1.5));
  CHECK(response.thermal_pressure.value == doctest::Approx(n / 100.0));
}

TEST_CASE("errors of heat capacities from correlated samples are honest" * doctest::skip(under_sanitizers))
{
  constexpr double t = 1.3;
  constexpr double amplitude = 20.0;
  const double capacity = 1.5 + amplitude * amplitude / (n * t * t);
  Coverage canonical{capacity};
  Coverage isolated{capacity};
  constexpr double freedom = 3.0 * n - 3.0;
  const double ratio = 1.0 - 0.5 * freedom / (0.5 * freedom + n * (capacity - 1.5));  // var(K)/<K>² f/2
  std::mt19937_64 generator{5};
  for (int run = 0; run < 400; ++run) {
    constexpr std::size_t blocks = 40;
    constexpr std::size_t samples = 50;
    const std::vector<double> noise = autoregressive(blocks * samples, 0.9, generator);
    std::size_t next = 0;
    const FluctuationBlocks fluctuations = drawn(1, blocks, samples, [&](std::size_t) {
      const double x = noise[next++];
      const double kinetic = 0.5 * freedom * t;
      return Sample{kinetic * (1.0 + std::sqrt(ratio * 2.0 / freedom) * x), amplitude * x - 1000.0, 250.0, 0.0};
    });
    canonical.add(canonical_response(fluctuations, particles, soret::Temperature{t}).heat_capacity);
    isolated.add(isolated_response(fluctuations, particles).heat_capacity);
  }
  canonical.check("heat capacity at constant temperature");
  isolated.check("heat capacity at constant energy");
}

TEST_CASE("blocks of fluctuations are packed exactly, and refused if there are none")
{
  std::mt19937_64 generator{6};
  std::normal_distribution<double> normal;
  const FluctuationBlocks run = drawn(2, 3, 7, [&](std::size_t) {
    return Sample{normal(generator), normal(generator), normal(generator), normal(generator)};
  });
  const std::vector<double> values = packed(run.blocks);
  const std::vector<soret::MomentBlock> back = soret::unpacked_moments(values);
  CHECK(back.size() == 6);
  CHECK(packed(back) == values);
  CHECK_THROWS_AS(soret::unpacked_moments(std::span{values}.first(20)), soret::RunTimeFailure);
  CHECK_THROWS_AS(isolated_response(FluctuationBlocks{}, particles), soret::RunTimeFailure);
  CHECK_THROWS_AS(isolated_response(run, 1), soret::InputError);
  CHECK_THROWS_AS(canonical_response(run, particles, soret::Temperature{0.0}), soret::InputError);
}
