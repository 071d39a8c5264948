/// The stages of soret-emd that insert a particle: which, their phases, and the forces that they start from.
#include "support/emd_settings.hpp"

#include <soret/core/error.hpp>
#include <soret/workflow/emd_stages.hpp>
#include <soret/workflow/insertion_setup.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace soret;
using namespace test_support;

namespace {

using Kind = EmdStage::Kind;
using Overrides = std::vector<std::pair<std::string, std::string>>;

const Overrides at_pressure{{"insertion.ensemble", "npt"}, {"state.pressure", "0.9"}};

EmdSettings insertion_with(Overrides overrides = {}) { return emd_settings_with({insertion_stage}, overrides); }

Overrides together(Overrides some, const Overrides& others)
{
  some.insert(some.end(), others.begin(), others.end());
  return some;
}

}  // namespace

TEST_CASE("standard values of an insertion")
{
  const EmdSettings settings = insertion_with();
  REQUIRE(settings.insertion);
  const InsertionSettings& insertion = *settings.insertion;
  CHECK(insertion.species == std::vector{Species{0}, Species{1}});
  CHECK(insertion.mode == InsertionSettings::Mode::windows);
  CHECK(insertion.ensemble == InsertionSettings::Ensemble::nvt);
  REQUIRE(insertion.couplings.size() == 21);
  CHECK(insertion.couplings[1] == 0.05);
  CHECK(insertion.couplings.back() == 1.0);
  CHECK(insertion.softness == 0.5);
  CHECK(insertion.interval.value() == 20);
  CHECK(insertion.window_equilibration.value() == 0.0);
  CHECK(insertion.most_samples == 8192);
  CHECK(insertion.test_insertions == 0);
  CHECK_FALSE(insertion.composition_shift);
  CHECK(insertion.temperatures.empty());
}

TEST_CASE("each species has its stages: the state itself, compositions around it, other temperatures")
{
  const EmdSettings settings = insertion_with(
      together(at_pressure, {{"insertion.composition_shift", "0.1"}, {"insertion.temperatures", "1.1 1.4"}}));
  const std::vector<EmdStage> stages = stages_of(settings);
  REQUIRE(stages.size() == 10);
  CHECK(std::ranges::all_of(stages, [](const EmdStage& stage) { return stage.kind == Kind::insertion; }));
  CHECK(stages[0].insertion->species_name == "A");
  CHECK(stages[0].composition_shift == 0.0);
  CHECK(stages[1].composition_shift == -0.1);
  CHECK(stages[2].composition_shift == 0.1);
  CHECK(stages[3].insertion->temperature.value() == 1.1);
  CHECK(stages[4].insertion->temperature.value() == 1.4);
  CHECK(stages[5].insertion->species == Species{1});
  CHECK(stages[1].counts[0].count == 60);  // of 300, x = 0.3 - 0.1
  CHECK(stages[4].name() == "insertion of A at temperature 1.4");
  CHECK(stages[7].name() == "insertion of B, composition +0.1 at temperature 1.2");
}

TEST_CASE("windows are equilibrated and sampled one after the other")
{
  const EmdSettings settings = insertion_with(
      {{"insertion.species", "B"}, {"insertion.couplings", "0 0.5 1"}, {"insertion.window_equilibration", "0.4"}});
  const std::vector<EmdPhase> schedule = schedule_of(settings, stages_of(settings));
  REQUIRE(schedule.size() == 7);
  CHECK(schedule[0].kind == EmdPhaseKind::equilibrate);
  for (std::size_t window = 0; window < 3; ++window) {
    CHECK(schedule[1 + 2 * window].kind == EmdPhaseKind::equilibrate);
    CHECK(schedule[1 + 2 * window].steps == 100);
    CHECK(schedule[2 + 2 * window].kind == EmdPhaseKind::sample);
    CHECK(schedule[2 + 2 * window].steps == 2000);
    CHECK(schedule[2 + 2 * window].passage == window);
  }
}

TEST_CASE("ramps go there and back, through couplings of whole chunks of steps")
{
  const EmdSettings settings = insertion_with({{"insertion.species", "A"},
                                               {"insertion.mode", "ramp"},
                                               {"insertion.ramps", "3"},
                                               {"insertion.couplings", "0 0.2 0.6 1"}});
  CHECK(settings.insertion->steps_per_coupling(settings.run.time_step).value() == 500);
  const std::vector<EmdPhase> schedule = schedule_of(settings, stages_of(settings));
  REQUIRE(schedule.size() == 7);
  for (std::size_t ramp = 0; ramp < 6; ++ramp) {
    CHECK(schedule[1 + ramp].steps == 2000);
    CHECK(schedule[1 + ramp].passage == ramp);
  }
  const EmdSettings uneven = insertion_with({{"insertion.mode", "ramp"}, {"insertion.couplings", "0 0.2 1"}});
  CHECK(uneven.insertion->steps_per_coupling(uneven.run.time_step).value() == 670);
}

TEST_CASE("the coupled particle has the interactions of its species")
{
  const Model& model = insertion_with().model;
  const CoupledParticle particle = coupled_particle_of(model, Species{1}, 0.4);
  CHECK(particle.species == Species{2});
  REQUIRE(particle.with.size() == 2);
  CHECK(particle.with[0].potential.epsilon == doctest::Approx(std::sqrt(0.8)));
  CHECK(particle.with[0].potential.sigma == doctest::Approx(0.975));
  CHECK(particle.with[1].potential.epsilon == 0.8);
  CHECK(particle.with[1].potential.alpha == 0.4);
  CHECK(particle.with[0].potential.truncation == Truncation::shifted);
  const SpeciesTable species = species_with_inserted(model, Species{1});
  REQUIRE(species.size() == 3);
  CHECK(species[2].name == "B inserted");
  CHECK(species[2].mass == 2.0);
  CHECK(force_field_of(model, Species{1}, particle, 0.5).compile().size() == 2);
  const InsertedSpecies test = test_particle_of(model, Species{1});
  CHECK(test.with[0].cutoff_squared == 6.25);
  const std::vector<double> at{1.21};
  CHECK(test.with[1].sum(at) ==
        doctest::Approx(SoftCoreLennardJones::evaluate(
                            1.21, SoftCoreLennardJones{.epsilon = 0.8, .sigma = 0.95}.coefficients(2.5).data())
                            .energy));
}

TEST_CASE("potentials without a shift stay without, repulsive ones end in their minimum")
{
  const Model cut = insertion_with({{"model.truncation", "cut"}}).model;
  CHECK(coupled_particle_of(cut, Species{0}, 0.5).with[0].potential.truncation == Truncation::cut);
  Model repulsive = insertion_with().model;
  for (PairDescription& pair : repulsive.pairs) {
    pair.kind = PotentialKind::weeks_chandler_andersen;
  }
  const CoupledParticle particle = coupled_particle_of(repulsive, Species{0}, 0.5);
  CHECK(particle.with[0].cutoff == doctest::Approx(std::pow(2.0, 1.0 / 6.0)));
  CHECK(particle.with[0].potential.truncation == Truncation::shifted);
}

TEST_CASE("insertions that cannot be are refused with the reason")
{
  const auto refused = [](const Overrides& overrides, const char* reason) {
    CAPTURE(reason);
    CHECK_THROWS_WITH_AS(insertion_with(overrides), doctest::Contains(reason), InputError);
  };
  refused({{"model.potential", "force-shifted-lennard-jones"}},
          "[insertion] of A: the potential of the pair A-A cannot be coupled by degrees; accepted are lennard-jones");
  refused({{"insertion.species", "A C"}}, "the model has no species 'C', but A, B");
  refused({{"insertion.species", "A A"}}, "A stands there twice");
  refused({{"insertion.couplings", "0 0.5 0.5 1"}}, "they must increase, from 0 to 1");
  refused({{"insertion.couplings", "0.1 1"}}, "they must increase, from 0 to 1");
  refused({{"insertion.couplings", "0 1.5"}}, "insertion.couplings = 0 1.5");
  refused({{"insertion.ensemble", "npt"}}, "missing key state.pressure");
  refused({{"insertion.composition_shift", "0.1"}}, "insertion.ensemble must be npt");
  refused({{"insertion.temperatures", "1.1"}}, "insertion.ensemble must be npt");
  refused(together(at_pressure, {{"insertion.temperatures", "1.1 1.2"}}), "1.2 is there already");
  refused(together(at_pressure, {{"insertion.composition_shift", "0.4"}}), "leave less room");
  refused(together(at_pressure, {{"insertion.composition_shift", "0.001"}}), "of 300 particles that is less than one");
  refused({{"insertion.mode", "ramp"}, {"insertion.duration", "1"}},
          "a ramp through 21 couplings has 11.9 steps at each; the fewest are 20");
  refused({{"insertion.particles", "80"}}, "less than two cutoffs");
  refused({{"state.pressure", "1"}}, "nothing finds the density of this pressure");
}
