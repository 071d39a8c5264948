/// What a configuration of soret-gcmc says when it says nothing, and how its parts depend on each other.
#include "support/gcmc_settings.hpp"
#include "support/examples.hpp"

#include <soret/core/error.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>

using namespace soret;
using namespace test_support;
using doctest::Approx;

TEST_CASE("an open box")
{
  const GcmcSettings s = gcmc_settings_with(open_box);
  CHECK(s.is_open());
  CHECK(s.state.activities == std::vector<double>{0.05, 0.04});
  CHECK(s.state.thermal_wavelengths == std::vector<double>{1.0, 1.0});
  CHECK_FALSE(s.state.pressure);
  CHECK_FALSE(s.state.tail_corrections);
  CHECK(s.state.largest_density.value() == Approx(1.0 / (0.95 * 0.95 * 0.95)));
  CHECK(s.moves.displacements == 1.0);
  CHECK(s.moves.exchanges == 1.0);
  CHECK(s.moves.identity_changes == 1.0);
  CHECK(s.moves.swaps == 0.0);
  CHECK(s.moves.volume_changes == 0.0);
  CHECK(s.moves.insertion_trials == 8);
  CHECK(s.moves.tuning);
  CHECK_FALSE(s.moves.dynamics_interval);
  CHECK_FALSE(s.run.replicas);
  CHECK(s.run.settling == 1000);
  CHECK(s.run.equilibration == 2000);
  CHECK(s.run.attempts == 20'000);
  CHECK(s.run.ghost_insertions == 0);
  CHECK_FALSE(s.run.target_error);
  CHECK(s.output.directory == "soret-gcmc-results");
}

TEST_CASE("closed ensembles attempt what changes no numbers")
{
  const GcmcSettings canonical = gcmc_settings_with(closed_box);
  CHECK_FALSE(canonical.is_open());
  CHECK(canonical.state.activities.empty());
  CHECK(canonical.moves.exchanges == 0.0);
  CHECK(canonical.moves.identity_changes == 0.0);
  CHECK(canonical.moves.swaps == 1.0);
  CHECK(canonical.moves.volume_changes == 0.0);
  const GcmcSettings isobaric = gcmc_settings_with(with_piston);
  CHECK(isobaric.is_isobaric());
  CHECK(isobaric.state.pressure->value() == 0.5);
  CHECK(isobaric.moves.volume_changes == Approx(1.0 / static_cast<double>(isobaric.start.particles())));
}

TEST_CASE("a pure fluid exchanges no identities")
{
  const char* pure =
      "[model]\nfile = lj-cut\n[state]\ntemperature = 1\nactivities = A:0.03\n[start]\nkind = lattice\n"
      "box = 8 8 8\ndensity = 0.3\n[run]\nequilibration = 0\nattempts = 10000\n";
  Configuration configuration;
  configuration.add_text(pure, "pure");
  const GcmcSettings settings = read_gcmc_settings(configuration);
  configuration.finish();
  CHECK(settings.moves.identity_changes == 0.0);
  CHECK(settings.moves.exchanges == 1.0);
  CHECK(settings.run.settling == 0);  // the start is a lattice
}

TEST_CASE("chemical potentials and fugacities are activities in other words")
{
  const auto activities = [](const char* key, const char* value, const char* wavelengths) {
    return gcmc_settings_with("", {{key, value}, {"state.thermal_wavelengths", wavelengths}}).state.activities;
  };
  const std::vector<double> by_potential =
      activities("state.chemical_potentials", "B:-1.5 A:-3", "A:0.5 B:1");  // in any order
  CHECK(by_potential[0] == Approx(std::exp(-3.0 / 1.2) / 0.125));
  CHECK(by_potential[1] == Approx(std::exp(-1.5 / 1.2)));
  const std::vector<double> by_fugacity = activities("state.fugacities", "A:0.06 B:0.12", "A:0.5 B:1");
  CHECK(by_fugacity[0] == Approx(0.05));
  CHECK(by_fugacity[1] == Approx(0.1));
}

TEST_CASE("an open box may begin empty, without a composition, and with one particle")
{
  std::string text = small_gcmc_run;
  const std::string amount = "density = 0.3\nmole_fractions = A:0.5 B:0.5";
  for (const auto& [particles, composition] :
       {std::pair{0, ""}, {0, "\nmole_fractions = A:0.5 B:0.5"}, {1, "\nmole_fractions = A:0.2 B:0.8"}}) {
    std::string other = text;
    other.replace(other.find(amount), amount.size(), "particles = " + std::to_string(particles) + composition);
    Configuration configuration;
    configuration.add_text(other, "small run");
    configuration.add_text(open_box, "ensemble");
    const GcmcSettings settings = read_gcmc_settings(configuration);
    CHECK_NOTHROW(configuration.finish());
    CHECK(settings.start.particles() == particles);
    const System start = make_start(settings.start, settings.model, Seed{1});
    CHECK(start.particles.size() == static_cast<std::size_t>(particles));
    CHECK(start.box.volume() == Approx(216.0));
  }
}

TEST_CASE("every example is accepted, and its resolved form gives the same again")
{
  const std::vector<std::string> names = examples_with_section("moves");
  CHECK(names.size() >= 4);
  for (const std::string& name : names) {
    CAPTURE(name);
    Configuration configuration;
    configuration.add_file(example_file(name));
    const GcmcSettings settings = read_gcmc_settings(configuration);
    configuration.finish();
    const std::string resolved = configuration.resolved({"model.file"});
    Configuration again;
    again.add_text(resolved, "resolved");
    const GcmcSettings same = read_gcmc_settings(again);
    again.finish();
    CHECK(again.resolved({"model.file"}) == resolved);
    CHECK(same.state.activities == settings.state.activities);
    CHECK(same.moves.identity_changes == settings.moves.identity_changes);
    if (name.ends_with("-short")) {
      CHECK(settings.output.note.find("hort demonstration") != std::string::npos);
      // two minutes at half a million attempts a second
      CHECK(settings.run.equilibration + settings.run.attempts <= 60'000'000);
    }
  }
}

TEST_CASE("the help text lists all keys")
{
  const std::string help = gcmc_keys().help();
  for (const char* word : {"[state]", "[start]", "[moves]", "[run]", "activities", "chemical_potentials", "fugacities",
                           "thermal_wavelengths", "largest_density", "insertion_trials", "dynamics_interval",
                           "ghost_insertions", "target_error", "checkpoint_interval"}) {
    CAPTURE(word);
    CHECK(help.find(word) != std::string::npos);
  }
  for (const char* word : {"time_step =", "melt_temperature", "trajectory_interval", "velocities"}) {
    CAPTURE(word);
    CHECK(help.find(word) == std::string::npos);
  }
}
