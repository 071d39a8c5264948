/// Softness and slow dynamics of the systems among compared runs.
#include <soret/output/comparison_report.hpp>
#include <soret/output/softness_systems.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cmath>

using namespace soret;

namespace {

/// Lines of a system: S = a0 + a1 T, T ln tau = c + b/S.
struct Lines {
  const char* model;
  double density;
  double a0;
  double a1;
  double c;
  double b;
};

// Tables II and III of Nandi and Bhattacharyya.
constexpr Lines attractive{"Kob-Andersen", 1.2, 1.76762e-4, 1.40982e-3, -3.60636, 4.2633e-3};
constexpr Lines dense{"Kob-Andersen", 1.6, 8.76168e-5, 2.36096e-4, -14.356, 8.52563e-3};
constexpr Lines strong{"Kob-Andersen, repulsive", 1.05, 4.83458e-4, 3.28831e-3, 0.0128896, 0.0};

RunSummary run_of(const Lines& lines, double temperature)
{
  const double softness = lines.a0 + lines.a1 * temperature;
  const double time = std::exp((lines.c + lines.b / softness) / temperature);
  RunSummary run;
  run.name = std::string{lines.model} + "-" + std::to_string(temperature);
  run.file = "/nowhere/" + run.name + std::to_string(lines.density) + "/summary.json";
  run.program = "soret-emd";
  run.mole_fractions = {{"A", 0.8}, {"B", 0.2}};
  run.model = RunModel{lines.model, {"A", "B"}, {{"range of " + std::string{lines.model}, 1.0}}};
  run.entries = {{"mean_temperature", "", "epsilon/k_B", {temperature, 1e-4}},
                 {"density", "", "sigma^-3", {lines.density, 0.0}},
                 {"softness", "", "sigma^2", {softness, 0.002 * softness}},
                 {"log_first_passage_time", "", "", {1.0 + 0.07 / softness, 0.1}},
                 {"relaxation_time", "", "tau", {time, 0.03 * time}}};
  return run;
}

std::vector<RunSummary> all_runs()
{
  std::vector<RunSummary> runs;
  for (const double temperature : {0.9, 0.5, 0.7}) {
    runs.push_back(run_of(attractive, temperature));
    runs.push_back(run_of(dense, 4.5 * temperature));
    runs.push_back(run_of(strong, temperature));
  }
  return runs;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("runs are sorted by model and density, and every system has its lines")
{
  const std::vector<SoftnessSystem> systems = softness_systems(compare(all_runs(), 0));
  REQUIRE(systems.size() == 3);
  CHECK(systems[0].name == "Kob-Andersen 1.2");
  CHECK(systems[1].name == "Kob-Andersen 1.6");
  CHECK(systems[0].runs == std::vector<std::size_t>{3, 6, 0});
  REQUIRE(systems[1].line);
  CHECK(systems[1].line->slope == doctest::Approx(dense.a1));
  CHECK(systems[1].line->value_at(0.0).value == doctest::Approx(dense.a0));
  REQUIRE(systems[0].relaxation.fit);
  CHECK(systems[0].relaxation.fit->slope.value == doctest::Approx(attractive.b));
  CHECK(systems[0].relaxation.fit->intercept.value == doctest::Approx(attractive.c));
  CHECK(systems[0].relaxation.fit->slope.standard_error > 0.0);
  REQUIRE(systems[0].first_passage.fit);
  CHECK(systems[0].first_passage.fit->slope.value == doctest::Approx(0.07));
  CHECK_FALSE(systems[2].relaxation.fit->has_slope());
}

TEST_CASE("text, numbers for scripts and the page tell of softness")
{
  const Comparison comparison = compare(all_runs(), 0);
  const std::string text = comparison_text(comparison);
  CHECK(holds(text, "T ln tau_alpha = C' + B'/S"));
  CHECK(holds(text, "B' of Kob-Andersen, repulsive 1.05 is not two standard errors from zero"));
  const auto json = nlohmann::json::parse(comparison_json(comparison));
  REQUIRE(json["softness"].size() == 3);
  CHECK(json["softness"][1]["softness_slope"]["value"].get<double>() == doctest::Approx(dense.a1));
  CHECK(json["softness"][0]["relaxation"]["slope"]["value"].get<double>() == doctest::Approx(attractive.b));
  CHECK(json["softness"][0]["relaxation"]["barriers"].size() == 3);
  const std::string page = comparison_report(comparison).html();
  CHECK(holds(page, "Collapse of the dynamics"));
  CHECK(holds(page, "Softness against temperature"));
}

TEST_CASE("runs without relaxation times still have a line of softness")
{
  std::vector<RunSummary> runs{run_of(attractive, 0.6), run_of(attractive, 0.9)};
  for (RunSummary& run : runs) {
    run.entries.resize(3);
  }
  const std::vector<SoftnessSystem> systems = softness_systems(compare(runs, 0));
  REQUIRE(systems.size() == 1);
  CHECK(systems[0].line);
  CHECK_FALSE(systems[0].relaxation.fit);
  CHECK(systems[0].relaxation.points.empty());
  CHECK(holds(comparison_text(compare(runs, 0)), "S = a_0 + a_1 T"));
}

TEST_CASE("nothing is said of softness where it was not asked for or not measured")
{
  CHECK(softness_systems(compare(all_runs(), 0, {"relaxation_time"})).empty());
  std::vector<RunSummary> runs = all_runs();
  for (RunSummary& run : runs) {
    run.entries.erase(run.entries.begin() + 2);
  }
  const Comparison comparison = compare(runs, 0);
  CHECK(softness_systems(comparison).empty());
  CHECK_FALSE(holds(comparison_text(comparison), "tau_mfpt"));
}
