/// Summaries read back, aligned and compared; the comparison as text, JSON and page.
#include "temporary_directory.hpp"

#include <soret/core/error.hpp>
#include <soret/output/comparison_report.hpp>
#include <soret/output/output_directory.hpp>
#include <soret/output/summary.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

using namespace soret;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t count_of(const std::string& text, const std::string& part)
{
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

/// What the InputError of `action` says; empty without one.
std::string refusal(const std::function<void()>& action)
{
  try {
    action();
  }
  catch (const InputError& error) {
    return error.what();
  }
  return "";
}

/// A summary that never was a file.
RunSummary run_of(const std::string& name, std::vector<SummaryEntry> entries, const std::string& program = "soret-emd")
{
  return {.file = "/nowhere/" + name + "/summary.json",
          .name = name,
          .program = program,
          .version = "0",
          .entries = std::move(entries)};
}

/// Two runs with one quantity.
Comparison comparison_of(const Estimate& reference, const Estimate& other)
{
  return compare({run_of("a", {{"q", "", "tau", reference}}), run_of("b", {{"q", "", "tau", other}})}, 0);
}

std::string row_of(const std::string& text, const std::string& start)
{
  const std::size_t at = text.find("\n" + start);
  return at == std::string::npos ? "" : text.substr(at + 1, text.find('\n', at + 1) - at - 1);
}

}  // namespace

TEST_CASE("what Summary writes is read back exactly, nulls as unknown")
{
  const TemporaryDirectory directory;
  if (!test_world().is_root()) {
    return;
  }
  Summary summary{{.program = "soret-nemd", .version = "1.2", .complete = false, .warnings = {"a", "b"}}};
  summary.add("pressure", {1.0 / 3.0, 2e-17}, "epsilon/sigma^3");
  summary.add("soret_coefficient", "value", {-0.1, infinite}, "k_B/epsilon");  // a species of an unlucky name
  summary.add("soret_coefficient", "B", {not_a_number, 0.1}, "k_B/epsilon");
  summary.write(directory.path());
  for (const auto& place : {directory.path(), directory / summary_name, directory.path() / ""}) {
    const RunSummary read = read_summary(place);
    CHECK(read.program == "soret-nemd");
    CHECK(read.version == "1.2");
    CHECK_FALSE(read.complete);
    CHECK(read.name == directory.path().filename().string());
    REQUIRE(read.entries.size() == 3);
    REQUIRE(read.find("pressure") != nullptr);
    CHECK(read.find("pressure")->estimate.value == 1.0 / 3.0);
    CHECK(read.find("pressure")->estimate.standard_error == 2e-17);
    CHECK(read.find("pressure")->unit == "epsilon/sigma^3");
    CHECK(read.find("soret_coefficient", "value")->estimate.value == -0.1);
    CHECK(read.find("soret_coefficient", "value")->estimate.standard_error == infinite);
    CHECK(std::isnan(read.find("soret_coefficient", "B")->estimate.value));
    CHECK(read.find("soret_coefficient") == nullptr);
  }
}

TEST_CASE("what is no summary is refused by its path")
{
  const TemporaryDirectory directory;
  if (!test_world().is_root()) {
    return;
  }
  const std::map<std::string, std::pair<std::string, std::string>> broken{
      {"empty.json", {"", "is not JSON"}},
      {"cut.json", {R"({"program": "soret-nemd", "pressure": {"value": 1.0)", "is not JSON"}},
      {"list.json", {"[1, 2]", "not the summary of a run"}},
      {"foreign.json", {R"({"name": "a"})", "not the summary of a run"}},
      {"huge.json", {R"({"program": "p", "q": {"value": 1e999, "standard_error": 1, "unit": ""}})", "is not JSON"}},
      {"text.json",
       {R"({"program": "p", "q": {"value": "1", "standard_error": 1, "unit": ""}})", "'q' is no estimate"}},
      {"unitless.json", {R"({"program": "p", "q": {"A": {"value": 1, "standard_error": 1}}})", "'q' is no estimate"}},
      {"negative.json", {R"({"program": "p", "q": {"value": 1, "standard_error": -1, "unit": ""}})", "is -1"}}};
  for (const auto& [name, content_and_reason] : broken) {
    CAPTURE(name);
    write_content(directory / name, content_and_reason.first);
    const std::string message = refusal([&] { read_summary(directory / name); });
    CHECK(holds(message, (directory / name).string()));
    CHECK(holds(message, content_and_reason.second));
  }
  const std::string absent = (directory / "absent").string();
  CHECK(holds(refusal([&] { read_summary(absent); }), "'" + absent + "': No such file or directory"));
  CHECK(
      holds(refusal([&] { read_summary(directory.path()); }), "'" + directory.path().string() + "' holds no summary"));
  std::filesystem::create_directory(directory / summary_name);
  CHECK(holds(refusal([&] { read_summary(directory.path()); }), "cannot read '" + (directory / summary_name).string()));
}

TEST_CASE("differences in combined standard errors and their marks")
{
  struct Case {
    Estimate a;
    Estimate b;
    double expected;  // NaN: unknown
    std::string mark;
  };
  const std::vector<Case> cases{{{5.0, 3.0}, {0.0, 4.0}, 1.0, ""},
                                {{0.0, 4.0}, {5.0, 3.0}, -1.0, ""},
                                {{10.0, 3.0}, {0.0, 4.0}, 2.0, ""},  // 2 is not beyond 2
                                {{10.5, 3.0}, {0.0, 4.0}, 2.1, "*"},
                                {{-15.0, 3.0}, {0.0, 4.0}, -3.0, "*"},
                                {{-15.5, 3.0}, {0.0, 4.0}, -3.1, "**"},
                                {{2.0, 0.0}, {1.0, 0.25}, 4.0, "**"},  // one was imposed
                                {{2.0, 0.0}, {2.0, 0.0}, 0.0, ""},
                                {{0.75, 1e-16}, {0.75 + 2e-16, 0.0}, 0.0, ""},  // imposed, up to rounding
                                {{0.0, 0.0}, {0.0, 0.0}, 0.0, ""},
                                {{0.75, 1e-16}, {0.8, 1e-16}, -infinite, "**"},
                                {{1e-14, 1e-15}, {0.0, 0.0}, 10.0, "**"},  // small is not imposed
                                {{1.0, infinite}, {2.0, 0.1}, not_a_number, ""},
                                {{1.0, 0.1}, {not_a_number, 0.1}, not_a_number, ""}};
  for (const Case& one : cases) {
    CAPTURE(one.a);
    CAPTURE(one.b);
    const std::optional<double> found = difference_in_errors(one.a, one.b);
    REQUIRE(found.has_value() == !std::isnan(one.expected));
    if (found) {
      CHECK((*found == one.expected || *found == doctest::Approx(one.expected).epsilon(1e-12)));
      CHECK(significance_mark(*found) == one.mark);
    }
  }
}

TEST_CASE("runs are aligned by quantity and species; what only one run has is left out")
{
  const Comparison compared = compare(
      {run_of("a",
              {{"soret", "A", "u", {1.0, 0.1}}, {"only_a", "", "u", {1.0, 0.1}}, {"density", "", "v", {1.0, 0.1}}}),
       run_of("b",
              {{"density", "", "v", {2.0, 0.1}}, {"soret", "B", "u", {3.0, 0.1}}, {"soret", "A", "u", {4.0, 0.1}}}),
       run_of("c", {{"soret", "B", "u", {5.0, 0.1}}})},
      1);
  REQUIRE(compared.quantities.size() == 3);
  const ComparedQuantity& first = compared.quantities[0];
  const ComparedQuantity& second = compared.quantities[1];
  CHECK(first.full_name() == "soret.A");
  CHECK(second.full_name() == "soret.B");  // beside the other species, although met after the density
  CHECK(compared.quantities[2].full_name() == "density");
  CHECK(first.values[0]->value == 1.0);
  CHECK(first.values[1]->value == 4.0);
  CHECK(!first.values[2]);
  CHECK(first.differences[0] == doctest::Approx(-3.0 / std::hypot(0.1, 0.1)));
  CHECK(first.differences[1] == 0.0);
  CHECK(!first.differences[2]);
  CHECK(!second.values[0]);
  CHECK(second.differences[2] == doctest::Approx(2.0 / std::hypot(0.1, 0.1)));
}

TEST_CASE("quantities are chosen by name or by name and species")
{
  const auto runs = [] {
    std::vector<RunSummary> both;
    for (const char* name : {"a", "b"}) {
      both.push_back(
          run_of(name, {{"soret", "A", "", {1, 1}}, {"soret", "B", "", {1, 1}}, {"density", "", "", {1, 1}}}));
    }
    return both;
  };
  const std::map<std::vector<std::string>, std::vector<std::string>> cases{
      {{}, {"soret.A", "soret.B", "density"}},
      {{"soret"}, {"soret.A", "soret.B"}},
      {{"density", "soret.B"}, {"soret.B", "density"}}};
  for (const auto& [chosen, expected] : cases) {
    std::vector<std::string> found;
    for (const ComparedQuantity& quantity : compare(runs(), 0, chosen).quantities) {
      found.push_back(quantity.full_name());
    }
    CHECK(found == expected);
  }
  CHECK(refusal([&] {
          compare(runs(), 0, {"density", "sorret"});
        }) == "no two of the runs have a quantity 'sorret'; at least two have: soret, density");
}

TEST_CASE("means leave out what is unknown or imposed")
{
  struct Case {
    std::vector<Estimate> values;
    std::size_t averaged;
    double mean;
    double error;
    double chi_squared;
  };
  // weights 1 and 1/4: mean (1 + 6/4) / (5/4) = 2, error sqrt(4/5), chi² = 1 + 16/4 = 5
  const std::vector<Case> cases{{{{1.0, 1.0}, {6.0, 2.0}}, 2, 2.0, std::sqrt(0.8), 5.0},
                                {{{1.0, 1.0}, {50.0, infinite}, {6.0, 2.0}}, 2, 2.0, std::sqrt(0.8), 5.0},
                                {{{7.0, 0.0}, {1.0, 1.0}, {6.0, 2.0}}, 2, 2.0, std::sqrt(0.8), 5.0},
                                {{{1.0, 1.0}, {not_a_number, 1.0}}, 0, 0.0, 0.0, 0.0},
                                {{{1.0, 1.0}, {1.0, 1e-16}}, 0, 0.0, 0.0, 0.0}};
  for (const Case& one : cases) {
    std::vector<RunSummary> runs;
    for (const Estimate& value : one.values) {
      runs.push_back(run_of("run" + std::to_string(runs.size()), {{"q", "", "", value}}));
    }
    const ComparedQuantity quantity = compare(runs, 0).quantities.at(0);
    CHECK(quantity.averaged == one.averaged);
    REQUIRE(quantity.mean.has_value() == (one.averaged > 0));
    if (quantity.mean) {
      CHECK(quantity.mean->estimate.value == doctest::Approx(one.mean));
      CHECK(quantity.mean->estimate.standard_error == doctest::Approx(one.error));
      CHECK(quantity.mean->chi_squared == doctest::Approx(one.chi_squared));
    }
  }
}

TEST_CASE("what cannot be compared is refused")
{
  const auto run = [](const std::string& name, const std::string& quantity, const std::string& unit) {
    return run_of(name, {{quantity, "A", unit, {1.0, 0.1}}, {"fine", "", "", {1.0, 0.1}}});
  };
  CHECK(refusal([&] {
          compare({run("a", "q", "tau"), run("b", "q", "ps")}, 0);
        }) ==
        "q.A has the unit 'tau' in '/nowhere/a/summary.json', but 'ps' in '/nowhere/b/summary.json': they cannot be "
        "compared");
  CHECK(refusal([&] { compare({run("a", "q", "tau"), run("b", "q", "ps")}, 0, {"fine"}); }).empty());
  CHECK(holds(refusal([&] { compare({run("a", "q", ""), run("b", "q", ""), run("a", "q", "")}, 0); }), "given twice"));
  CHECK(holds(refusal([&] { compare({run("a", "q", "")}, 0); }), "at least two"));
  CHECK(holds(refusal([&] { compare({run("a", "q", ""), run("b", "q", "")}, 2); }), "number 3"));
  CHECK(holds(refusal([&] {
                compare({run_of("a", {{"p", "", "", {}}}), run_of("b", {{"q", "", "", {}}})}, 0);
              }),
              "nothing to compare"));
}

TEST_CASE("a series of compositions is no run")
{
  const auto run = [](const std::string& name, const std::string& of) {
    return run_of(name, {{"density", of, "", {1.0, 0.1}}, {"fine", "", "", {1.0, 0.1}}});
  };
  CHECK(refusal([&] {
          compare({run("series", "x=0.2"), run("a", "")}, 0);
        }) == "'/nowhere/series' is a series of compositions; give /nowhere/series/x-*");
  CHECK(compare({run("series", "x=0.2"), run("other", "x=0.2")}, 0).quantities.size() == 2);
}

TEST_CASE("labels are told apart by program, or by path")
{
  const std::vector<SummaryEntry> entries{{"q", "", "", {1.0, 0.1}}};
  std::vector<RunSummary> runs{run_of("a", entries, "soret-nemd"), run_of("a", entries, "soret-emd"),
                               run_of("c", entries), run_of("c", entries)};
  runs[1].file = "/elsewhere/a/summary.json";
  runs[3].file = "/elsewhere/c/summary.json";
  CHECK(compare(runs, 0).labels == std::vector<std::string>{"a (soret-nemd)", "a (soret-emd)", "/nowhere/c (soret-emd)",
                                                            "/elsewhere/c (soret-emd)"});
}

TEST_CASE("states differ where compositions or temperatures do")
{
  const auto run = [](const std::string& name, double temperature, double local_fraction,
                      std::vector<std::pair<std::string, double>> fractions) {
    RunSummary summary = run_of(name, {{"mean_temperature", "", "epsilon/k_B", {temperature, 0.001}},
                                       {"local_mole_fraction", "A", "", {local_fraction, 0.01}}});
    summary.mole_fractions = std::move(fractions);
    return summary;
  };
  using Fractions = std::vector<std::pair<std::string, double>>;
  const Fractions half{{"A", 0.5}, {"B", 0.5}};
  const Fractions mirrored{{"B", 0.5}, {"A", 0.5}};
  const Fractions fifth{{"B", 0.8}, {"A", 0.2}};
  CHECK(compare({run("a", 0.85, 0.47, half), run("b", 0.855, 0.53, mirrored)}, 0).states.empty());
  const std::vector<DifferingState> states = compare({run("a", 0.85, 0.5, half), run("b", 0.9, 0.5, fifth)}, 0).states;
  REQUIRE(states.size() == 2);
  CHECK(states[0].name == "mole fraction of A");
  CHECK(states[0].values == std::vector<std::optional<double>>{0.5, 0.2});
  CHECK(states[1].name == "temperature");
  CHECK(states[1].unit == "epsilon/k_B");
  CHECK(states[1].values == std::vector<std::optional<double>>{0.85, 0.9});
  // without a configuration what was measured counts
  const std::vector<DifferingState> measured = compare({run("a", 0.85, 0.5, half), run("b", 0.85, 0.3, {})}, 0).states;
  REQUIRE(measured.size() == 1);
  CHECK(measured[0].values == std::vector<std::optional<double>>{0.5, 0.3});
  // in a gradient the temperature of the window counts
  RunSummary gradient = run("g", 0.83, 0.5, half);
  gradient.entries.push_back({"local_temperature", "", "epsilon/k_B", {0.85, 0.001}});
  CHECK(compare({run("a", 0.85, 0.5, half), gradient}, 0).states.empty());
  gradient.entries.back().estimate.value = 0.9;
  CHECK(compare({run("a", 0.83, 0.5, half), gradient}, 0).states.size() == 1);
}

TEST_CASE("the table in words")
{
  const std::string text = comparison_text(compare(
      {run_of("a", {{"q", "A", "tau", {1.0, 0.1}}, {"p", "", "", {0.75, 0.0}}, {"r", "", "", {1.0, infinite}}}),
       run_of("b", {{"q", "A", "tau", {1.3, 0.1}}, {"p", "", "", {0.8, 0.0}}, {"r", "", "", {not_a_number, 1.0}}}),
       run_of("c", {{"q", "A", "tau", {1.5, 0.1}}})},
      0));
  CHECK(text.starts_with("quantity  unit  1: a (soret-emd)  2: b (soret-emd)  3: c (soret-emd)  2 − 1 "));
  // mean (1 + 1.3 + 1.5) / 3, chi² = 100 (0.267² + 0.033² + 0.233²) = 12.7
  CHECK(row_of(text, "q.A") ==
        "q.A       tau   1.00 ± 0.10       1.30 ± 0.10       1.50 ± 0.10       +2.1 *        +3.5 **  1.267 ± 0.058  "
        "12.7 (2)");
  CHECK(
      row_of(text, "p ") ==
      "p               0.75 (exact)      0.8 (exact)       –                 not equal **  –        –              –");
  CHECK(
      row_of(text, "r ") ==
      "r               1 ± unknown       unknown           –                 unknown       –        –              –");
  CHECK(!holds(text, "The runs differ in"));
  CHECK(!holds(text, "in common"));
}

TEST_CASE("the comparison for scripts")
{
  const TemporaryDirectory directory;
  if (!test_world().is_root()) {
    return;
  }
  write_comparison_json(comparison_of({1.0, 3.0}, {6.0, 4.0}), directory / "c.json");
  const std::string json = file_content(directory / "c.json");
  CHECK(holds(json, R"~("reference": "a (soret-emd)")~"));
  CHECK(holds(json, R"("degrees_of_freedom": 1)"));
  const std::string unknown = comparison_json(comparison_of({1.0, infinite}, {6.0, 4.0}));
  CHECK(holds(unknown, R"("standard_error": null)"));
  CHECK(holds(unknown, R"("weighted_mean": null)"));
}

TEST_CASE("the page has a picture of each quantity over the runs and against each differing state")
{
  if (!test_world().is_root()) {
    return;
  }
  std::vector<RunSummary> runs;
  for (int i = 0; i < 3; ++i) {
    runs.push_back(run_of("<run_" + std::to_string(i) + ">", {{"soret_coefficient", "A", "k_B/epsilon", {1.0 + i, 0.1}},
                                                              {"pressure", "", "epsilon/sigma^3", {1.0, 0.1}},
                                                              {"lost", "", "", {not_a_number, infinite}}}));
  }
  const std::string same = comparison_report(compare(runs, 0)).html();
  CHECK(count_of(same, "<figure>") == 2);  // nothing is known of the lost one
  CHECK(holds(same, "2 of 4 differences are beyond 2 combined standard errors, 2 of them beyond 3"));
  CHECK(holds(same, "<td>soret coefficient, A</td><td>k<sub>B</sub>/ε</td><td>1.00 ± 0.10</td>"));
  CHECK(holds(same, "1: &lt;run_0&gt; (soret-emd)"));
  CHECK(!holds(same, "<run_"));
  CHECK(count_of(same, "src=") == 0);
  CHECK(holds(same, "Runs 1 and 2 have pressure in common to the last digit: they share samples"));
  runs[1].mole_fractions = {{"A", 0.2}};
  runs[2].mole_fractions = {{"A", 0.4}};
  const std::string different = comparison_report(compare(runs, 0)).html();
  CHECK(count_of(different, "<figure>") == 4);
  CHECK(holds(different, "The runs differ in mole fraction of A (unknown, 0.2, 0.4)"));
  CHECK(holds(different, "The runs differ in mole fraction of A: what depends on it differs too"));
  runs[0].mole_fractions = {{"A", 0.5}};
  CHECK(count_of(comparison_report(compare(runs, 0)).html(), "<figure>") == 2);  // not over the runs as well
  if (std::system("gnuplot --version > /dev/null 2>&1") == 0) {
    CHECK(count_of(different, "<svg") == 4);
    CHECK(!holds(different, "No picture"));
  }
}

TEST_CASE("the page has no picture of what was given, and against the length of boxes only if nothing else differs")
{
  if (!test_world().is_root()) {
    return;
  }
  using Counts = std::array<std::size_t, 3>;  // against temperature, box of transport, box of structure
  const auto figures_of = [](std::vector<double> temperatures, std::vector<double> lengths, double length_ratio) {
    std::vector<RunSummary> runs;
    for (std::size_t k = 0; k < lengths.size(); ++k) {
      const double structure = (k == 0 ? 1.0 : length_ratio) * lengths[k];
      runs.push_back(
          run_of("run_" + std::to_string(k),
                 {{"temperature_of_transport", "", "epsilon/k_B", {temperatures[k], 1e-9}},
                  {"box_length_of_transport", "", "sigma", {lengths[k], 0.0}},
                  {"box_length_of_structure", "", "sigma", {structure, 0.0}},
                  {"density", "", "sigma^-3", {0.8, 0.0}},
                  {"shear_viscosity", "A", "epsilon tau/sigma^3", {2.0, 0.1 + 0.01 * static_cast<double>(k)}},
                  {"lost", "", "", {k == 0 ? 1.0 : not_a_number, 0.1}}}));
    }
    const std::string page = comparison_report(compare(runs, 0)).html();
    CHECK_FALSE(holds(page, "<h3>density</h3>"));
    CHECK_FALSE(holds(page, "<h3>lost</h3>"));
    CHECK(holds(page, "<h3>shear viscosity, A</h3>"));
    return Counts{count_of(page, "Against the temperature"), count_of(page, "Against the box length of transport"),
                  count_of(page, "Against the box length of structure")};
  };
  // Two pictures: of the viscosity and of the temperature itself, whose error is known.
  CHECK(figures_of({1.0, 1.0, 1.0}, {8.0, 10.0, 12.0}, 1.0) == Counts{0, 2, 0});
  CHECK(figures_of({1.0, 1.0, 1.0}, {8.0, 10.0, 12.0}, 1.3) == Counts{0, 2, 2});
  CHECK(figures_of({1.0, 1.0, 1.2}, {8.0, 10.0, 12.0}, 1.3) == Counts{2, 0, 0});
}

TEST_CASE("results of the compared runs are never overwritten")
{
  const TemporaryDirectory directory;
  if (!test_world().is_root()) {
    return;
  }
  for (const char* name : {"a", "other"}) {
    std::filesystem::create_directory(directory / name);
    write_content(directory / name / report_name, "page");
  }
  write_content(directory / "a" / summary_name, R"({"program": "p"})");
  const std::vector<RunSummary> runs{read_summary(directory / "a")};
  const std::map<std::string, std::string> cases{{"a/report.html", "was written by a run"},
                                                 {"a/summary.json", "was written by a run"},
                                                 {"other/../a/report.html", "was written by a run"},
                                                 {"a/comparison.html", ""},
                                                 {"other/report.html", ""},
                                                 {"new.html", ""},
                                                 {"absent/new.html", "there is no directory"},
                                                 {"other", "is a directory"}};
  for (const auto& [file, reason] : cases) {
    CAPTURE(file);
    const std::string message = refusal([&] { require_new_file(directory / file, runs); });
    CHECK(message.empty() == reason.empty());
    CHECK(holds(message, reason));
    CHECK((reason.empty() || holds(message, file)));
  }
}
