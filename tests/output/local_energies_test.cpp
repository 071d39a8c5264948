/// Places of a run in a gradient over equilibrium isotherms.
#include "sample_run.hpp"
#include "temporary_directory.hpp"
#include "test_session.hpp"

#include <soret/output/local_energies.hpp>

#include <doctest/doctest.h>

#include <fstream>
#include <string>

using namespace soret;

namespace {

RunSummary equilibrium(double temperature, double fraction)
{
  RunSummary run;
  run.name = "T" + std::to_string(temperature) + "-x" + std::to_string(fraction);
  run.file = "/nowhere/" + run.name + "/summary.json";
  run.program = "soret-emd";
  run.mole_fractions = {{"light", fraction}, {"heavy", 1.0 - fraction}};
  run.entries = {{"mean_temperature", "", "epsilon/k_B", {temperature, 1e-4}},
                 {"potential_energy", "", "epsilon", {-4.0 - fraction, 1e-3}}};
  return run;
}

}  // namespace

TEST_CASE("the places that a run wrote are read back, and drawn over the isotherms")
{
  if (test_world().size() > 1) {
    return;
  }
  TemporaryDirectory directory;
  const SampleRun sample = sample_run();
  ResultsFile file;
  add_profiles(file, sample.profile, sample.control_names);
  add_places(file, sample.found.places);
  file.write(directory / "results.nc");
  const std::vector<LocalEnergy> places = read_local_energies(directory / "results.nc");
  REQUIRE(places.size() == sample.found.places[0].size());
  for (std::size_t k = 0; k < places.size(); ++k) {
    CHECK(places[k].temperature.value == sample.found.places[0][k].temperature.value);
    CHECK(places[k].mole_fraction.standard_error == sample.found.places[0][k].mole_fraction.standard_error);
    CHECK(places[k].potential_energy.value == sample.found.places[0][k].potential_energy.value);
  }
  RunSummary driven = equilibrium(1.0, 0.3);
  driven.file = directory / "summary.json";
  driven.entries.push_back({"temperature_gradient", "", "", {0.02, 1e-4}});
  const Comparison comparison =
      compare({driven, equilibrium(0.9, 0.4), equilibrium(1.1, 0.3), equilibrium(0.905, 0.2)}, 0);
  const std::vector<EnergyIsotherm> isotherms = energy_isotherms(comparison);
  REQUIRE(isotherms.size() == 2);
  CHECK(isotherms[0].mole_fractions == std::vector{0.2, 0.4});
  CHECK(isotherms[0].energies[1].value == -4.4);
  Report report{"a", "b"};
  add_local_energies(report, comparison);
  CHECK(report.html().find("Local equilibrium") != std::string::npos);
}

TEST_CASE("files that are absent, damaged or without places have none, and leave no picture")
{
  if (test_world().size() > 1) {
    return;
  }
  TemporaryDirectory directory;
  CHECK(read_local_energies(directory / "results.nc").empty());
  std::ofstream{directory / "results.nc"} << "this is no NetCDF file";
  CHECK(read_local_energies(directory / "results.nc").empty());
  ResultsFile file;
  file.write(directory / "results.nc");
  CHECK(read_local_energies(directory / "results.nc").empty());
  Report report{"a", "b"};
  const std::string before = report.html();
  add_local_energies(report, compare({equilibrium(0.9, 0.4), equilibrium(1.1, 0.3)}, 0));
  CHECK(report.html() == before);
}
