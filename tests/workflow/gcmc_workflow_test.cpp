/// A run of soret-gcmc: chains and their moves as configured, one per rank, put together.
#include "output/temporary_directory.hpp"
#include "support/gcmc_settings.hpp"

#include <soret/core/error.hpp>
#include <soret/workflow/gcmc_workflow.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

using namespace soret;
using namespace test_support;
using doctest::Approx;

namespace {

std::vector<std::string> kinds_of(const GcmcSettings& settings)
{
  const ConfiguredChain configured{settings, Seed{3}};
  std::vector<std::string> kinds;
  for (const MoveCounter& counter : configured.chain().counters()) {
    kinds.push_back(counter.kind);
  }
  return kinds;
}

/// A run from its start to its end.
std::optional<GcmcMeasurements> measured(const GcmcSettings& settings)
{
  const TemporaryDirectory directory;
  GcmcSettings here = settings;
  here.output.directory = directory.path();
  GcmcWorkflow run{split_into_replicas(test_world(), chains_of(here, test_world().size())), here};
  std::ostringstream console;
  RunLog log{test_world(), directory.path(), Console::silent, console};
  CHECK_FALSE(run.measurements());
  CHECK(run.run(Interruption{std::nullopt}, "", log));
  CHECK(run.steps() == here.run.settling + here.run.equilibration + here.run.attempts);
  CHECK(run.chain().attempts() == run.steps() - here.run.settling);
  return run.measurements();
}

}  // namespace

TEST_CASE("every rank runs a chain")
{
  CHECK(chains_of(gcmc_settings_with(open_box), 4) == 4);
  CHECK(chains_of(gcmc_settings_with(open_box, {{"run.replicas", "4"}}), 4) == 4);
  CHECK_THROWS_AS(chains_of(gcmc_settings_with(open_box, {{"run.replicas", "2"}}), 4), InputError);
}

TEST_CASE("the surroundings")
{
  const Reservoir open = reservoir_of(gcmc_settings_with(open_box).state);
  CHECK(open.thermal_energy() == 1.2);
  CHECK(open.log_activity(Species{0}) == Approx(std::log(0.05)));
  CHECK(open.log_activity(Species{1}) == Approx(std::log(0.04)));
  CHECK_FALSE(open.pressure());
  const Reservoir isobaric = reservoir_of(gcmc_settings_with(with_piston).state);
  CHECK(isobaric.pressure()->value() == 0.5);
  CHECK(isobaric.activities() == 0);
}

TEST_CASE("every ensemble has its moves")
{
  CHECK(kinds_of(gcmc_settings_with(open_box)) ==
        std::vector<std::string>{"displacement A", "displacement B", "insertion A", "deletion A", "insertion B",
                                 "deletion B", "exchange A to B", "exchange B to A"});
  CHECK(kinds_of(gcmc_settings_with(closed_box)) ==
        std::vector<std::string>{"displacement A", "displacement B", "swap A-B"});
  CHECK(kinds_of(gcmc_settings_with(with_piston)) ==
        std::vector<std::string>{"displacement A", "displacement B", "swap A-B", "volume change"});
}

TEST_CASE("a random start settles at fixed numbers, by displacements")
{
  const GcmcSettings settings = gcmc_settings_with(open_box);
  const auto chain = settling_chain(settings, Seed{6});
  const double before = chain->energy();
  chain->advance(settings.run.settling);
  CHECK(chain->system().total_count() == settings.start.particles());
  CHECK(chain->energy() < before);
  std::vector<std::string> kinds;
  for (const MoveCounter& counter : chain->counters()) {
    kinds.push_back(counter.kind);
  }
  CHECK(kinds == std::vector<std::string>{"displacement A", "displacement B"});
}

TEST_CASE("moves are attempted as often as configured")
{
  const GcmcSettings settings = gcmc_settings_with(
      open_box, {{"moves.displacements", "3"}, {"moves.exchanges", "1"}, {"moves.identity_changes", "0"}});
  ConfiguredChain configured{settings, Seed{4}};
  configured.chain().advance(20'000);
  std::int64_t displacements = 0;
  for (const MoveCounter& counter : configured.chain().counters()) {
    displacements += counter.kind.starts_with("displacement") ? counter.attempted : 0;
  }
  CHECK(static_cast<double>(displacements) == Approx(15'000.0).epsilon(0.02));  // six standard deviations
}

TEST_CASE("steps in words")
{
  const ConfiguredChain open{gcmc_settings_with(open_box, {{"moves.displacement", "0.25"}}), Seed{5}};
  CHECK(open.steps_in_words() == "largest displacement of A 0.25, largest displacement of B 0.25");
  const ConfiguredChain isobaric{
      gcmc_settings_with(with_piston, {{"moves.displacements", "0"}, {"moves.volume_change", "0.03"}}), Seed{5}};
  CHECK(isobaric.steps_in_words() == "largest change of ln V 0.03");
}

TEST_CASE("the chains of all ranks are different, and put together in order")
{
  const auto found = measured(gcmc_settings_with(open_box));
  REQUIRE(found);
  const GrandCanonicalBlocks& blocks = found->samples.blocks;
  const auto chains = static_cast<std::size_t>(test_world().size());
  CHECK(blocks.replica.front() == 0);
  CHECK(blocks.replica.back() + 1 == chains);
  CHECK(blocks.total().samples == 200 * static_cast<std::int64_t>(chains));
  CHECK(found->is_open());
  std::int64_t attempted = 0;
  for (const GcmcMeasurements::Acceptance& move : found->moves) {
    attempted += move.attempted;
  }
  CHECK(attempted == 20'000 * static_cast<std::int64_t>(chains));
  for (std::size_t chain = 1; chain < chains; ++chain) {
    CHECK(blocks.series(blocks.shape.energy(), chain) != blocks.series(blocks.shape.energy(), 0));
  }
}

TEST_CASE("bursts of dynamics are attempts")
{
  const auto found = measured(gcmc_settings_with(
      closed_box, {{"moves.dynamics_interval", "500"}, {"moves.dynamics_steps", "4"}, {"run.attempts", "5000"}}));
  REQUIRE(found);
  const auto bursts = std::ranges::find(found->moves, "trajectory", &GcmcMeasurements::Acceptance::kind);
  REQUIRE(bursts != found->moves.end());
  CHECK(bursts->attempted == 10 * test_world().size());
  CHECK(bursts->accepted > 0);
}
