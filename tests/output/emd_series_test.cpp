/// Results against composition: curves, means, pictures, tables.
#include "temporary_directory.hpp"
#include "test_session.hpp"

#include <soret/output/emd_series.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <map>
#include <sstream>
#include <string>
#include <vector>

using namespace soret;

namespace {

const Provenance provenance{.program = "soret-emd", .version = "0.1.0", .seed = Seed{1}, .configuration = ""};

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// S_T = -5 + 8 (x - 0.4)² of A, Gamma = 1 - 1.6 x (1 - x), and a ratio that is 2 but for the last composition.
std::vector<CompositionPoint> mixture_at(const std::vector<double>& fractions)
{
  std::vector<CompositionPoint> points;
  for (const double x : fractions) {
    const double soret = -5.0 + 8.0 * (x - 0.4) * (x - 0.4);
    points.push_back({x, {}});
    points.back().found.estimates = {
        {"soret_coefficient", "A", dimension::inverse_temperature, {soret, 0.05}},
        {"soret_coefficient", "B", dimension::inverse_temperature, {-soret, 0.05}},
        {"thermodynamic_factor", "", dimension::none, {1.0 - 1.6 * x * (1.0 - x), 0.01}},
        {"density", "", dimension::number_density, {0.8, 0.001}},
        {"onsager_ratio", "", dimension::energy, {x == fractions.back() ? 2.5 : 2.0, 0.1}}};
  }
  return points;
}

std::string fits_table(const std::vector<CompositionPoint>& points, const std::filesystem::path& file)
{
  write_series_fits(CompositionSeries{provenance, {"A", "B"}, points, {}}, file);
  std::ifstream stream{file};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

TEST_CASE("the table of a series of compositions has what any of them found")
{
  const auto estimate = [](const char* name, const char* of, double value) {
    return NamedEstimate{name, of, dimension::none, {value, 0.1}};
  };
  std::vector<CompositionPoint> points(2);
  points[0].mole_fraction = 0.2;
  points[0].found.estimates = {estimate("some_volume", "A", 1.0), estimate("some_number", "", 2.0)};
  points[1].mole_fraction = 0.7;
  points[1].found.estimates = {estimate("some_volume", "B", 3.0), estimate("some_volume", "A", 4.0),
                               estimate("never_named", "", 5.0)};
  const std::string page = emd_series_report(CompositionSeries{provenance, {"A", "B"}, points, {}}).html();
  const auto row = [](const std::string& quantity, const std::string& of, const std::string& first,
                      const std::string& second) {
    return "<tr><td>" + quantity + "</td><td>" + of + "</td><td></td><td>" + first + "</td><td>" + second +
           "</td></tr>\n";
  };
  CHECK(holds(page, row("some volume", "A", "1.00 ± 0.10", "4.00 ± 0.10") +
                        row("some volume", "B", "—", "3.00 ± 0.10") + row("some number", "", "2.00 ± 0.10", "—") +
                        row("never named", "", "—", "5.00 ± 0.10")));
}

TEST_CASE("a series of compositions shows excess coordination numbers of pairs in both orders")
{
  std::vector<CompositionPoint> points(1);
  points[0].mole_fraction = 0.5;
  for (const char* of : {"1-1", "1-2", "2-1", "2-2"}) {
    points[0].found.estimates.push_back({"excess_coordination_number", of, dimension::none, {1.0, 0.1}});
  }
  const std::string page = emd_series_report(CompositionSeries{provenance, {"1", "2"}, points, {}}).html();
  CHECK(holds(page, "<h3>Excess coordination numbers</h3>"));
}

TEST_CASE("a series of compositions says where Soret coefficient and thermodynamic factor are least")
{
  const TemporaryDirectory directory;
  if (!test_world().is_root()) {
    return;
  }
  const std::vector<CompositionPoint> points = mixture_at({0.1, 0.3, 0.5, 0.7, 0.9});
  const std::string table = fits_table(points, directory.path() / "series_fits.csv");
  CHECK(table.starts_with("quantity,of,fit,number,value,standard_error,unit,points,chi_squared,degrees_of_freedom\n"));
  std::map<std::string, std::vector<std::string>> rows;  // "soret_coefficient mean": all columns
  std::istringstream lines{table};
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> columns;
    std::istringstream cells{line};
    for (std::string cell; std::getline(cells, cell, ',');) {
      columns.push_back(cell);
    }
    REQUIRE(columns.size() == 10);
    rows[columns[0] + " " + columns[3]] = columns;
  }
  const auto number = [&](const std::string& row, std::size_t column) { return std::stod(rows.at(row)[column]); };
  CHECK(number("soret_coefficient mole_fraction_of_minimum", 4) == doctest::Approx(0.4));
  CHECK(number("soret_coefficient mole_fraction_of_minimum", 5) > 0.0);
  CHECK(number("soret_coefficient minimum", 4) == doctest::Approx(-5.0));
  CHECK(rows.at("soret_coefficient minimum")[6] == "k_B/epsilon");
  CHECK(number("soret_coefficient coefficient_1", 4) == doctest::Approx(-6.4));
  CHECK(number("soret_coefficient coefficient_3", 9) == 1.0);
  CHECK(number("thermodynamic_factor coefficient_0", 4) == doctest::Approx(-1.6));
  CHECK(number("thermodynamic_factor mole_fraction_of_minimum", 4) == doctest::Approx(0.5));
  CHECK(number("thermodynamic_factor minimum", 4) == doctest::Approx(0.6));
  // Four values at 2 and one at 2.5, five errors of 0.1: mean 2.1, chi² = 4 + 16.
  CHECK(number("onsager_ratio mean", 4) == doctest::Approx(2.1));
  CHECK(number("onsager_ratio mean", 5) == doctest::Approx(0.1 / std::sqrt(5.0)));
  CHECK(number("onsager_ratio mean", 8) == doctest::Approx(20.0));
  CHECK(number("onsager_ratio mean", 9) == 4.0);
  CHECK(rows.size() == 1 + 6 + 4 + 1);  // no curve through densities
  CHECK_FALSE(holds(table, "soret_coefficient,B"));
  const std::string page = emd_series_report(CompositionSeries{provenance, {"A", "B"}, points, {}}).html();
  CHECK(holds(page, "Line: cubic with 1 in pure fluids."));
  CHECK(holds(page, "<td>cubic</td><td>0.400 ± 0.0"));
  CHECK(holds(page, "<td>weighted mean</td><td>—</td><td>2.100 ± 0.045"));
}

TEST_CASE("four compositions and those without known errors have no curve")
{
  const TemporaryDirectory directory;
  if (!test_world().is_root()) {
    return;
  }
  std::vector<CompositionPoint> points = mixture_at({0.1, 0.3, 0.5, 0.7, 0.9});
  for (NamedEstimate& item : points[2].found.estimates) {
    item.estimate.standard_error = std::numeric_limits<double>::infinity();
  }
  const std::string table = fits_table(points, directory.path() / "series_fits.csv");
  CHECK_FALSE(holds(table, "cubic"));
  CHECK(holds(table, "onsager_ratio,,weighted mean,mean,2.125,0.05,"));
  const std::string page = emd_series_report(CompositionSeries{provenance, {"A", "B"}, points, {}}).html();
  CHECK_FALSE(holds(page, "Line: cubic"));
  CHECK(holds(page, "Line: weighted mean."));
}
