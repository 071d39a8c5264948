#include "coverage.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/emd_analysis.hpp>
#include <soret/estimate/relaxation_time.hpp>

#include "support/sanitizers.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <string>
#include <vector>

using soret::DecayTime;
using soret::LagBlock;
using soret::RelaxationBlocks;
using soret::RelaxationShape;

namespace {

using Curve = std::function<double(std::size_t block, double time)>;

/// Blocks of one species and one wave number whose overlap follows `overlap` and whose scattering function decays twice
/// as fast.
RelaxationBlocks made_up(std::size_t blocks, const Curve& overlap, std::size_t replicas = 1, bool is_self = true)
{
  RelaxationBlocks made;
  made.shape.is_self = is_self;
  made.shape.overlap_distance = 0.3;
  made.shape.wave_numbers = {7.2};
  made.shape.species_names = {"A"};
  made.shape.counts = {100};
  for (double time = 0.1; time < 60.0; time *= 1.3) {
    made.shape.lag_times.push_back(time);
  }
  constexpr double particles = 100.0;
  for (std::size_t b = 0; b < blocks; ++b) {
    LagBlock block{500, std::vector<double>(made.shape.lags(), 10.0), std::vector<double>(made.shape.sums_size(), 0.0)};
    for (std::size_t lag = 0; lag < made.shape.lags(); ++lag) {
      const double time = made.shape.lag_times[lag];
      for (std::size_t group = 0; group < 2; ++group) {
        const double value = particles * overlap(b, time);
        block.sums[made.shape.offset(lag, group, RelaxationShape::overlap)] = 10.0 * value;
        block.sums[made.shape.offset(lag, group, RelaxationShape::overlap_squared)] = 10.0 * value * value;
        block.sums[made.shape.offset(lag, group, RelaxationShape::scattering)] =
            10.0 * particles * overlap(b, 2.0 * time);
      }
    }
    made.blocks.push_back(std::move(block));
    made.replica.push_back(b * replicas / blocks);
  }
  return made;
}

double exponential(double time, double decay_time) { return std::exp(-time / decay_time); }

}  // namespace

TEST_CASE("the time to fall to 1/e is found between lags")
{
  for (const double tau : {0.5, 3.0, 3.3, 17.0}) {
    const RelaxationBlocks data = made_up(8, [&](std::size_t, double t) { return exponential(t, tau); });
    const DecayTime found = decay_time(data, {.group = 1});
    CHECK(found.kind == DecayTime::Kind::measured);
    CHECK(found.time.value == doctest::Approx(tau).epsilon(2e-3));
    CHECK(found.time.standard_error < 1e-9 * tau);
    CHECK(decay_time(data, {.group = 0, .wave = 0}).time.value == doctest::Approx(0.5 * tau).epsilon(2e-3));
  }
}

TEST_CASE("a decay beyond or before all lags is a bound, not a number")
{
  const RelaxationBlocks slow = made_up(8, [](std::size_t, double t) { return exponential(t, 500.0); });
  const DecayTime longer = decay_time(slow, {.group = 1});
  CHECK(longer.kind == DecayTime::Kind::longer_than);
  CHECK(longer.time.value == slow.shape.lag_times.back());
  CHECK(std::isinf(longer.time.standard_error));
  const RelaxationBlocks fast = made_up(8, [](std::size_t, double t) { return exponential(t, 0.05); });
  const DecayTime shorter = decay_time(fast, {.group = 1});
  CHECK(shorter.kind == DecayTime::Kind::shorter_than);
  CHECK(shorter.time.value == fast.shape.lag_times.front());
}

TEST_CASE("lags that few blocks have reached are not used")
{
  RelaxationBlocks data = made_up(8, [](std::size_t, double t) { return exponential(t, 20.0); });
  for (std::size_t b = 0; b < 5; ++b) {
    for (std::size_t lag = 0; lag < data.shape.lags(); ++lag) {
      data.blocks[b].origins[lag] = data.shape.lag_times[lag] < 10.0 ? 10.0 : 0.0;
    }
  }
  const DecayTime found = decay_time(data, {.group = 1});
  CHECK(found.kind == DecayTime::Kind::longer_than);
  CHECK(found.time.value < 10.0);
}

TEST_CASE("the error of a relaxation time covers the truth" * doctest::skip(under_sanitizers))
{
  std::mt19937_64 generator{3};
  std::normal_distribution<double> noise{0.0, 0.05};
  Coverage coverage{3.0};
  for (int run = 0; run < 1000; ++run) {
    std::vector<double> offsets;
    for (int b = 0; b < 20; ++b) {
      offsets.push_back(noise(generator));
    }
    const RelaxationBlocks data = made_up(20, [&](std::size_t b, double t) {
      return exponential(t, 3.0 * (1.0 + offsets[b])) + (t > 0.2 && t < 50.0 ? 0.1 * offsets[b] : 0.0);
    });
    coverage.add(decay_time(data, {.group = 0}).time);
  }
  coverage.check("relaxation time");
}

TEST_CASE("replicas that differ more than their blocks make the error")
{
  const auto curve = [](std::size_t b, double t) {
    const double replica = static_cast<double>(b / 10) - 2.5;
    const double block = b % 2 == 0 ? 0.01 : -0.01;
    return exponential(t, 3.0 * (1.0 + 0.1 * replica + block));
  };
  const DecayTime found = decay_time(made_up(60, curve, 6), {.group = 0});
  // The scatter of 0.3 (-2.5 ... 2.5) over six replicas, 0.3 sqrt(17.5/5)/sqrt(6) = 0.23; that within them is 0.004.
  CHECK(found.time.standard_error > 0.2);
  CHECK(found.time.standard_error < 0.4);
}

TEST_CASE("samples that age or are too short are noticed")
{
  std::mt19937_64 generator{5};
  std::normal_distribution<double> noise{0.0, 0.02};
  std::vector<double> offsets;
  for (int b = 0; b < 20; ++b) {
    offsets.push_back(noise(generator));
  }
  const auto steady = [&](std::size_t b, double t) { return exponential(t, 3.0 * (1.0 + offsets[b])); };
  const auto ageing = [&](std::size_t b, double t) {
    return exponential(t, (b < 10 ? 3.0 : 4.0) * (1.0 + offsets[b]));
  };
  const soret::DecayingCurve curve{.group = 1};
  const RelaxationBlocks a = made_up(20, steady);
  const soret::DecayJudgement good = judge_decay(a, curve, decay_time(a, curve).time);
  CHECK(good.sampled_times == doctest::Approx(20 * 500 * 0.1 / 3.0).epsilon(0.02));
  CHECK(good.is_long_enough());
  CHECK(good.ageing.has_value());
  CHECK_FALSE(good.is_ageing());
  const RelaxationBlocks b = made_up(20, ageing);
  const soret::DecayJudgement bad = judge_decay(b, curve, decay_time(b, curve).time);
  CHECK(bad.is_ageing());
  CHECK(bad.ageing->value == doctest::Approx(std::log(4.0 / 3.0)).epsilon(0.1));
  CHECK_FALSE(judge_decay(a, curve, {200.0, 1.0}).is_long_enough());
}

TEST_CASE("the dynamic susceptibility is the variance of the overlap times the particles")
{
  RelaxationBlocks data = made_up(1, [](std::size_t, double) { return 0.5; });
  LagBlock& block = data.blocks.front();
  CHECK(dynamic_susceptibility(data.shape, block, 0, 0) == doctest::Approx(0.0));
  // Two origins with overlaps 40 and 60 of 100 particles.
  block.origins[0] = 2.0;
  block.sums[data.shape.offset(0, 0, RelaxationShape::overlap)] = 100.0;
  block.sums[data.shape.offset(0, 0, RelaxationShape::overlap_squared)] = 1600.0 + 3600.0;
  CHECK(dynamic_susceptibility(data.shape, block, 0, 0) == doctest::Approx(100.0 * 0.01));
}

TEST_CASE("decays that do not exist are refused")
{
  RelaxationBlocks data = made_up(4, [](std::size_t, double t) { return exponential(t, 3.0); });
  CHECK_THROWS_AS(decay_time(data, {.group = 2}), soret::InputError);
  CHECK_THROWS_AS(decay_time(data, {.group = 0, .wave = 1}), soret::InputError);
  CHECK_THROWS_AS(relaxation_curve(data, 2), soret::InputError);
  for (LagBlock& block : data.blocks) {
    block.origins.assign(block.origins.size(), 0.0);
  }
  CHECK_THROWS_AS(decay_time(data, {.group = 0}), soret::RunTimeFailure);
  const RelaxationBlocks collective = made_up(
      4, [](std::size_t, double t) { return exponential(t, 3.0); }, 1, false);
  CHECK_THROWS_AS(decay_time(collective, {.group = 0}), soret::InputError);
}

TEST_CASE("an analysis gives measured times and warns of what it cannot give")
{
  soret::EmdMeasurements measured;
  measured.species_names = {"A"};
  measured.masses = {1.0};
  RelaxationBlocks self = made_up(8, [](std::size_t, double t) { return exponential(t, 20.0); });
  RelaxationBlocks collective = made_up(
      8, [](std::size_t, double t) { return exponential(t, 2000.0); }, 1, false);
  collective.shape.lag_times.front() = 0.0;
  measured.relaxation = {{{100}, {}}, self, collective};
  const soret::EmdEstimates found = analyse_emd(measured, {});
  REQUIRE(found.find("relaxation_time") != nullptr);
  CHECK(found.find("relaxation_time")->value == doctest::Approx(20.0).epsilon(2e-3));
  CHECK(found.find("relaxation_time_of_species", "A") == nullptr);  // of one species it would say the same again
  CHECK(found.find("relaxation_time_scattering", "all q=7.2")->value == doctest::Approx(10.0).epsilon(2e-3));
  CHECK(found.find("relaxation_time_coherent", "all q=7.2") == nullptr);
  const auto warned = [&](const std::string& part) {
    return std::any_of(found.warnings.begin(), found.warnings.end(),
                       [&](const std::string& warning) { return warning.find(part) != std::string::npos; });
  };
  CHECK(warned("relaxation_time_coherent of all q=7.2 is longer than"));
  CHECK_FALSE(warned("relaxation_time is longer"));
}
