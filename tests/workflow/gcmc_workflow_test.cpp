/// A run of soret-gcmc: chains and their moves as configured, one per rank, put together.
#include "output/temporary_directory.hpp"
#include "support/gcmc_settings.hpp"

#include <soret/core/error.hpp>
#include <soret/workflow/gcmc_setup.hpp>
#include <soret/workflow/gcmc_workflow.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <sstream>
#include <string>
#include <vector>

using namespace soret;
using namespace test_support;
using doctest::Approx;

namespace {

/// A chain of this rank alone.
std::unique_ptr<GcmcChain> chain_of(const GcmcSettings& settings, Seed seed = Seed{3}, int replica = 0)
{
  return GcmcChain::make(settings, seed, replica, test_world().split(test_world().rank()));
}

std::vector<std::string> kinds_of(const GcmcSettings& settings)
{
  std::vector<std::string> kinds;
  for (const MoveCounter& counter : chain_of(settings)->counters()) {
    kinds.push_back(counter.kind);
  }
  return kinds;
}

/// A box in which two ranks find room, region by region.
GcmcSettings long_box(const Overrides& overrides = {})
{
  Overrides all{{"start.box", "18 6 6"}, {"run.order", "regions"}, {"run.sample_interval", "1000"}};
  all.insert(all.end(), overrides.begin(), overrides.end());
  return gcmc_settings_with(open_box, all);
}

/// The same start as different samples.
GcmcSettings with_samples(const GcmcSettings& settings, int samples)
{
  GcmcSettings changed = settings;
  for (int replica = 0; replica < samples; ++replica) {
    const Seed seed{static_cast<std::uint64_t>(100 + replica)};
    changed.start.samples.push_back({"liquid", make_start(settings.start, settings.model, seed)});
  }
  changed.start.kind = StartSettings::Kind::xyz;
  changed.start.loaded = changed.start.samples.front().system;
  return changed;
}

/// Of a chain that starts from one of the samples alone.
double energy_of_sample(const GcmcSettings& settings, std::size_t sample)
{
  GcmcSettings of_one = settings;
  of_one.start.loaded = settings.start.samples[sample].system;
  of_one.start.samples.clear();
  return chain_of(of_one)->energy();
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

std::int64_t attempted(const GcmcMeasurements& found)
{
  return std::accumulate(found.moves.begin(), found.moves.end(), std::int64_t{0},
                         [](std::int64_t sum, const auto& move) { return sum + move.attempted; });
}

}  // namespace

TEST_CASE("every rank runs a chain, unless there are to be fewer")
{
  CHECK(chains_of(gcmc_settings_with(open_box), 4) == 4);
  CHECK(chains_of(gcmc_settings_with(open_box, {{"run.replicas", "2"}}), 4) == 2);
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
  for (const GcmcSettings& settings : {gcmc_settings_with(open_box), long_box()}) {
    const auto chain = chain_of(settings, Seed{6});
    const double before = chain->energy();
    chain->begin_settling();
    chain->advance(20 * std::max<std::int64_t>(50, chain->attempts_at_once()));
    chain->end_settling();
    CHECK(chain->attempts() == 0);
    CHECK(chain->particle_count() == settings.start.particles());
    CHECK(chain->energy() < before);
    chain->verify_energy();
  }
}

TEST_CASE("of several samples every chain starts from its own, settled or not")
{
  constexpr int replicas = 3;
  for (const GcmcSettings& settings :
       {with_samples(gcmc_settings_with(open_box), replicas), with_samples(long_box(), replicas)}) {
    CHECK(energy_of_sample(settings, 0) != energy_of_sample(settings, 1));
    for (int replica = 0; replica < replicas; ++replica) {
      const double expected = energy_of_sample(settings, static_cast<std::size_t>(replica));
      const auto chain = chain_of(settings, Seed{3}, replica);
      CHECK(chain->energy() == expected);
      chain->begin_settling();
      chain->end_settling();
      CHECK(chain->energy() == Approx(expected).epsilon(1e-12));
    }
  }
}

TEST_CASE("a run gives its chains their samples, and wants one for each")
{
  const TemporaryDirectory directory;
  const mpi::Communicator world = test_world();
  GcmcSettings settings = with_samples(gcmc_settings_with(open_box), world.size());
  settings.output.directory = directory.path();
  const Ranks ranks = split_into_replicas(world, world.size());
  CHECK(GcmcWorkflow(ranks, settings).chain().energy() ==
        energy_of_sample(settings, static_cast<std::size_t>(world.rank())));
  if (world.size() > 1) {
    settings.start.samples.pop_back();
    CHECK_THROWS_WITH_AS(GcmcWorkflow(ranks, settings), doctest::Contains("samples, fewer than the"), InputError);
  }
}

TEST_CASE("moves are attempted as often as configured")
{
  const GcmcSettings settings = gcmc_settings_with(
      open_box, {{"moves.displacements", "3"}, {"moves.exchanges", "1"}, {"moves.identity_changes", "0"}});
  const auto chain = chain_of(settings, Seed{4});
  chain->advance(20'000);
  std::int64_t displacements = 0;
  for (const MoveCounter& counter : chain->counters()) {
    displacements += counter.kind.starts_with("displacement") ? counter.attempted : 0;
  }
  CHECK(static_cast<double>(displacements) == Approx(15'000.0).epsilon(0.02));  // six standard deviations
}

TEST_CASE("steps in words")
{
  const auto open = chain_of(gcmc_settings_with(open_box, {{"moves.displacement", "0.25"}}));
  CHECK(open->steps_in_words() == "largest displacement of A 0.25, largest displacement of B 0.25");
  const auto isobaric =
      chain_of(gcmc_settings_with(with_piston, {{"moves.displacements", "0"}, {"moves.volume_change", "0.03"}}));
  CHECK(isobaric->steps_in_words() == "largest change of ln V 0.03");
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
  CHECK(attempted(*found) == 20'000 * static_cast<std::int64_t>(chains));
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

TEST_CASE("large boxes are gone through region by region, others as a whole")
{
  CHECK(chain_of(gcmc_settings_with(open_box))->attempts_at_once() == 1);
  CHECK(chain_of(long_box())->attempts_at_once() > 100);
  const Overrides large{{"start.box", "70 70 70"}, {"run.settling", "0"}};  // 102 900 particles
  CHECK(chain_of(gcmc_settings_with(open_box, large))->attempts_at_once() > 100'000);
  Overrides whole = large;
  whole.emplace_back("run.order", "whole-box");
  CHECK(chain_of(gcmc_settings_with(open_box, whole))->attempts_at_once() == 1);
}

TEST_CASE("a chain of several ranks is one chain")
{
  const int ranks = test_world().size();
  if (ranks > 2) {
    return;  // the box has room for two
  }
  const GcmcSettings settings = long_box({{"run.replicas", "1"}, {"run.attempts", "40000"}});
  const TemporaryDirectory directory;
  GcmcSettings here = settings;
  here.output.directory = directory.path();
  GcmcWorkflow run{split_into_replicas(test_world(), chains_of(here, ranks)), here};
  std::ostringstream console;
  RunLog log{test_world(), directory.path(), Console::silent, console};
  REQUIRE(run.run(Interruption{std::nullopt}, "", log));
  const auto found = run.measurements();
  REQUIRE(found);
  const std::int64_t sweep = run.chain().attempts_at_once();
  const auto whole_sweeps = [&](std::int64_t attempts) { return (attempts + sweep - 1) / sweep * sweep; };
  CHECK(run.steps() == whole_sweeps(1000) + whole_sweeps(2000) + whole_sweeps(40'000));
  CHECK(found->samples.blocks.replica.back() == 0);
  CHECK(found->samples.blocks.total().samples == whole_sweeps(40'000) / whole_sweeps(1000));
  CHECK(attempted(*found) == whole_sweeps(40'000));
}

TEST_CASE("ranks cannot share what needs the whole box")
{
  if (test_world().size() != 2) {
    return;
  }
  const auto refused = [](const char* ensemble, Overrides overrides) {
    overrides.emplace_back("run.replicas", "1");
    CHECK_THROWS_AS(GcmcChain::make(gcmc_settings_with(ensemble, overrides), Seed{1}, 0, test_world()), InputError);
  };
  refused(with_piston, {});
  refused(open_box, {{"run.ghost_insertions", "2"}});
  refused(open_box, {{"moves.dynamics_interval", "500"}});
  refused(open_box, {{"run.order", "whole-box"}});
  refused(open_box, {});  // too narrow for two
}
