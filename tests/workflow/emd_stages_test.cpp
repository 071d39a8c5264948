/// The stages of an equilibrium run: which, of how many particles of which species, and their phases in steps.
#include "support/emd_settings.hpp"

#include <soret/workflow/emd_stages.hpp>

#include <doctest/doctest.h>

using namespace soret;
using namespace test_support;

namespace {

using Kind = EmdStage::Kind;
using Phase = EmdPhaseKind;

std::vector<std::int64_t> counts_of(const EmdStage& stage)
{
  std::vector<std::int64_t> counts;
  for (const SpeciesCount& one : stage.counts) {
    counts.push_back(one.count);
  }
  return counts;
}

void check_schedule(const EmdSettings& settings, const std::vector<EmdPhase>& expected)
{
  const std::vector<EmdPhase> schedule = schedule_of(settings, stages_of(settings));
  REQUIRE(schedule.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(i);
    CHECK(schedule[i].stage == expected[i].stage);
    CHECK(schedule[i].kind == expected[i].kind);
    CHECK(schedule[i].steps == expected[i].steps);
  }
}

}  // namespace

TEST_CASE("constant pressure comes first, the composition itself before its neighbours")
{
  const std::vector<EmdStage> stages = stages_of(
      emd_settings_with({isobaric_stage, transport_stage, structure_stage}, {{"isobaric.composition_step", "0.1"}}));
  REQUIRE(stages.size() == 5);
  CHECK(stages[0].kind == Kind::isobaric);
  CHECK(stages[0].composition_shift == 0.0);
  CHECK(stages[1].composition_shift == -0.1);
  CHECK(stages[2].composition_shift == 0.1);
  CHECK(stages[2].kind == Kind::isobaric);
  CHECK(stages[3].kind == Kind::transport);
  CHECK(stages[4].kind == Kind::structure);
  CHECK(stages[0].name() == "constant pressure");
  CHECK(stages[1].name() == "constant pressure, composition -0.1");
  CHECK(stages[2].name() == "constant pressure, composition +0.1");
  CHECK(stages[3].name() == "transport");
  CHECK(stages[4].name() == "structure");
}

TEST_CASE("only what is asked for")
{
  const std::vector<EmdStage> stages = stages_of(emd_settings_with({isobaric_stage, structure_stage}));
  REQUIRE(stages.size() == 2);
  CHECK(stages[0].kind == Kind::isobaric);
  CHECK(stages[1].kind == Kind::structure);
}

TEST_CASE("compositions are the nearest whole numbers that make up the stage")
{
  const std::vector<EmdStage> stages = stages_of(emd_settings_with(
      {isobaric_stage, transport_stage, structure_stage},
      {{"isobaric.composition_step", "0.025"}, {"isobaric.particles", "333"}, {"structure.particles", "1001"}}));
  CHECK(counts_of(stages[0]) == std::vector<std::int64_t>{100, 233});  // 99.9, 233.1
  CHECK(counts_of(stages[1]) == std::vector<std::int64_t>{92, 241});   // 91.575, 241.425
  CHECK(counts_of(stages[2]) == std::vector<std::int64_t>{108, 225});  // 108.225, 224.775
  CHECK(counts_of(stages[3]) == std::vector<std::int64_t>{120, 280});
  CHECK(counts_of(stages[4]) == std::vector<std::int64_t>{300, 701});  // 300.3, 700.7
}

TEST_CASE("every composition of a series has all stages")
{
  EmdSettings settings = emd_settings_with({isobaric_stage, structure_stage});
  settings.state.compositions = {{0.3, 0.7}, {0.6, 0.4}};
  const std::vector<EmdStage> stages = stages_of(settings);
  REQUIRE(stages.size() == 4);
  for (std::size_t s = 0; s < stages.size(); ++s) {
    CHECK(stages[s].point == s / 2);
    CHECK(stages[s].kind == (s % 2 == 0 ? Kind::isobaric : Kind::structure));
  }
  CHECK(counts_of(stages[2]) == std::vector<std::int64_t>{180, 120});
  CHECK(schedule_of(settings, stages).size() == 8);
}

TEST_CASE("three species")
{
  const EmdSettings settings =
      emd_settings_with({transport_stage, "[species.C]\nmass = 4\nepsilon = 1\nsigma = 1.05\n"},
                        {{"state.mole_fractions", "A:0.2 B:0.3 C:0.5"}, {"transport.particles", "401"}});
  CHECK(counts_of(stages_of(settings).front()) == std::vector<std::int64_t>{80, 120, 201});
}

TEST_CASE("phases of the stages, in steps")
{
  check_schedule(emd_settings_with({isobaric_stage, transport_stage, structure_stage}), {{0, Phase::equilibrate, 500},
                                                                                         {0, Phase::sample, 2000},
                                                                                         {1, Phase::equilibrate, 1000},
                                                                                         {1, Phase::sample, 20000},
                                                                                         {2, Phase::equilibrate, 1500},
                                                                                         {2, Phase::sample, 4000}});
}

TEST_CASE("samples age after they were equilibrated")
{
  check_schedule(emd_settings_with({relaxation_stage}, {{"relaxation.ageing", "4"}}),
                 {{0, Phase::equilibrate, 1500}, {0, Phase::age, 1000}, {0, Phase::sample, 4000}});
}

TEST_CASE("every stage melts its own lattice")
{
  check_schedule(emd_settings_with({isobaric_stage, structure_stage}, {{"state.melt_temperature", "2"},
                                                                       {"state.melt_duration", "0.4"},
                                                                       {"state.quench_duration", "0.8"}}),
                 {{0, Phase::melt, 100},
                  {0, Phase::quench, 200},
                  {0, Phase::equilibrate, 500},
                  {0, Phase::sample, 2000},
                  {1, Phase::melt, 100},
                  {1, Phase::quench, 200},
                  {1, Phase::equilibrate, 1500},
                  {1, Phase::sample, 4000}});
}

TEST_CASE("the energy is tuned in trials, at constant energy only")
{
  check_schedule(
      emd_settings_with({transport_stage}, {{"transport.tuning_duration", "0.4"}, {"transport.tuning_trials", "2"}}),
      {{0, Phase::equilibrate, 1000}, {0, Phase::tune, 100}, {0, Phase::tune, 100}, {0, Phase::sample, 20000}});
  check_schedule(
      emd_settings_with({transport_stage}, {{"transport.tuning_duration", "0.4"}, {"transport.ensemble", "nvt"}}),
      {{0, Phase::equilibrate, 1000}, {0, Phase::sample, 20000}});
}

TEST_CASE("phases of no length are left out")
{
  check_schedule(emd_settings_with({structure_stage}, {{"state.melt_temperature", "2"},
                                                       {"state.melt_duration", "0.0139"},  // 3.475 steps
                                                       {"state.quench_duration", "0"},
                                                       {"structure.equilibration", "0"}}),
                 {{0, Phase::melt, 3}, {0, Phase::sample, 4000}});
}
