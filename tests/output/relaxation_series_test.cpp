/// The slowing down of relaxation over compared runs.
#include <soret/output/comparison_report.hpp>
#include <soret/output/relaxation_series.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <string>
#include <vector>

using namespace soret;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

RunSummary run_at(double temperature)
{
  const double time = 0.08 * std::exp(1.0 / (0.189 * (temperature / 0.279 - 1.0)));
  RunSummary run;
  run.name = "T" + std::to_string(temperature);
  run.file = "/nowhere/" + run.name + "/summary.json";
  run.program = "soret-emd";
  run.entries = {{"mean_temperature", "", "epsilon/k_B", {temperature, 1e-4}},
                 {"relaxation_time", "", "tau", {time, 0.01 * time}}};
  return run;
}

Comparison comparison_of(const std::vector<double>& temperatures)
{
  std::vector<RunSummary> runs;
  for (const double temperature : temperatures) {
    runs.push_back(run_at(temperature));
  }
  return compare(runs, 0);
}

}  // namespace

TEST_CASE("runs at several temperatures show how relaxation slows down")
{
  const Comparison comparison = comparison_of({1.0, 0.8, 0.6, 0.5, 0.45});
  const std::vector<RelaxationSeries> all = relaxation_series_of(comparison);
  REQUIRE(all.size() == 1);
  REQUIRE(all.front().vft.has_value());
  CHECK(all.front().name == "relaxation_time");
  CHECK(all.front().vft->fragility.value == doctest::Approx(0.189).epsilon(1e-3));
  CHECK(all.front().vft->temperature.value == doctest::Approx(0.279).epsilon(1e-3));
  CHECK(all.front().parabolic.has_value());
  CHECK(all.front().mode_coupling.has_value());
  CHECK(all.front().onset.has_value());
  CHECK(holds(comparison_text(comparison), "relaxation_time: Vogel-Fulcher-Tammann: K 0.189"));
  CHECK(holds(comparison_report(comparison).html(), "relaxation_time against inverse temperature"));
  const auto json = nlohmann::json::parse(comparison_json(comparison));
  CHECK(json["relaxation"][0]["vft"]["temperature"]["value"].get<double>() == doctest::Approx(0.279).epsilon(1e-3));
  CHECK(json["relaxation"][0]["runs"] == nlohmann::json({1, 2, 3, 4, 5}));
}

TEST_CASE("too few temperatures are named, not fitted")
{
  const Comparison comparison = comparison_of({1.0, 0.8, 0.6});
  const std::vector<RelaxationSeries> all = relaxation_series_of(comparison);
  REQUIRE(all.size() == 1);
  CHECK_FALSE(all.front().vft.has_value());
  CHECK(holds(comparison_text(comparison), "relaxation_time: none: 3 temperatures; a law needs at least 4"));
  CHECK_FALSE(holds(comparison_report(comparison).html(), "relaxation_time against inverse temperature"));
  CHECK(relaxation_series_of(comparison_of({1.0, 1.0005})).empty());
}
