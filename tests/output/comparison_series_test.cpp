/// Series in temperature and size among compared runs.
#include "temporary_directory.hpp"
#include "test_session.hpp"

#include <soret/output/comparison_report.hpp>
#include <soret/output/comparison_series.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <limits>
#include <numbers>
#include <sstream>

using namespace soret;

namespace {

constexpr double energy_a = 1.9;
constexpr double energy_b = 2.1;
constexpr double viscosity = 2.5;
constexpr double integral = -1.4;

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// What soret-emd would find at a temperature, in boxes of a length (the structure's twice as long).
RunSummary run_at(double temperature, double length, double fraction = 0.5)
{
  const double correction = yeh_hummer_constant * temperature / (6.0 * std::numbers::pi * viscosity * length);
  const auto diffusion = [&](double prefactor, double energy) {
    const double value = prefactor * std::exp(-energy / temperature);
    return Estimate{value - correction, 0.01 * value};
  };
  RunSummary run;
  run.name = "T" + std::to_string(temperature) + "-L" + std::to_string(length) + "-x" + std::to_string(fraction);
  run.file = "/nowhere/" + run.name + "/summary.json";
  run.program = "soret-emd";
  run.mole_fractions = {{"A", fraction}, {"B", 1.0 - fraction}};
  run.entries = {{"mean_temperature", "", "epsilon/k_B", {temperature, 1e-4}},
                 {"temperature_of_transport", "", "epsilon/k_B", {temperature, 1e-4}},
                 {"density", "", "sigma^-3", {0.8, 1e-3}},
                 {"box_length_of_transport", "", "sigma", {length, 0.0}},
                 {"box_length_of_structure", "", "sigma", {2.0 * length, 0.0}},
                 {"self_diffusion", "A", "sigma^2/tau", diffusion(1.0, energy_a)},
                 {"self_diffusion", "B", "sigma^2/tau", diffusion(0.7, energy_b)},
                 {"self_diffusion_infinite",
                  "A",
                  "sigma^2/tau",
                  {std::exp(-energy_a / temperature), 0.01 * std::exp(-energy_a / temperature)}},
                 {"kirkwood_buff", "A-B", "sigma^3", {integral + 3.0 / (2.0 * length), 0.02}}};
  return run;
}

const TemperatureSeries* find(const ComparisonSeries& series, const std::string& name)
{
  for (const TemperatureSeries& each : series.temperatures) {
    if (each.name == name) {
      return &each;
    }
  }
  return nullptr;
}

}  // namespace

TEST_CASE("runs at several temperatures give activation energies")
{
  const Comparison comparison = compare({run_at(1.0, 10.0), run_at(0.8, 10.0), run_at(1.3, 10.0)}, 0);
  const ComparisonSeries series = series_of(comparison);
  CHECK(series.diffusion_sizes.empty());
  CHECK(series.structure_sizes.empty());
  const TemperatureSeries* exact = find(series, "self_diffusion_infinite.A");
  REQUIRE(exact != nullptr);
  CHECK(exact->arrhenius.activation_energy.value == doctest::Approx(energy_a));
  CHECK(exact->arrhenius.activation_energy.standard_error > 0.01);
  CHECK(exact->runs == std::vector<std::size_t>{0, 1, 2});
  CHECK_FALSE(exact->power_law);
  REQUIRE(find(series, "self_diffusion.B") != nullptr);
  const std::string text = comparison_text(comparison);
  CHECK(holds(text, "self_diffusion_infinite.A against 1/T: activation energy 1.900 ±"));
  CHECK(holds(text, "for soret-emd: [theories] activation_energies = A:"));
  CHECK(holds(text, "for soret-emd: [theories] activation_energy_errors = A:0.0"));
  CHECK(holds(text, "differ in temperature (1, 0.8, 1.3"));
  const auto json = nlohmann::json::parse(comparison_json(comparison));
  REQUIRE(json["series"].size() == 3);
  CHECK(json["series"][0]["kind"] == "arrhenius");
  CHECK(json["series"][0]["runs"] == std::vector<int>{1, 2, 3});
  CHECK(holds(comparison_report(comparison).html(), "Series in temperature and size"));
}

TEST_CASE("diffusion that dies out at a temperature is seen from four of them on")
{
  std::vector<RunSummary> runs;
  for (const double t : {0.5, 0.6, 0.8, 1.0}) {
    RunSummary run = run_at(t, 10.0);
    const double value = 0.2 * std::pow(t - 0.427, 1.8);
    run.entries = {{"mean_temperature", "", "epsilon/k_B", {t, 1e-4}},
                   {"interdiffusion", "", "sigma^2/tau", {value, 0.02 * value}}};
    runs.push_back(run);
  }
  const ComparisonSeries series = series_of(compare(runs, 0));
  REQUIRE(series.temperatures.size() == 1);
  REQUIRE(series.temperatures[0].power_law);
  CHECK(series.temperatures[0].power_law->critical_temperature.value == doctest::Approx(0.427).epsilon(1e-5));
  CHECK(series.temperatures[0].power_law->exponent.value == doctest::Approx(1.8).epsilon(1e-5));
  CHECK(holds(series_text(series), "interdiffusion as a power of T - T_0: T_0 0.427"));
}

TEST_CASE("the viscosity of a pure liquid at several temperatures gives its activation energy and its flow ratio")
{
  constexpr double cohesive = 6.0;
  constexpr double ratio = 3.2;
  std::vector<RunSummary> runs;
  for (const double t : {0.7, 0.8, 1.0}) {
    const double viscosity = 0.2 * std::exp(cohesive / (ratio * t));
    RunSummary run = run_at(t, 10.0);
    run.mole_fractions.clear();
    run.entries = {{"temperature_of_transport", "", "epsilon/k_B", {t, 1e-4}},
                   {"potential_energy", "", "epsilon", {-cohesive, 1e-3}},
                   {"shear_viscosity", "", "epsilon tau/sigma^3", {viscosity, 0.02 * viscosity}},
                   {"shear_viscosity_cepstral", "", "epsilon tau/sigma^3", {viscosity, 0.03 * viscosity}}};
    run.model = RunModel{"pure", {"Ar"}, {{"epsilon", 1.0}}};
    runs.push_back(run);
  }
  const Comparison comparison = compare(runs, 0);
  const ComparisonSeries series = series_of(comparison);
  REQUIRE(series.temperatures.size() == 2);
  CHECK(series.temperatures[0].is_viscosity);
  CHECK(series.temperatures[0].arrhenius.activation_energy.value == doctest::Approx(cohesive / ratio));
  REQUIRE(series.flow_ratios.size() == 1);
  CHECK(series.flow_ratios[0].species == "Ar");
  CHECK(series.flow_ratios[0].fit.ratio.value == doctest::Approx(ratio));
  CHECK(series.flow_ratios[0].runs == std::vector<std::size_t>{0, 1, 2});
  const std::string text = series_text(series);
  CHECK(holds(text, "shear_viscosity against 1/T: activation energy of viscous flow 1.87"));
  CHECK(holds(text, "flow ratio of Ar: 3.2"));
  CHECK(holds(text, "for soret-emd: [theories] flow_ratios = Ar:3.2\n"));
  // tau² 0.02 / sqrt(sum of squared deviations of 6/T from their mean) = 10.24 * 0.02 / 1.83
  CHECK(holds(text, "for soret-emd: [theories] flow_ratio_errors = Ar:0.11\n"));
  const auto json = nlohmann::json::parse(comparison_json(comparison));
  REQUIRE(json["series"].size() == 3);
  CHECK(json["series"][2]["kind"] == "flow ratio");
  CHECK(json["series"][2]["of"] == "Ar");
  CHECK(json["series"][2]["flow_ratio"]["value"].get<double>() == doctest::Approx(ratio));
  const std::string page = comparison_report(comparison).html();
  CHECK(holds(page, "<h3>shear viscosity against inverse temperature</h3>"));
  CHECK(holds(page, "<h3>Flow ratio of Ar</h3>"));

  for (RunSummary& run : runs) {  // of a mixture it is no property of one species
    run.model->species = {"Ar", "Kr"};
  }
  CHECK(series_of(compare(runs, 0)).flow_ratios.empty());
  for (RunSummary& run : runs) {  // and without a known energy there is none
    run.model->species = {"Ar"};
    run.entries[1].estimate.standard_error = std::numeric_limits<double>::infinity();
  }
  const ComparisonSeries without = series_of(compare(runs, 0));
  CHECK(without.flow_ratios.empty());
  CHECK(without.temperatures.size() == 2);
}

TEST_CASE("series in temperature are at one density or at one pressure, flow ratios at one pressure")
{
  std::vector<RunSummary> runs;
  for (const double pressure : {0.5, 2.5}) {
    for (const double t : {0.7, 0.8, 1.0}) {
      const double viscosity = 0.2 * (1.0 + pressure) * std::exp(6.0 / (3.2 * t));
      RunSummary run = run_at(t, 10.0);
      run.file = "/nowhere/P" + std::to_string(pressure) + "/" + run.name;
      run.mole_fractions.clear();
      run.entries = {{"temperature_of_transport", "", "epsilon/k_B", {t, 1e-4}},
                     {"density", "", "sigma^-3", {0.9 - 0.3 * t + 0.05 * pressure, 1e-3}},
                     {"pressure", "", "epsilon/sigma^3", {pressure + 0.01 * t, 1e-2}},
                     {"potential_energy", "", "epsilon", {-6.0, 1e-3}},
                     {"shear_viscosity", "", "epsilon tau/sigma^3", {viscosity, 0.02 * viscosity}}};
      run.model = RunModel{"pure", {"Ar"}, {{"epsilon", 1.0}}};
      runs.push_back(run);
    }
  }
  const ComparisonSeries apart = series_of(compare(runs, 0));
  REQUIRE(apart.temperatures.size() == 2);
  CHECK(apart.temperatures[0].runs == std::vector<std::size_t>{0, 1, 2});
  CHECK(apart.temperatures[1].runs == std::vector<std::size_t>{3, 4, 5});
  REQUIRE(apart.flow_ratios.size() == 2);
  CHECK(apart.flow_ratios[1].runs == std::vector<std::size_t>{3, 4, 5});
  CHECK(apart.flow_ratios[1].fit.ratio.value == doctest::Approx(3.2));
  for (std::size_t k = 0; k < runs.size(); ++k) {
    runs[k].entries[1].estimate.value = 0.7;
    runs[k].entries[2].estimate.value = static_cast<double>(k);  // each at its own pressure
  }
  const ComparisonSeries isochore = series_of(compare(runs, 0));
  REQUIRE(isochore.temperatures.size() == 1);
  CHECK(isochore.temperatures[0].runs.size() == 6);
  CHECK(isochore.flow_ratios.empty());
}

TEST_CASE("activation energies for theories are those of an infinite box where both species have them")
{
  std::vector<RunSummary> runs;
  for (const double t : {0.8, 1.0, 1.3}) {
    RunSummary run = run_at(t, 10.0);
    run.entries.push_back({"self_diffusion_infinite",
                           "B",
                           "sigma^2/tau",
                           {0.7 * std::exp(-energy_b / t), 0.01 * std::exp(-energy_b / t)}});
    runs.push_back(run);
  }
  CHECK(holds(series_text(series_of(compare(runs, 0))), "[theories] activation_energies = A:1.9 B:2.1\n"));
}

TEST_CASE("boxes of several lengths give the limits of an infinite one")
{
  const Comparison comparison = compare({run_at(1.0, 8.0), run_at(1.0, 11.0), run_at(1.0, 16.0)}, 0);
  REQUIRE(comparison.states.size() == 2);
  CHECK(comparison.states[0].name == "box length of transport");
  const ComparisonSeries series = series_of(comparison);
  CHECK(series.temperatures.empty());
  REQUIRE(series.diffusion_sizes.size() == 1);
  const DiffusionSizeSeries& diffusion = series.diffusion_sizes[0];
  CHECK(diffusion.species == std::vector<std::string>{"A", "B"});
  CHECK(diffusion.fit.coefficients[0].value == doctest::Approx(std::exp(-energy_a)));
  CHECK(diffusion.fit.coefficients[1].value == doctest::Approx(0.7 * std::exp(-energy_b)));
  CHECK(diffusion.fit.viscosity.value == doctest::Approx(viscosity));
  REQUIRE(series.structure_sizes.size() == 1);
  CHECK(series.structure_sizes[0].fit.limit.value == doctest::Approx(integral));
  CHECK(series.structure_sizes[0].lengths == std::vector<double>{16.0, 22.0, 32.0});
  CHECK(holds(comparison_text(comparison), "self_diffusion at infinite box length: A: 0.1496"));
}

TEST_CASE("series of different compositions do not mix")
{
  const Comparison comparison =
      compare({run_at(1.0, 10.0, 0.2), run_at(0.8, 10.0, 0.2), run_at(1.0, 10.0, 0.6), run_at(0.8, 10.0, 0.6)}, 0);
  std::vector<std::vector<std::size_t>> groups;
  for (const TemperatureSeries& each : series_of(comparison).temperatures) {
    if (each.name == "self_diffusion_infinite.A") {
      groups.push_back(each.runs);
    }
  }
  CHECK(groups == std::vector<std::vector<std::size_t>>{{0, 1}, {2, 3}});
  // Each run differs from every other in two ways: no series at all.
  const ComparisonSeries none = series_of(compare({run_at(1.0, 10.0, 0.2), run_at(0.8, 15.0, 0.2)}, 0));
  CHECK(none.temperatures.empty());
  CHECK(none.diffusion_sizes.empty());
  CHECK(none.structure_sizes.empty());
  CHECK(series_text(none).empty());
}

TEST_CASE("a table of states holds what the runs have")
{
  const TemporaryDirectory directory;
  if (!test_world().is_root()) {
    return;
  }
  const Comparison comparison = compare({run_at(1.0, 10.0), run_at(0.8, 10.0)}, 0);
  write_state_table(comparison, directory.path() / "states.csv");
  std::ifstream file{directory.path() / "states.csv"};
  std::stringstream text;
  text << file.rdbuf();
  CHECK(text.str().starts_with(
      "run,label,mole_fraction,mean_temperature,mean_temperature_standard_error,density,density_standard_error,"));
  CHECK(holds(text.str(), "heat_capacity,heat_capacity_standard_error\n1,\""));
  CHECK(holds(text.str(), "\",0.5,0.8,0.0001,0.8,0.001,,,,,,,,\n"));
}
