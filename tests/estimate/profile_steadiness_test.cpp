#include "synthetic_profile.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/nemd_analysis.hpp>
#include <soret/estimate/profile_steadiness.hpp>

#include <doctest/doctest.h>

#include <algorithm>

using namespace soret;

namespace {

SyntheticProfile noisy(std::uint64_t seed)
{
  SyntheticProfile synthetic;
  synthetic.noise = 0.004;
  synthetic.seed = seed;
  return synthetic;
}

std::vector<CompositionRelaxation> relaxation_of(double time)
{
  return {2, CompositionRelaxation{{time, 0.1 * time}, false}};
}

}  // namespace

TEST_CASE("a stationary run is steady, and seems to move no more often than the test says")
{
  int alarms = 0;
  double ratios = 0.0;
  constexpr int runs = 400;
  for (std::uint64_t seed = 0; seed < runs; ++seed) {
    const ProfileSteadiness found = judge_steadiness(noisy(seed).make(), {});
    REQUIRE(found.profiles.size() == 2);  // temperature, and one of two mirrored compositions
    REQUIRE(found.profiles[0].modes.size() == 3);
    alarms += found.verdict == Steadiness::moving ? 1 : 0;
    ratios += found.profiles[1].ratio / runs;
    CHECK(found.verdict != Steadiness::undecided);
  }
  // One in a hundred: 4 expected; 12 is four standard deviations above. The mean of F with about 18 degrees of
  // freedom is 18/16, its standard deviation over 400 runs 0.05; unequal blocks and lag-one corrections add a little.
  CHECK(alarms <= 12);
  CHECK(ratios == doctest::Approx(1.1).epsilon(0.2));
}

TEST_CASE("a drift of the composition is found, of the right profile, also among replicas that differ")
{
  SyntheticProfile drifting = noisy(3);
  drifting.composition_drift = 5e-4;
  const ProfileSteadiness found = judge_steadiness(drifting.make(), {});
  CHECK(found.verdict == Steadiness::moving);
  CHECK(found.profiles[1].probability < 1e-4);
  CHECK(found.profiles[0].probability > 0.001);
  CHECK(found.message().find("the composition profile of light still moves") == 0);

  drifting.noise = 0.03;
  SyntheticProfile other = drifting;
  other.soret = 1.8;
  other.seed = 4;
  const std::vector<ProfileBlocks> parts{drifting.make(), other.make()};
  CHECK(judge_steadiness(concatenate(parts), {}).verdict == Steadiness::moving);
}

TEST_CASE("a run that is short against the relaxation of the composition is not called steady")
{
  const ProfileBlocks profile = noisy(5).make();  // 1000 time units
  CHECK(judge_steadiness(profile, relaxation_of(100.0)).verdict == Steadiness::steady);
  const ProfileSteadiness shorter = judge_steadiness(profile, relaxation_of(250.0));
  CHECK(shorter.relaxation_times == doctest::Approx(4.0));
  CHECK(shorter.verdict == Steadiness::undecided);
  CHECK(shorter.message().find("cannot be told from 4.0 relaxation times") != std::string::npos);
  CHECK(judge_steadiness(profile.first(3), {}).verdict == Steadiness::undecided);
  CHECK(judge_steadiness(profile.first(3), {}).message().find("too few blocks") != std::string::npos);
  CHECK_THROWS_AS(judge_steadiness(profile.first(0), {}), RunTimeFailure);
}

TEST_CASE("below the model's glass temperature the analysis warns")
{
  NemdAnalysis settings;
  const auto warns = [&](double glass) {
    settings.glass_temperature = Temperature{glass};
    const NemdEstimates found = analyse_nemd(noisy(7).make(), settings);
    return std::ranges::any_of(found.warnings, [](const std::string& warning) {
      return warning.find("settles too slowly to be followed") != std::string::npos;
    });
  };
  CHECK(warns(0.95));  // the profile reaches down to 0.88
  CHECK_FALSE(warns(0.8));
}
