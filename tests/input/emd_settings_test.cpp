/// What a configuration of soret-emd says when it says nothing, and how its parts depend on each other.
#include "support/emd_settings.hpp"
#include "support/examples.hpp"

#include <soret/core/error.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace soret;
using namespace test_support;

TEST_CASE("a run has the stages whose sections are given")
{
  const EmdSettings one = emd_settings_with({transport_stage});
  CHECK_FALSE(one.isobaric);
  CHECK(one.transport);
  CHECK_FALSE(one.structure);
  CHECK_FALSE(one.state.pressure);
  const EmdSettings all = emd_settings_with({isobaric_stage, transport_stage, structure_stage});
  CHECK(all.isobaric->particles == 300);
  CHECK(all.transport->particles == 400);
  CHECK(all.structure->particles == 1000);
  CHECK(all.state.pressure->value() == 0.9);
  CHECK(all.state.compositions == std::vector<std::vector<double>>{{0.3, 0.7}});
}

TEST_CASE("standard values")
{
  const EmdSettings s = emd_settings_with({isobaric_stage, transport_stage, structure_stage});
  CHECK_FALSE(s.state.melt);
  CHECK(s.ensemble.thermostat == EquilibrateSettings::ThermostatKind::nose_hoover);
  CHECK(s.ensemble.relaxation_time.value() == 1.0);
  CHECK(s.ensemble.barostat_relaxation_time.value() == 1.0);
  CHECK(s.isobaric->interval.value() == 10);
  CHECK_FALSE(s.isobaric->composition_step);
  CHECK(s.transport->ensemble == TransportSettings::Ensemble::nve);
  CHECK(s.transport->interval.value() == 4);
  CHECK(s.transport->correlation_time.value() == 10.0);
  CHECK_FALSE(s.transport->integration_limit);
  CHECK(s.transport->tuning_duration.value() == 0.0);
  CHECK(s.transport->tuning_trials == 3);
  CHECK(s.transport->temperature_window == 0.002);
  CHECK_FALSE(s.transport->reject_replicas);
  CHECK(s.transport->displacement_time.value() == 50.0);
  CHECK(s.transport->displacement_interval.value() == 50);
  CHECK(s.transport->velocity_interval == 10);
  CHECK_FALSE(s.transport->diffusive_time);
  CHECK(s.transport->blocks.value() == 20);
  CHECK(s.structure->interval.value() == 100);
  CHECK(s.structure->bin_width == 0.01);
  CHECK_FALSE(s.structure->largest_distance);
  CHECK_FALSE(s.structure->largest_wave_number);
  CHECK(s.structure->wave_number_width == 0.1);
  CHECK(s.structure->blocks.value() == 20);
  CHECK(s.output.directory == "soret-emd-results");
}

TEST_CASE("softness is of interest only if its section is given")
{
  CHECK_FALSE(emd_settings_with({structure_stage}).softness);
  const EmdSettings s = emd_settings_with(
      {structure_stage}, {{"structure.largest_wave_number", "40"}, {"softness.range_fraction", "0.02"}});
  REQUIRE(s.softness);
  CHECK(s.softness->largest_wave_number == 36.0);
  CHECK(s.softness->fit_range == 0.1);
  CHECK(s.softness->range_fraction == 0.02);
}

TEST_CASE("velocities are looked at often enough for two lags")
{
  const auto interval = [](const std::string& correlation_time) {
    return emd_settings_with({transport_stage}, {{"transport.correlation_time", correlation_time}})
        .transport->velocity_interval;
  };
  CHECK(interval("0.04") == 5);  // ten steps
  CHECK(interval("0.032") == 4);
  CHECK(interval("2") == 10);
}

TEST_CASE("a series of compositions takes the place of one")
{
  Configuration configuration;
  std::string text = small_emd_run;
  const std::string one = "mole_fractions = A:0.3 B:0.7";
  configuration.add_text(text.replace(text.find(one), one.size(), "series = 0.25 0.5 0.75"), "series");
  configuration.add_text(structure_stage, "stage");
  const EmdSettings settings = read_emd_settings(configuration);
  configuration.finish();
  CHECK(settings.state.compositions == std::vector<std::vector<double>>{{0.25, 0.75}, {0.5, 0.5}, {0.75, 0.25}});
}

TEST_CASE("every thermostat and ensemble has its name")
{
  using Kind = EquilibrateSettings::ThermostatKind;
  for (const auto& [name, kind] :
       {std::pair{"langevin", Kind::langevin}, {"csvr", Kind::csvr}, {"nose-hoover", Kind::nose_hoover}}) {
    CHECK(emd_settings_with({transport_stage}, {{"ensemble.thermostat", name}}).ensemble.thermostat == kind);
  }
  CHECK(emd_settings_with({transport_stage}, {{"transport.ensemble", "nvt"}}).transport->ensemble ==
        TransportSettings::Ensemble::nvt);
}

TEST_CASE("a melt has a temperature")
{
  CHECK_FALSE(emd_settings_with({transport_stage}, {{"state.melt_duration", "5"}}).state.melt);
  const EmdSettings s = emd_settings_with({transport_stage}, {{"state.melt_temperature", "2"}});
  CHECK(s.state.melt->temperature.value() == 2.0);
  CHECK(s.state.melt->duration.value() == 20.0);
  CHECK(s.state.melt->quench_duration.value() == 20.0);
}

TEST_CASE("a duration of exactly as many samples as are needed is enough, in spite of rounding")
{
  CHECK_NOTHROW(emd_settings_with({structure_stage}, {{"structure.duration", "0.032"}, {"structure.interval", "1"}}));
  CHECK_NOTHROW(emd_settings_with({structure_stage}, {{"structure.duration", "2.4"}, {"structure.interval", "75"}}));
  CHECK_THROWS_WITH_AS(
      emd_settings_with({structure_stage}, {{"structure.duration", "2.396"}, {"structure.interval", "75"}}),
      doctest::Contains("the duration holds 7 samples"), InputError);
}

TEST_CASE("time spans may be as long as what they lie in")
{
  CHECK_NOTHROW(emd_settings_with({transport_stage}, {{"transport.correlation_time", "40"},
                                                      {"transport.integration_limit", "40"},
                                                      {"transport.displacement_time", "80"},
                                                      {"transport.diffusive_time", "80"}}));
}

TEST_CASE("long correlations are off unless asked for, longer than others and a tenth of the sampling at most")
{
  CHECK(emd_settings_with({transport_stage}).transport->long_correlation_time.value() == 0.0);
  const auto refused = [](const std::string& longest, const char* says) {
    CHECK_THROWS_WITH_AS(emd_settings_with({transport_stage}, {{"transport.correlation_time", "2"},
                                                               {"transport.long_correlation_time", longest}}),
                         doctest::Contains(says), InputError);
  };
  refused("2", "it is not longer than transport.correlation_time = 2");
  refused("8.004", "it is longer than a tenth of transport.duration = 80");
  refused("-1", "transport.long_correlation_time = -1");
  const EmdSettings s = emd_settings_with(
      {transport_stage}, {{"transport.correlation_time", "2"}, {"transport.long_correlation_time", "8"}});
  CHECK(s.transport->long_correlation_time.value() == 8.0);
}

TEST_CASE("energies are tuned, and therefore measured often enough, at constant energy only")
{
  const std::vector<std::pair<std::string, std::string>> hasty{{"transport.tuning_duration", "0.1"},
                                                               {"transport.equilibration", "0.1"}};
  CHECK_THROWS_AS(emd_settings_with({transport_stage}, hasty), InputError);
  auto at_constant_temperature = hasty;
  at_constant_temperature.emplace_back("transport.ensemble", "nvt");
  CHECK_NOTHROW(emd_settings_with({transport_stage}, at_constant_temperature));
  CHECK_NOTHROW(emd_settings_with({transport_stage}, {{"transport.tuning_duration", "0.16"}}));
}

TEST_CASE("every example is accepted, and its resolved form gives the same again")
{
  const std::vector<std::string> names = examples_with_section("state", "moves");
  CHECK(names.size() >= 3);
  for (const std::string& name : names) {
    CAPTURE(name);
    Configuration configuration;
    configuration.add_file(example_file(name));
    const EmdSettings settings = read_emd_settings(configuration);
    configuration.finish();
    const std::string resolved = configuration.resolved({"model.file"});
    Configuration again;
    again.add_text(resolved, "resolved");
    const EmdSettings same = read_emd_settings(again);
    again.finish();
    CHECK(again.resolved({"model.file"}) == resolved);
    CHECK(same.state.compositions == settings.state.compositions);
    CHECK(same.isobaric.has_value() == settings.isobaric.has_value());
    if (settings.isobaric) {
      CHECK(same.isobaric->composition_step == settings.isobaric->composition_step);
    }
    if (settings.structure) {
      CHECK(same.structure->largest_wave_number == settings.structure->largest_wave_number);
    }
    if (settings.insertion) {
      CHECK(same.insertion->couplings == settings.insertion->couplings);
      CHECK(same.insertion->species == settings.insertion->species);
      CHECK(same.insertion->composition_shift == settings.insertion->composition_shift);
      CHECK(same.insertion->temperatures.size() == settings.insertion->temperatures.size());
    }
    if (name.ends_with("-short")) {
      CHECK(settings.output.note.find("hort demonstration") != std::string::npos);
    }
  }
}

TEST_CASE("the help text lists the keys of all stages")
{
  const std::string help = emd_keys().help();
  for (const char* word : {"[state]", "[ensemble]", "[isobaric]", "[transport]", "[structure]", "composition_step",
                           "tuning_trials", "largest_wave_number", "melt_temperature", "trajectory_interval",
                           "[insertion]", "window_equilibration", "composition_shift", "[softness]", "fit_range"}) {
    CAPTURE(word);
    CHECK(help.find(word) != std::string::npos);
  }
}
