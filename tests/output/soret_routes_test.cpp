/// Routes to the Soret coefficient among compared runs.
#include "temporary_directory.hpp"
#include "test_session.hpp"

#include <soret/output/comparison_report.hpp>
#include <soret/output/soret_routes.hpp>
#include <soret/output/summary.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <utility>

using namespace soret;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

RunSummary run_of(const std::string& name, const std::string& program, std::vector<SummaryEntry> entries)
{
  entries.push_back({"mean_temperature", "", "epsilon/k_B", {0.6, 0.001}});
  return {.file = "/nowhere/" + name + "/summary.json",
          .name = name,
          .program = program,
          .version = "0",
          .entries = std::move(entries),
          .mole_fractions = {{"A", 0.5}, {"B", 0.5}}};
}

void add_soret(std::vector<SummaryEntry>& entries, const std::string& ending, const Estimate& of_first)
{
  entries.push_back({"soret_coefficient" + ending, "A", "k_B/epsilon", of_first});
  entries.push_back({"soret_coefficient" + ending, "B", "k_B/epsilon", {-of_first.value, of_first.standard_error}});
}

RunSummary gradient(const std::string& name, const Estimate& soret)
{
  std::vector<SummaryEntry> entries{{"local_mole_fraction", "A", "", {0.497, 0.002}},
                                    {"local_temperature", "", "epsilon/k_B", {0.601, 0.001}}};
  add_soret(entries, "", soret);
  return run_of(name, "soret-nemd", std::move(entries));
}

/// A run with S_T Gamma and some factors, and the Soret coefficients that it makes of them.
RunSummary equilibrium(const std::string& name, const Estimate& product,
                       const std::vector<std::pair<std::string, Estimate>>& factors)
{
  std::vector<SummaryEntry> entries;
  add_soret(entries, "_times_thermodynamic_factor", product);
  for (const auto& [ending, factor] : factors) {
    const double value = product.value / factor.value;
    entries.push_back({"thermodynamic_factor" + ending, "", "", factor});
    add_soret(entries, ending,
              {value, std::abs(value) * std::hypot(product.relative_error(), factor.relative_error())});
  }
  return run_of(name, "soret-emd", std::move(entries));
}

RunSummary open_mixture(const std::string& name, const Estimate& factor, double fraction = 0.5)
{
  RunSummary run = run_of(name, "soret-gcmc",
                          {{"thermodynamic_factor", "", "", factor},
                           {"thermodynamic_factor_excess", "", "", {factor.value - 1.0, factor.standard_error}},
                           {"mole_fraction", "A", "", {fraction, 0.001}},
                           {"pressure", "", "epsilon/sigma^3", {0.46, 0.02}}});
  run.mole_fractions = {{"A", fraction}, {"B", 1.0 - fraction}};
  return run;
}

/// S_T Gamma = 6 ± 0.3, Gamma = 2 ± 0.06 and 2.4 ± 0.08.
RunSummary two_factors() { return equilibrium("e", {6.0, 0.3}, {{"", {2.0, 0.06}}, {"_from_modes", {2.4, 0.08}}}); }

SoretRoutes routes_among(const std::vector<RunSummary>& runs) { return routes_of(compare(runs, 0)); }

std::vector<std::string> names_of(const SoretRoutes& routes)
{
  std::vector<std::string> names;
  for (const SoretRoute& route : routes.routes) {
    names.push_back(route.name);
  }
  return names;
}

}  // namespace

TEST_CASE("routes of all kinds, with their values, errors and differences")
{
  const SoretRoutes found = routes_among({two_factors(), open_mixture("o", {1.5, 0.06}), gradient("g", {3.2, 0.1})});
  CHECK(found.species == "A");
  CHECK(found.unit == "k_B/epsilon");
  REQUIRE(names_of(found) == std::vector<std::string>{"temperature gradient", "Γ from distribution functions",
                                                      "Γ from structure factors", "Γ from number fluctuations"});
  const SoretRoute& measured = found.routes[0];
  CHECK(measured.run == 2);
  CHECK(measured.soret.value == 3.2);
  CHECK(!measured.factor);
  CHECK(!measured.factor_shift);
  const SoretRoute& own = found.routes[1];
  CHECK(std::pair{own.run, own.factor_run} == std::pair<std::size_t, std::size_t>{0, 0});
  CHECK(own.factor->value == 2.0);
  CHECK(own.soret.value == 3.0);
  CHECK(*own.difference == doctest::Approx(-0.2 / std::hypot(0.1, 3.0 * std::hypot(0.05, 0.03))));
  CHECK(*own.factor_shift == 0.0);
  const SoretRoute& modes = found.routes[2];
  CHECK(modes.factor_name == "thermodynamic_factor_from_modes");
  CHECK(*modes.factor_shift == doctest::Approx(0.4 / 0.1));  // 0.06² + 0.08² = 0.1²
  const SoretRoute& open = found.routes[3];
  CHECK(std::pair{open.run, open.factor_run} == std::pair<std::size_t, std::size_t>{0, 1});
  CHECK(open.soret.value == doctest::Approx(4.0));
  CHECK(open.soret.standard_error == doctest::Approx(4.0 * std::hypot(0.05, 0.04)).epsilon(1e-4));
  CHECK(*open.difference == doctest::Approx(0.8 / std::hypot(0.1, 4.0 * std::hypot(0.05, 0.04))).epsilon(1e-4));
  CHECK(*open.factor_shift == doctest::Approx(-0.5 / std::hypot(0.06, 0.06)));
}

TEST_CASE("routes that share a measurement differ by the rest alone")
{
  // The same S_T Gamma: Gamma of 2 and 2.4, four errors apart; S_T falls where Gamma rises.
  SoretRoutes found = routes_among({two_factors(), open_mixture("o", {1.5, 0.06})});
  CHECK(*found.routes[0].difference == 0.0);
  CHECK(*found.routes[1].difference == doctest::Approx(-4.0));
  CHECK(*found.routes[2].difference == doctest::Approx(0.5 / std::hypot(0.06, 0.06)));
  // A negative S_T falls where Gamma falls.
  found = routes_among({equilibrium("e", {-6.0, 0.3}, {{"", {2.0, 0.06}}}), open_mixture("o", {1.5, 0.08})});
  CHECK(*found.routes[1].difference == doctest::Approx(-5.0));
  CHECK(*found.routes[1].factor_shift == doctest::Approx(-5.0));
  // The same Gamma: S_T Gamma of 6 and 7, two errors apart.
  found =
      routes_among({equilibrium("e", {6.0, 0.3}, {}), equilibrium("f", {7.0, 0.4}, {}), open_mixture("o", {1.5, 0.5})});
  REQUIRE(found.routes.size() == 2);
  CHECK(*found.routes[1].difference == doctest::Approx(2.0));
  CHECK(*found.routes[1].factor_shift == 0.0);
  // Another run and another Gamma: nothing is shared.
  found = routes_among({equilibrium("e", {6.0, 0.3}, {{"", {2.0, 0.06}}}), equilibrium("f", {8.0, 0.4}, {}),
                        open_mixture("o", {2.0, 0.08})});
  REQUIRE(found.routes.size() == 3);
  CHECK(found.routes[2].run == 1);
  CHECK(*found.routes[2].difference ==
        doctest::Approx(1.0 / std::hypot(3.0 * std::hypot(0.05, 0.03), 4.0 * std::hypot(0.05, 0.04))).epsilon(1e-3));
}

TEST_CASE("a factor goes with the products of others only if its run has no Soret coefficient of its own")
{
  const SoretRoutes found =
      routes_among({two_factors(), equilibrium("f", {6.6, 0.3}, {{"_from_exchange", {2.2, 0.1}}})});
  CHECK(names_of(found) ==
        std::vector<std::string>{"Γ from distribution functions", "Γ from structure factors", "Γ from exchanges"});
  RunSummary without_transport = run_of("s", "soret-emd",
                                        {{"thermodynamic_factor_from_insertion", "", "", {2.1, 0.1}},
                                         {"thermodynamic_factor_by_potential", "A", "", {2.1, 0.1}},
                                         {"thermodynamic_factor_from_some_thing", "", "", {2.1, 0.1}},
                                         {"thermodynamic_factor_first_order", "", "", {2.0, 0.1}}});
  CHECK(names_of(routes_among({equilibrium("e", {6.0, 0.3}, {}), without_transport})) ==
        std::vector<std::string>{"Γ from chemical potentials", "Γ from some thing"});
}

TEST_CASE("no routes of different states, of other quantities, or of one quantity of several runs")
{
  const RunSummary open = open_mixture("o", {1.5, 0.06});
  CHECK(routes_among({two_factors(), open_mixture("o", {1.5, 0.06}, 0.52)}).routes.empty());
  CHECK(routes_among({two_factors(), open_mixture("o", {1.5, 0.06}, 0.505)}).routes.size() == 3);
  RunSummary hot = open;
  hot.entries.back().estimate.value = 0.62;
  CHECK(routes_among({two_factors(), hot}).routes.empty());
  CHECK(routes_among({gradient("g", {3.2, 0.1}), gradient("h", {3.1, 0.1})}).routes.empty());
  CHECK(routes_among({open, open_mixture("p", {1.5, 0.06})}).routes.empty());
  CHECK(routes_of(compare({two_factors(), open}, 0, {"mean_temperature"})).routes.empty());
  CHECK(
      routes_of(compare({two_factors(), gradient("g", {3.2, 0.1}), open}, 0, {"soret_coefficient.A"})).routes.size() ==
      4);
}

TEST_CASE("what keeps runs from a table of routes is said, with its numbers")
{
  const auto obstacle = [](const RunSummary& other) { return routes_among({two_factors(), other}).obstacle; };
  const auto at = [](const Estimate& temperature) {
    RunSummary run = open_mixture("o", {1.5, 0.06});
    run.entries.back().estimate = temperature;
    return run;
  };
  CHECK(obstacle(at({0.62, 0.001})) ==
        "the temperatures 0.6 and 0.62 of runs 1 and 2 differ by 3.2 %, allowed is 1 % or two standard errors");
  CHECK(obstacle(at({0.62, infinite})) == obstacle(at({0.62, 0.001})));  // an unknown error is no excuse
  CHECK(!obstacle(at({0.62, 0.0098})).empty());
  CHECK(obstacle(at({0.62, 0.0102})).empty());
  CHECK(routes_among({two_factors(), at({0.62, 0.0102})}).routes.size() == 3);
  RunSummary rich = open_mixture("o", {1.5, 0.06}, 0.52);
  CHECK(obstacle(rich) ==
        "the mole fractions of A 0.5 and 0.52 of runs 1 and 2 differ by 0.02, allowed is 0.01 or two standard errors");
  for (SummaryEntry& entry : rich.entries) {
    entry.estimate.standard_error = entry.name == "mole_fraction" ? 0.011 : entry.estimate.standard_error;
  }
  CHECK(obstacle(rich).empty());
  // The stage transport counts, and a missing table that nobody would have expected needs no word.
  RunSummary tuned = at({0.62, 0.001});
  tuned.entries.push_back({"temperature_of_transport", "", "epsilon/k_B", {0.601, 0.001}});
  CHECK(obstacle(tuned).empty());
  CHECK(routes_among({open_mixture("p", {1.5, 0.06}), at({0.62, 0.001})}).obstacle.empty());
  const Comparison hot = compare({two_factors(), at({0.62, 0.001})}, 0);
  CHECK(holds(comparison_text(hot), "\nNo table of routes: the temperatures 0.6 and 0.62 of runs 1 and 2 differ"));
  CHECK(holds(nlohmann::json::parse(comparison_json(hot))["obstacle_to_routes"], "the temperatures 0.6 and"));
  CHECK(holds(comparison_report(hot).html(), "No table of routes: the temperatures"));
}

TEST_CASE("values that are unknown are left out, unknown errors are not judged")
{
  SoretRoutes found = routes_among(
      {two_factors(), open_mixture("o", {std::nan(""), infinite}), gradient("g", {std::nan(""), infinite})});
  CHECK(names_of(found) == std::vector<std::string>{"Γ from distribution functions", "Γ from structure factors"});
  found = routes_among({two_factors(), open_mixture("o", {1.5, infinite})});
  REQUIRE(found.routes.size() == 3);
  CHECK(std::isinf(found.routes[2].soret.standard_error));
  CHECK(!found.routes[2].difference);
  CHECK(!found.routes[2].factor_shift);
  CHECK(holds(routes_text(found), "  4 ± unknown "));
}

TEST_CASE("the states of the runs stand beside the routes")
{
  const SoretRoutes found =
      routes_among({two_factors(), gradient("g", {3.2, 0.1}), open_mixture("o", {1.5, 0.06}, 0.505)});
  REQUIRE(found.states.size() == 3);
  CHECK(found.states[0].mole_fraction->value == 0.5);
  CHECK(found.states[0].mole_fraction->standard_error == 0.0);
  CHECK(!found.states[0].pressure);
  CHECK(found.states[1].mole_fraction->value == 0.497);  // at the window's centre
  CHECK(found.states[1].temperature->value == 0.601);
  CHECK(found.states[2].mole_fraction->value == 0.505);
  CHECK(found.states[2].mole_fraction->standard_error == 0.001);
  CHECK(found.states[2].pressure->value == 0.46);
}

TEST_CASE("routes in text, JSON and page, and nothing without them")
{
  if (!test_world().is_root()) {
    return;
  }
  const Comparison comparison = compare({two_factors(), open_mixture("o", {1.5, 0.06}), gradient("g", {3.2, 0.1})}, 0);
  const std::string text = comparison_text(comparison);
  CHECK(holds(text,
              "\n4: Γ from number fluctuations     1, Γ of 2  1.500 ± 0.060  4.00 ± 0.26          +2.9 *       "
              "-5.9 **\n"));
  CHECK(holds(text, "Routes 2, 3, 4 have the Onsager coefficients and enthalpies of run 1 in common"));
  CHECK(holds(text, "from the same configurations"));
  const auto json = nlohmann::json::parse(comparison_json(comparison));
  REQUIRE(json["routes"].size() == 4);
  CHECK(json["routes"][0]["thermodynamic_factor"].is_null());
  CHECK(json["routes"][0]["run"] == 3);
  CHECK(json["routes"][3]["factor_run"] == 2);
  CHECK(json["routes"][3]["soret_coefficient_times_thermodynamic_factor"]["value"] == 6.0);
  CHECK(json["route_states"][1]["pressure"]["value"] == 0.46);
  const std::string page = comparison_report(comparison).html();
  CHECK(holds(page, "Routes to the Soret coefficient of A"));
  CHECK(holds(page, "<h3>Soret coefficient by route</h3>"));
  CHECK(holds(page, "<h3>Thermodynamic factor by route</h3>"));
  CHECK(!holds(page, "No picture"));
  const Comparison none = compare({gradient("g", {3.2, 0.1}), gradient("h", {3.1, 0.1})}, 0);
  CHECK(!holds(comparison_text(none), "route"));
  CHECK(nlohmann::json::parse(comparison_json(none))["routes"].empty());
  CHECK(!holds(comparison_report(none).html(), "oute"));
}

TEST_CASE("the composition that an open mixture found is that of its run")
{
  const TemporaryDirectory directory;
  if (!test_world().is_root()) {
    return;
  }
  Summary summary{{.program = "soret-gcmc", .version = "1.2"}};
  summary.add("mole_fraction", "A", {0.3, 0.01}, "");
  summary.add("mole_fraction", "B", {0.7, 0.01}, "");
  summary.write(directory.path());
  using Fractions = std::vector<std::pair<std::string, double>>;
  CHECK(read_summary(directory.path()).mole_fractions == Fractions{{"A", 0.3}, {"B", 0.7}});
}
