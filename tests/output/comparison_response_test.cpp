/// The state diagram of the response among compared runs.
#include <soret/output/comparison_report.hpp>
#include <soret/output/comparison_response.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>

using namespace soret;

namespace {

/// What soret-nemd would find; dx/dz = 0.1 dT/dz, half as much again where it is not linear.
RunSummary run_at(double temperature, double gradient, bool is_linear = true, double curvature = 0.0)
{
  RunSummary run;
  run.name = "T" + std::to_string(temperature) + "-g" + std::to_string(gradient);
  run.file = "/nowhere/" + run.name + "/summary.json";
  run.program = "soret-nemd";
  run.entries = {{"mean_temperature", "", "epsilon/k_B", {temperature, 1e-4}},
                 {"temperature_gradient", "", "epsilon/(k_B sigma)", {gradient, 1e-6}},
                 {"mole_fraction_gradient", "A", "sigma^-1", {(is_linear ? 0.1 : 0.15) * gradient, 1e-5}},
                 {"mole_fraction_curvature", "A", "sigma^-2", {curvature, 1e-6}}};
  return run;
}

}  // namespace

TEST_CASE("runs at several temperatures and gradients: where each departs from the linear law")
{
  const Comparison comparison = compare({run_at(0.7, 8e-3, false), run_at(1.0, 2e-3), run_at(0.7, 2e-3),
                                         run_at(0.705, 4e-3), run_at(1.0, 8e-3), run_at(0.5, 1e-3, true, 5e-6)},
                                        0);
  const std::vector<ResponseState> states = response_states(comparison);
  REQUIRE(states.size() == 3);
  CHECK(states[0].temperature == 0.5);
  CHECK(states[0].found.regimes[0] == ResponseRegime::nonlinear);  // bent
  CHECK(states[1].runs == std::vector<std::size_t>{2, 3, 0});
  CHECK(states[1].found.regimes ==
        std::vector{ResponseRegime::linear, ResponseRegime::linear, ResponseRegime::nonlinear});
  CHECK(*states[1].found.onset == 2);
  CHECK(*states[1].found.last_linear == 1);
  CHECK(states[2].species == "A");
  CHECK_FALSE(states[2].found.onset);
  const std::string text = comparison_text(comparison);
  CHECK(text.find("response of A at temperature 0.7: the response is linear up to dT/dz = 0.004 and nonlinear from "
                  "0.008 on: run 3 at 0.002 linear, run 4 at 0.004 linear, run 1 at 0.008 nonlinear") !=
        std::string::npos);
  const auto json = nlohmann::json::parse(comparison_json(comparison));
  REQUIRE(json["responses"].size() == 6);
  CHECK(json["responses"][0]["regime"] == "nonlinear");
  CHECK(json["responses"][3]["run"] == 1);
  CHECK(comparison_report(comparison).html().find("State diagram of the response") != std::string::npos);
}

TEST_CASE("no diagram without two runs that show a response")
{
  RunSummary other = run_at(0.7, 1e-3);
  other.name = "equilibrium";
  other.file = "/nowhere/equilibrium/summary.json";
  other.entries = {other.entries[0]};
  const Comparison comparison = compare({run_at(0.7, 8e-3), other}, 0);
  CHECK(response_states(comparison).empty());
  CHECK(response_text(response_states(comparison)).empty());
}
