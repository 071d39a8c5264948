/// Runs of different models, among compared ones.
#include <soret/output/comparison_models.hpp>
#include <soret/output/comparison_report.hpp>
#include <soret/output/comparison_series.hpp>
#include <soret/output/soret_routes.hpp>

#include <doctest/doctest.h>

#include <utility>

using namespace soret;

namespace {

using Sentences = std::vector<std::string>;

/// A run with a Soret coefficient of each species.
RunSummary run_of(const std::string& name, const std::vector<std::string>& species,
                  const ModelParameters& parameters = {})
{
  RunSummary run{.file = "/nowhere/" + name + "/summary.json",
                 .name = name,
                 .program = "soret-emd",
                 .version = "0",
                 .entries = {{"pressure", "", "epsilon/sigma^3", {1.0, 0.1}},
                             {"thermodynamic_factor", "", "", {1.0, 0.1}},
                             {"thermodynamic_factor_from_modes", "", "", {1.0, 0.1}}}};
  for (const std::string& each : species) {
    run.entries.push_back({"soret_coefficient", each, "k_B/epsilon", {1.0, 0.1}});
    run.entries.push_back({"soret_coefficient_from_modes", each, "k_B/epsilon", {1.0, 0.1}});
    run.entries.push_back({"self_diffusion", each, "sigma^2/tau", {0.1, 0.01}});
  }
  if (!parameters.empty()) {
    run.model = RunModel{.name = "m", .species = species, .parameters = parameters};
  }
  return run;
}

RunSummary at_temperature(RunSummary run, double temperature)
{
  run.entries.push_back({"mean_temperature", "", "epsilon/k_B", {temperature, 1e-4}});
  return run;
}

}  // namespace

TEST_CASE("models differ by species or parameters, not by order, name or rounding")
{
  const ModelParameters parameters{{"mass of A", 1.0}, {"sigma of A-B", 1.1}};
  const auto differing = [](const RunSummary& a, const RunSummary& b) { return different_models({a, b}); };
  RunSummary known = run_of("k", {"A", "B"}, parameters);
  RunSummary same = run_of("s", {"B", "A"}, {{"mass of A", 1.0 + 1e-7}, {"sigma of A-B", 1.1}});
  same.model->name = "another name";
  CHECK(differing(known, same).empty());
  CHECK(differing(known, run_of("b", {"A", "B"})).empty());
  CHECK(differing(known, run_of("b", {"A"})).empty());  // its summary need not name all
  CHECK(differing(run_of("a", {"A"}), run_of("b", {"A", "B"})).empty());
  CHECK(differing(run_of("a", {}), run_of("b", {"A", "B"})).empty());
  const std::string start = "runs 1 and 2 are of different models";
  CHECK(differing(run_of("a", {"A", "B"}), run_of("b", {"1", "2"})) == Sentences{start + ": species A, B and 1, 2"});
  CHECK(differing(run_of("a", {"A", "B"}), run_of("b", {"A", "C"})) == Sentences{start + ": species A, B and A, C"});
  CHECK(differing(known, run_of("b", {"A", "B", "C"})) == Sentences{start + ": species A, B and A, B, C"});
  RunSummary wide = run_of("w", {"A", "B"}, {{"mass of A", 1.0}, {"sigma of A-B", 1.2}, {"cutoff of A-B", 3.0}});
  wide.model->name = "wide";
  CHECK(differing(known, wide) ==
        Sentences{start + " ('m' and 'wide'): cutoff of A-B absent and 3, sigma of A-B 1.1 and 1.2"});
  RunSummary strange = run_of("w", {"A", "B"}, {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 0}});
  CHECK(differing(known, strange) ==
        Sentences{start + ": a absent and 1, b absent and 1, c absent and 1, d absent and 0, and 2 more"});
  CHECK(different_models({known, same, wide, run_of("c", {"A", "C"})}).size() == 2);
  RunSummary trajectory = run_of("t", {});
  for (const char* pair : {"1-1", "1-2", "2-2"}) {
    trajectory.entries.push_back({"kirkwood_buff", pair, "sigma^3", {-1.0, 0.1}});
  }
  CHECK(differing(known, trajectory) == Sentences{start + ": species A, B and 1, 2"});
}

TEST_CASE("points of a composition series are no species")
{
  RunSummary series = run_of("s", {"x=0.2", "x=0.5"});
  CHECK(different_models({series, run_of("r", {"x=0.8"})}).empty());
}

TEST_CASE("runs of different models have no means, no series and no routes")
{
  const auto pair = [](const std::string& species, double temperature) {
    return std::vector{at_temperature(run_of("a", {"A", "B"}), 1.0),
                       at_temperature(run_of("b", {"A", species}), temperature)};
  };
  const Comparison same = compare(pair("B", 1.0), 0);
  CHECK(same.different_models.empty());
  CHECK(same.quantities.front().mean.has_value());
  CHECK(!routes_of(same).routes.empty());
  CHECK(!series_of(compare(pair("B", 1.2), 0)).temperatures.empty());
  const Comparison different = compare(pair("C", 1.0), 0);
  REQUIRE(different.different_models.size() == 1);
  for (const ComparedQuantity& quantity : different.quantities) {
    CHECK(!quantity.mean);
    CHECK(quantity.differences[1].has_value());
  }
  CHECK(routes_of(different).routes.empty());
  CHECK(series_of(compare(pair("C", 1.2), 0)).temperatures.empty());
  const std::string sentence = "uns 1 and 2 are of different models: species A, B and A, C";
  CHECK(comparison_text(different).find("R" + sentence + ". There are no weighted means") != std::string::npos);
  CHECK(comparison_json(different).find("\"r" + sentence + "\"") != std::string::npos);
}
