#include "synthetic_profile.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/time_windows.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace soret;

namespace {

SyntheticProfile four_replicas(std::uint64_t seed)
{
  SyntheticProfile synthetic;
  synthetic.replicas = 4;
  synthetic.blocks = 5;
  synthetic.noise = 0.004;
  synthetic.seed = seed;
  return synthetic;
}

WindowedProfile window(const SyntheticProfile& synthetic, const std::string& leg, std::size_t leg_index, double from)
{
  WindowedProfile windowed{{leg, leg_index, from, from + 10.0}, synthetic.make()};
  windowed.profile.shape.cold_centre = 0.0;
  windowed.profile.shape.hot_centre = 0.5;
  return windowed;
}

const WindowChange& change(const std::vector<WindowChange>& changes, std::size_t later, const std::string& name,
                           const std::string& of)
{
  return *std::ranges::find_if(
      changes, [&](const WindowChange& each) { return each.later == later && each.name == name && each.of == of; });
}

}  // namespace

TEST_CASE("the contrast of a straight rise is 4/pi² of it, that of a cosine its amplitude, whatever the mean")
{
  ProfileShape shape{Axis::z, {10.0, 10.0, 24.0}, 480, {"A"}, {1.0}, 0.2, 0.7};
  std::vector<double> rise;
  std::vector<double> wave;
  for (std::size_t bin = 0; bin < shape.bins; ++bin) {
    const double from_hot = std::abs(std::remainder(shape.bin_centre(bin) / 24.0 - 0.7, 1.0));
    rise.push_back(5.0 + 3.0 * (0.5 - from_hot) / 0.5);
    wave.push_back(-2.0 + 0.7 * std::cos(2.0 * std::numbers::pi * from_hot));
  }
  CHECK(mode_amplitude(shape, rise) == doctest::Approx(3.0 * 4.0 / std::pow(std::numbers::pi, 2)).epsilon(1e-4));
  CHECK(mode_amplitude(shape, wave) == doctest::Approx(0.7).epsilon(1e-12));
  wave[3] = std::nan("");
  CHECK(mode_amplitude(shape, wave) == doctest::Approx(0.7).epsilon(0.01));
}

TEST_CASE("contrasts of a window and how they change: only where the profiles do")
{
  SyntheticProfile flat = four_replicas(1);
  flat.temperature_gradient = 0.0;
  SyntheticProfile driven = four_replicas(2);
  SyntheticProfile frozen = four_replicas(3);  // the composition of `driven` at one temperature
  frozen.temperature_gradient = 1e-9;
  frozen.soret = driven.soret * driven.temperature_gradient / frozen.temperature_gradient;
  const ProtocolEstimates found =
      analyse_windows({window(flat, "before", 0, -10.0), window(driven, "on", 1, 0.0), window(frozen, "off", 2, 10.0)});
  REQUIRE(found.windows.size() == 3);
  CHECK(found.windows[1].errors_from_replicas);
  const double rise = driven.temperature_gradient * 0.5 * driven.length;
  const double expected = rise * 4.0 / std::pow(std::numbers::pi, 2);
  const Estimate& on = found.windows[1].contrast("temperature_contrast");
  CHECK(on.degrees_of_freedom == doctest::Approx(3.0));
  CHECK(std::abs(on.value - expected) < 0.01 * expected);
  CHECK(on.standard_error < 0.01 * expected);
  const Estimate& flux = found.windows[1].contrast("heat_flux_microscopic");
  CHECK(std::abs(flux.value - driven.heat_flux()) < 4.0 * flux.standard_error);
  CHECK(flux.standard_error < 0.01 * flux.value);
  CHECK(std::abs(found.windows[2].contrast("heat_flux_microscopic").value) < 1e-6);
  CHECK(change(found.changes, 1, "temperature_contrast", "").is_significant);
  CHECK(change(found.changes, 1, "mole_fraction_contrast", "light").is_significant);
  CHECK(change(found.changes, 2, "temperature_contrast", "").is_significant);
  CHECK_FALSE(change(found.changes, 2, "mole_fraction_contrast", "light").is_significant);
  CHECK(change(found.since_first, 2, "mole_fraction_contrast", "light").is_significant);
  CHECK(found.warnings.empty());  // no leg has two windows
  CHECK_THROWS_AS(found.windows[1].contrast("viscosity"), RunTimeFailure);
}

TEST_CASE("the changes of replicas are compared pair by pair")
{
  // Replicas that differ much from each other, and change by little, all alike.
  const auto with_offsets = [](double moved) {
    std::vector<ProfileBlocks> replicas;
    for (int replica = 0; replica < 4; ++replica) {
      SyntheticProfile synthetic;
      synthetic.blocks = 2;
      synthetic.soret = 1.0 + 0.5 * replica + moved * (1.0 + 0.02 * replica);
      replicas.push_back(synthetic.make());
    }
    return WindowedProfile{{"on", 0, moved, moved + 1.0}, concatenate(replicas)};
  };
  const ProtocolEstimates found = analyse_windows({with_offsets(0.0), with_offsets(0.1)});
  const WindowChange& moved = change(found.changes, 1, "mole_fraction_contrast", "light");
  CHECK(moved.is_significant);
  CHECK(std::abs(moved.change.value) > 20.0 * moved.change.standard_error);
  CHECK(found.windows[0].contrast("mole_fraction_contrast", "light").standard_error >
        10.0 * moved.change.standard_error);
  REQUIRE_FALSE(found.warnings.empty());
  CHECK(found.warnings[0].find("the leg on was not stationary from 0..1 to 0.1..1.1") != std::string::npos);
  CHECK(std::ranges::none_of(found.warnings, [](const std::string& warning) {
    return warning.find("mole fraction of heavy") != std::string::npos;
  }));
}

TEST_CASE("windows of one stationary state rarely seem to change")
{
  int alarms = 0;
  int tests = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const ProtocolEstimates found = analyse_windows(
        {window(four_replicas(2 * seed), "on", 0, 0.0), window(four_replicas(2 * seed + 1), "on", 0, 20.0)});
    for (const WindowChange& each : found.changes) {
      alarms += each.is_significant ? 1 : 0;
      ++tests;
    }
  }
  // One in a hundred: 4 of 360 expected, of which 4 of 6 are correlated.
  CHECK(tests == 360);
  CHECK(alarms <= 14);
}

TEST_CASE("few replicas: errors from blocks, which is said")
{
  SyntheticProfile synthetic = four_replicas(4);
  synthetic.replicas = 1;
  synthetic.blocks = 20;
  const ProtocolEstimates found = analyse_windows({window(synthetic, "on", 0, 0.0)});
  CHECK_FALSE(found.windows[0].errors_from_replicas);
  CHECK(found.windows[0].contrast("temperature_contrast").degrees_of_freedom > 5.0);
  REQUIRE(found.warnings.size() == 1);
  CHECK(found.warnings[0].find("errors in windows of time come from blocks") != std::string::npos);
  CHECK_THROWS_AS(analyse_windows({WindowedProfile{}}), RunTimeFailure);
}
