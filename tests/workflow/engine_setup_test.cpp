/// Thermostats, heat sources and barostat as configured.
#include "settings.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/input/starts.hpp>
#include <soret/workflow/engine_setup.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

using namespace soret;
using namespace test_support;

namespace {

Simulation simulation_of(const NemdSettings& settings)
{
  return {test_world(), make_start(settings.start, settings.model, Seed{1}), force_field_of(settings.model),
          VelocityVerlet{settings.run.time_step}, simulation_options_of(settings.run)};
}

std::vector<std::string> names_of(const Simulation& simulation)
{
  std::vector<std::string> names;
  for (const auto& control : simulation.controls()) {
    names.push_back(control->name());
  }
  return names;
}

using Names = std::vector<std::string>;

/// Controls and ledger entries of a heat source.
void check_heat_source(Overrides overrides, const Names& controls, const Names& baths)
{
  const NemdSettings settings = settings_with(overrides);
  Simulation simulation = simulation_of(settings);
  add_heat_source(simulation, settings.gradient, Seed{2}, settings.run.zero_momentum);
  CHECK(names_of(simulation) == controls);
  Names found;
  for (const std::size_t entry : bath_entries(simulation)) {
    found.push_back(simulation.ledger_names().at(entry));
  }
  CHECK(found == baths);
}

/// Removes the temperatures of the small run, which sources of a given flux refuse.
NemdSettings flux_settings(const std::string& source)
{
  std::string text = small_run;
  const std::size_t start = text.find("source = langevin");
  const std::size_t end = text.find("build_duration");
  text.replace(start, end - start,
               "source = " + source + "\nhot_slab = 0.5 0.1\ncold_slab = 0.0 0.1\n" +
                   (source == "swap" ? "swap_interval = 20\nswap_count = 2\n" : "power = 30\n"));
  Configuration configuration;
  configuration.add_text(text, "small run");
  NemdSettings settings = read_nemd_settings(configuration);
  configuration.finish();
  return settings;
}

void check_flux_source(const std::string& source, const std::string& control)
{
  CAPTURE(source);
  const NemdSettings settings = flux_settings(source);
  Simulation simulation = simulation_of(settings);
  add_heat_source(simulation, settings.gradient, Seed{2}, true);
  CHECK(names_of(simulation) == Names{control});
  CHECK(simulation.ledger_names() == Names{control + "/hot", control + "/cold"});
  CHECK(bath_entries(simulation) == std::vector<std::size_t>{0, 1});
}

}  // namespace

TEST_CASE("each thermostat, at the temperature that is asked for")
{
  const std::vector<std::pair<std::string, Names>> expected{{"csvr", {"csvr"}},
                                                            {"nose-hoover", {"nose_hoover_chain"}},
                                                            {"rescale", {"velocity_rescaling"}},
                                                            {"langevin", {"centre_of_mass_removal", "langevin"}}};
  for (const auto& [kind, names] : expected) {
    CAPTURE(kind);
    const NemdSettings settings = settings_with({{"equilibrate.thermostat", kind}});
    Simulation simulation = simulation_of(settings);
    Thermostat& thermostat = add_thermostat(simulation, settings.equilibrate, Temperature{2.5}, Seed{3}, true);
    CHECK(names_of(simulation) == names);
    CHECK(thermostat.temperature() == Temperature{2.5});
    CHECK(&thermostat == simulation.controls().back().get());
    CHECK(simulation.degrees_of_freedom() == 3 * 500 - 3);
  }
}

TEST_CASE("without removal of momentum only the thermostat acts")
{
  const NemdSettings settings = settings_with();
  Simulation simulation = simulation_of(settings);
  add_thermostat(simulation, settings.equilibrate, Temperature{1.0}, Seed{3}, false);
  CHECK(names_of(simulation) == Names{"langevin"});
  CHECK(simulation.degrees_of_freedom() == 3 * 500);
}

TEST_CASE("thermostatted slabs: removal of momentum is no bath")
{
  check_heat_source({}, {"centre_of_mass_removal", "langevin(hot)", "langevin(cold)"},
                    {"langevin(hot)", "langevin(cold)"});
  check_heat_source({{"run.zero_momentum", "no"}}, {"langevin(hot)", "langevin(cold)"},
                    {"langevin(hot)", "langevin(cold)"});
  check_heat_source({{"gradient.source", "rescale"}}, {"slab_rescaling"},
                    {"slab_rescaling/hot", "slab_rescaling/cold"});
}

TEST_CASE("what the removal of momentum takes back is not booked as heat of a bath")
{
  const NemdSettings settings = settings_with();
  const double time_step = settings.run.time_step.value();
  constexpr int steps = 300;
  // Mean of P²/2M over `steps` steps, times M/(mass of those kicked).
  const auto taken_back = [&](RelaxationTime relaxation_time, double temperature) {
    return steps * 3.0 * (1.0 - std::exp(-time_step / relaxation_time.value())) * temperature;
  };
  const auto check = [&](Simulation& simulation, double expected) {
    simulation.advance(Steps{steps});
    REQUIRE(simulation.controls().front()->name() == "centre_of_mass_removal");
    CHECK(std::abs(test_world().all_sum(simulation.controls().front()->local_energy_added())) < 0.3 * expected);
  };
  Simulation with_slabs = simulation_of(settings);
  add_heat_source(with_slabs, settings.gradient, Seed{2}, true);
  check(with_slabs, 0.1 * taken_back(settings.gradient.relaxation_time, 1.4 + 1.0));
  Simulation with_thermostat = simulation_of(settings);
  add_thermostat(with_thermostat, settings.equilibrate, Temperature{1.2}, Seed{3}, true);
  check(with_thermostat, taken_back(settings.equilibrate.relaxation_time, 1.2));
}

TEST_CASE("sources of a given flux book the heat of both slabs")
{
  check_flux_source("hex", "hex");
  check_flux_source("ehex", "ehex");
  check_flux_source("swap", "muller_plathe_swap");
}

TEST_CASE("the hot slab is heated and the cold one cooled")
{
  for (const char* source : {"hex", "ehex", "swap"}) {
    CAPTURE(source);
    const NemdSettings settings = flux_settings(source);
    System start = make_start(settings.start, settings.model, Seed{1});
    draw_velocities(start, Temperature{1.2}, Seed{1});
    Simulation moving{test_world(), start, force_field_of(settings.model), VelocityVerlet{settings.run.time_step}};
    add_heat_source(moving, settings.gradient, Seed{2}, true);
    moving.advance(Steps{40});
    std::vector<double> ledger(moving.controls().front()->local_ledger().begin(),
                               moving.controls().front()->local_ledger().end());
    test_world().all_sum(ledger);
    CHECK(ledger[0] > 0.0);
    CHECK(ledger[1] < 0.0);
  }
}

TEST_CASE("precision, list buffers, grid and load balance as configured")
{
  const SimulationOptions standard = simulation_options_of(settings_with().run);
  CHECK(standard.precision == Precision::double_precision);
  CHECK(!standard.skin);
  CHECK(!standard.search_skin);
  CHECK(!standard.grid);
  CHECK(standard.load_balance);
  const SimulationOptions chosen = simulation_options_of(settings_with({{"run.precision", "mixed"},
                                                                        {"run.skin", "0.2"},
                                                                        {"run.search_skin", "0.5"},
                                                                        {"run.grid", "1 2 3"},
                                                                        {"run.load_balance", "no"}})
                                                             .run);
  CHECK(chosen.precision == Precision::mixed);
  CHECK(chosen.skin == Skin{0.2});
  CHECK(chosen.search_skin == Skin{0.5});
  CHECK(chosen.grid == GridShape{1, 2, 3});
  CHECK(!chosen.load_balance);
}

TEST_CASE("the barostat as configured")
{
  const NemdSettings settings = settings_with({{"equilibrate.pressure", "0.7"},
                                               {"equilibrate.barostat_duration", "5"},
                                               {"equilibrate.barostat_relaxation_time", "3"},
                                               {"equilibrate.barostat_axes", "z"}});
  const StochasticCellRescaling barostat = barostat_of(settings.equilibrate, Seed{4});
  CHECK(barostat.pressure == Pressure{0.7});
  CHECK(barostat.temperature == Temperature{1.2});
  CHECK(barostat.relaxation_time == RelaxationTime{3.0});
  CHECK(barostat.axis == Axis::z);
  CHECK(barostat.seed == Seed{4});
}
