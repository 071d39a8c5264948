#include "relaxing_run.hpp"
#include "support/sanitizers.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/composition_relaxation.hpp>
#include <soret/estimate/nemd_analysis.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

using soret::CompositionRelaxation;
using soret::Duration;
using soret::FitWindow;
using soret::RelaxationTime;

namespace {

/// Root mean squares over many runs of the deviation of S_T from the truth, in its standard errors.
struct Deviations {
  double corrected = 0.0;     // with the modes
  double neighbours = 0.0;    // without them: the correlation of neighbouring blocks only
  double uncorrelated = 0.0;  // as if blocks were independent
};

Deviations deviations(RelaxingRun run, int runs)
{
  Deviations sums;
  for (int trial = 0; trial < runs; ++trial) {
    run.seed = static_cast<std::uint64_t>(trial);
    const soret::ProfileBlocks profile = run.make();
    const soret::Soret found = soret_coefficient(profile, 0, FitWindow{});
    const soret::BlockedEstimate blocks = block_mean(found.block_values, profile.sequence());
    const auto squared = [&](double error) { return std::pow((found.coefficient.value - 1.5) / error, 2) / runs; };
    sums.corrected += squared(found.coefficient.standard_error);
    sums.neighbours += squared(blocks.estimate.standard_error);
    sums.uncorrelated += squared(blocks.uncorrelated_error);
  }
  return {std::sqrt(sums.corrected), std::sqrt(sums.neighbours), std::sqrt(sums.uncorrelated)};
}

std::string warnings_of(const soret::NemdEstimates& found)
{
  std::string all;
  for (const std::string& warning : found.warnings) {
    all += warning + "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("the inefficiency of block averages is the sum over the correlations of all blocks")
{
  for (const double u : {0.03, 0.3, 1.0, 3.0, 30.0}) {
    // Neighbouring averages have the correlation below; each further block brings a factor exp(-u).
    const double neighbours = (1.0 - std::exp(-u)) * (1.0 - std::exp(-u)) / (2.0 * (u - 1.0 + std::exp(-u)));
    const double expected = 1.0 + 2.0 * neighbours / (1.0 - std::exp(-u));
    CHECK(soret::statistical_inefficiency(Duration{7.0 * u}, RelaxationTime{7.0}) ==
          doctest::Approx(expected).epsilon(1e-10));
  }
  CHECK(soret::statistical_inefficiency(Duration{1e-4}, RelaxationTime{1.0}) == doctest::Approx(2e4).epsilon(1e-4));
  CHECK(soret::statistical_inefficiency(Duration{100.0}, RelaxationTime{1.0}) == doctest::Approx(100.0 / 99.0));
  CHECK(soret::statistical_inefficiency(Duration{1.0}, RelaxationTime{0.0}) == 1.0);
  CHECK(std::isinf(soret::statistical_inefficiency(Duration{0.0}, RelaxationTime{1.0})));
}

TEST_CASE("the memory of a series is found, whatever the length of its rows and the number of replicas")
{
  RelaxingRun run;
  run.length = 8000.0;
  SUBCASE("fine rows") { run.steps_per_row = 5; }
  SUBCASE("rows of half a relaxation time") { run.steps_per_row = 25; }
  SUBCASE("four replicas")
  {
    run.length = 2000.0;
    run.replicas = 4;
  }
  const std::vector<CompositionRelaxation> found = composition_relaxation(run.make());
  REQUIRE(found.size() == 2);
  CHECK_FALSE(found[0].is_upper_bound);
  CHECK(std::abs(found[0].time.standard_errors_from(20.0)) < 3.0);
  CHECK(found[0].time.relative_error() == doctest::Approx(std::sqrt(2.0 * 8.0 / 8000.0)).epsilon(0.1));
  CHECK(found[1].time.value == doctest::Approx(found[0].time.value).epsilon(1e-6));
}

TEST_CASE("short series are corrected for having their mean taken from themselves")
{
  RelaxingRun run;
  run.length = 20.0;
  constexpr int runs = 400;
  double sum = 0.0;
  int far = 0;
  for (int trial = 0; trial < runs; ++trial) {
    run.seed = static_cast<std::uint64_t>(trial);
    const soret::Estimate time = composition_relaxation(run.make()).front().time;
    sum += time.value;
    far += std::abs(time.standard_errors_from(20.0)) > 3.0 ? 1 : 0;
  }
  // Single values scatter by 0.55 of the relaxation time, so the mean by 0.03; uncorrected it would be 0.7.
  CHECK(sum / runs > 0.85 * 20.0);
  CHECK(sum / runs < 1.1 * 20.0);
  CHECK(far < 0.1 * runs);
}

TEST_CASE("what the series cannot resolve is bounded, what it does not hold is not invented")
{
  RelaxingRun run;
  run.length = 4000.0;
  run.steps_per_row = 500;
  soret::ProfileBlocks profile = run.make();
  for (const CompositionRelaxation& relaxation : composition_relaxation(profile)) {
    CHECK(relaxation.is_upper_bound);
    CHECK(relaxation.time.value == doctest::Approx(200.0));
    CHECK(to_string(relaxation) == "at most 200");
  }
  profile.modes.front().resize(7);
  CHECK(composition_relaxation(profile).empty());
  profile.modes.clear();
  CHECK(composition_relaxation(profile).empty());
  CHECK(composition_inefficiency(profile, {}, 0) == 1.0);
  CHECK(to_string(CompositionRelaxation{{40.0, 0.0}, false}) == "40");
  CHECK(to_string(CompositionRelaxation{{40.0, 10.0}, false}) == "40 ± 10");
}

TEST_CASE("series that do not fit together are refused")
{
  soret::ProfileBlocks profile = RelaxingRun{.replicas = 2}.make();
  soret::ProfileBlocks coarse = profile;
  coarse.modes[1][0].samples = 8;
  CHECK_THROWS_AS(composition_relaxation(coarse), soret::RunTimeFailure);
  profile.modes[1][5].sums.pop_back();
  CHECK_THROWS_AS(composition_relaxation(profile), soret::RunTimeFailure);
}

TEST_CASE("errors are right whether blocks are shorter or longer than the memory of the composition" *
          doctest::skip(under_sanitizers))
{
  // The root mean square over 400 runs scatters by 1/sqrt(2 * 400) = 3.5 %. It is above 1 where a run happens to
  // underestimate its own memory, below, most of all with many short blocks, where the larger of two noisy
  // inefficiencies is taken: the error is then too large by up to a fifth.
  constexpr int runs = 400;
  for (const double block : {0.3, 1.0, 3.0}) {
    RelaxingRun run;
    run.block = block;
    const Deviations found = deviations(run, runs);
    CAPTURE(block);
    CAPTURE(found.uncorrelated);
    CHECK(found.corrected > 0.8);
    CHECK(found.corrected < 1.15);
    CHECK((found.uncorrelated > 1.4 || block > 2.0));
  }
}

TEST_CASE("fast noise hides the correlation of few short blocks, the series of modes still sees it")
{
  // 40 blocks of 0.3, half of whose variance is fast: neighbours are correlated by 0.4, but the slow half decides.
  RelaxingRun run;
  run.block = 0.3;
  run.length = 12.0;
  run.ripple = 0.036;
  const Deviations found = deviations(run, 400);
  CAPTURE(found.corrected);
  CHECK(found.uncorrelated > 1.8);
  CHECK(found.neighbours > 1.3);
  CHECK(found.corrected > 0.85);
  CHECK(found.corrected < 1.25);
}

TEST_CASE("a larger inefficiency enlarges an error and takes away degrees of freedom, a smaller one does nothing")
{
  std::vector<std::vector<double>> averages;
  for (int k = 0; k < 40; ++k) {
    averages.push_back({k % 2 == 0 ? 1.0 : -1.0});
  }
  const soret::JackknifeEstimate plain = soret::jackknife(
      soret::equal_blocks(40), averages, [](std::span<const double> mean) { return std::vector{mean[0]}; })[0];
  CHECK(plain.estimate.standard_error == doctest::Approx(std::sqrt(1.0 / 39.0)));
  const soret::Estimate slow = with_inefficiency(plain, 8.0).estimate;
  CHECK(slow.standard_error == doctest::Approx(std::sqrt(1.0 / 4.0)));
  CHECK(slow.degrees_of_freedom == doctest::Approx(4.0));
  const soret::Estimate hopeless = with_inefficiency(plain, 1000.0).estimate;
  CHECK(hopeless.standard_error == doctest::Approx(1.0));  // that of one block
  CHECK(hopeless.degrees_of_freedom == 1.0);
  CHECK(with_inefficiency(plain, 1.0).estimate.standard_error == plain.estimate.standard_error);
  CHECK(with_inefficiency(plain, 0.5).estimate.degrees_of_freedom == plain.estimate.degrees_of_freedom);
}

TEST_CASE("the analysis reports the relaxation time and uses it for the composition alone")
{
  RelaxingRun run;
  run.block = 0.3;
  soret::ProfileBlocks profile = run.make();
  const soret::NemdEstimates found = analyse_nemd(profile, {});
  const std::vector<CompositionRelaxation> relaxation = composition_relaxation(profile);
  for (const std::string species : {"light", "heavy"}) {
    CHECK(found.at("composition_relaxation_time", species).value == doctest::Approx(relaxation[0].time.value));
  }
  CHECK(found.estimates.back().unit() == reduced_unit(soret::dimension::time));
  CHECK(found.at("soret_coefficient", "light").standard_error ==
        soret_coefficient(profile, 0, FitWindow{}).coefficient.standard_error);

  soret::NemdAnalysis given;
  given.composition_relaxation = Duration{1e6};
  const soret::NemdEstimates slow = analyse_nemd(profile, given);
  const soret::NemdEstimates blind = [&] {
    profile.modes.clear();
    return analyse_nemd(profile, {});
  }();
  CHECK(blind.relaxation.empty());
  CHECK_FALSE(blind.contains("composition_relaxation_time", "light"));
  CHECK(slow.at("composition_relaxation_time", "light").value == doctest::Approx(relaxation[0].time.value));
  for (const soret::NamedEstimate& item : blind.estimates) {
    CAPTURE(item.name);
    const bool follows = item.name.starts_with("soret_") || item.name.find("mole_fraction") != std::string::npos;
    const double enlarged = slow.at(item.name, item.of).standard_error;
    CHECK((follows ? enlarged > 1.1 * item.estimate.standard_error : enlarged == item.estimate.standard_error));
  }
}

TEST_CASE("warnings give the numbers")
{
  RelaxingRun run;
  run.block = 0.3;
  run.length = 4.2;
  const soret::ProfileBlocks profile = run.make();
  const std::string measured =
      "relaxation times of the composition (" + to_string(composition_relaxation(profile).front()) + ")";
  const std::string said = warnings_of(analyse_nemd(profile, {}));
  CAPTURE(said);
  CHECK(said.find("blocks of 6 time units are shorter than 3 " + measured) != std::string::npos);
  CHECK(said.find("84 time units were sampled in all, less than 20 " + measured) != std::string::npos);

  // 40 blocks of 0.15 relaxation times: 6 relaxation times are 3 independent configurations.
  run.length = 12.0;
  soret::NemdAnalysis given;
  given.composition_relaxation = Duration{40.0};
  const std::string of_given = warnings_of(analyse_nemd(run.make(), given));
  CAPTURE(of_given);
  CHECK(of_given.find("composition (40): in the errors of Soret coefficients 40 of them count as 2.9") !=
        std::string::npos);
  CHECK(of_given.find("240 time units were sampled in all") != std::string::npos);
  CHECK(of_given.find("uncertain by 50 % or more") != std::string::npos);
  given.composition_relaxation = Duration{1.0};
  CHECK(warnings_of(analyse_nemd(run.make(), given)).find("relaxation times") == std::string::npos);
}

TEST_CASE("replicas and drifts of slow compositions raise no false alarm")
{
  RelaxingRun run;
  run.block = 0.3;
  run.length = 20.0;
  run.replicas = 3;
  constexpr int runs = 60;
  int measured = 0;
  int blind = 0;
  const auto alarms = [](const soret::ProfileBlocks& profile) {
    const std::string said = warnings_of(analyse_nemd(profile, {}));
    return static_cast<int>(said.find("replicas disagree") != std::string::npos) +
           static_cast<int>(said.find("Soret coefficient of light drifts") != std::string::npos);
  };
  for (int trial = 0; trial < runs; ++trial) {
    run.seed = static_cast<std::uint64_t>(trial);
    soret::ProfileBlocks profile = run.make();
    measured += alarms(profile);
    profile.modes.clear();
    blind += alarms(profile);
  }
  CAPTURE(blind);
  CHECK(measured <= 6);
  CHECK(measured <= blind);
}
