/// \file
/// Systems with softness as text and pictures.

#include "report_parts.hpp"
#include "text_columns.hpp"
#include "words.hpp"

#include <soret/output/figure.hpp>
#include <soret/output/softness_systems.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace soret {

namespace {

constexpr const char* absent = "–";

/// The barrier of a run; empty if it has none.
std::string barrier_cell(const SoftnessDynamics& dynamics, std::size_t run)
{
  const auto found = std::ranges::find(dynamics.runs, run);
  return found == dynamics.runs.end()
             ? absent
             : to_string(dynamics.points[static_cast<std::size_t>(found - dynamics.runs.begin())].barrier);
}

ReportTable points_table(const std::vector<SoftnessSystem>& systems)
{
  ReportTable table{{"system", "run", "T", "S", "1/S", "T ln tau_alpha", "ln tau_mfpt"}, {}};
  for (const SoftnessSystem& system : systems) {
    for (std::size_t k = 0; k < system.runs.size(); ++k) {
      const std::size_t run = system.runs[k];
      table.rows.push_back({system.name, fmt::format("{}", run + 1), fmt::format("{:.4g}", system.temperatures[k]),
                            to_string(system.softness[k]), fmt::format("{:.4g}", 1.0 / system.softness[k].value),
                            barrier_cell(system.relaxation, run), barrier_cell(system.first_passage, run)});
    }
  }
  return table;
}

std::string chi_text(double chi_squared, double degrees_of_freedom)
{
  return degrees_of_freedom > 0.0 ? fmt::format("{:.1f} ({:.0f} expected)", chi_squared, degrees_of_freedom)
                                  : "two points only";
}

void add_fit(ReportTable& table, const SoftnessSystem& system, const char* formula, const SoftnessDynamics& dynamics)
{
  if (dynamics.fit) {
    table.rows.push_back({system.name, formula, to_string(dynamics.fit->intercept), to_string(dynamics.fit->slope),
                          chi_text(dynamics.fit->chi_squared, dynamics.fit->degrees_of_freedom)});
  }
}

ReportTable fits_table(const std::vector<SoftnessSystem>& systems)
{
  ReportTable table{{"system", "line", "constant", "slope", "chi²"}, {}};
  for (const SoftnessSystem& system : systems) {
    if (system.line) {
      table.rows.push_back({system.name, "S = a_0 + a_1 T", to_string(system.line->value_at(0.0)),
                            to_string(system.line->slope_estimate()),
                            chi_text(system.line->chi_squared, system.line->degrees_of_freedom())});
    }
    add_fit(table, system, "T ln tau_alpha = C' + B'/S", system.relaxation);
    add_fit(table, system, "ln tau_mfpt = C + B/S", system.first_passage);
  }
  return table;
}

std::vector<double> inverse_softness(const SoftnessDynamics& dynamics)
{
  std::vector<double> values;
  for (const SoftnessPoint& point : dynamics.points) {
    values.push_back(1.0 / point.softness.value);
  }
  return values;
}

std::vector<Estimate> barriers(const SoftnessDynamics& dynamics)
{
  std::vector<Estimate> values;
  for (const SoftnessPoint& point : dynamics.points) {
    values.push_back(point.barrier);
  }
  return values;
}

Figure against_temperature(const std::vector<SoftnessSystem>& systems)
{
  Figure figure{axis_label("{/:Italic T}", dimension::temperature), axis_label("{/:Italic S}", Dimension{.length = 2})};
  double hottest = 0.0;
  for (std::size_t k = 0; k < systems.size(); ++k) {
    const SoftnessSystem& system = systems[k];
    figure.points(plain_text(system.name), ink(k), system.temperatures, system.softness);
    hottest = std::max(hottest, system.temperatures.back());
    if (system.line) {
      const std::vector<double> ends{0.0, system.temperatures.back()};
      figure.line("", ink(k), ends, std::vector{system.line->at(ends[0]), system.line->at(ends[1])});
    }
  }
  return figure.x_range(0.0, 1.05 * hottest);
}

Figure barriers_against_inverse(const std::vector<SoftnessSystem>& systems)
{
  Figure figure{axis_label("1/{/:Italic S}", Dimension{.length = -2}),
                axis_label("{/:Italic T} ln τ_{α}", dimension::energy)};
  for (std::size_t k = 0; k < systems.size(); ++k) {
    const SoftnessDynamics& dynamics = systems[k].relaxation;
    if (dynamics.points.empty()) {
      continue;
    }
    const std::vector<double> x = inverse_softness(dynamics);
    figure.points(plain_text(systems[k].name), ink(k), x, barriers(dynamics));
    if (dynamics.fit) {
      const auto [low, high] = std::ranges::minmax(x);
      const auto at = [&](double each) { return dynamics.fit->intercept.value + dynamics.fit->slope.value * each; };
      figure.line("", ink(k), std::vector{low, high}, std::vector{at(low), at(high)});
    }
  }
  return figure;
}

/// One of the two dynamics of a system.
using Dynamics = SoftnessDynamics SoftnessSystem::*;

/// Two points lie on their line whatever they are.
bool collapses(const SoftnessDynamics& dynamics)
{
  return dynamics.fit && dynamics.fit->has_slope() && dynamics.points.size() > 2;
}

Figure collapse(const std::vector<SoftnessSystem>& systems, Dynamics which, const std::string& label)
{
  Figure figure{axis_label("{/:Italic S}", Dimension{.length = 2}), label};
  double softest = 0.0;
  double hardest = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < systems.size(); ++k) {
    const SoftnessDynamics& dynamics = systems[k].*which;
    if (!collapses(dynamics)) {
      continue;
    }
    std::vector<double> x;
    std::vector<Estimate> y;
    for (const SoftnessPoint& point : dynamics.points) {
      x.push_back(point.softness.value);
      y.push_back(dynamics.fit->collapsed(point.barrier));
      softest = std::max(softest, x.back());
      hardest = std::min(hardest, x.back());
    }
    figure.points(plain_text(systems[k].name), ink(k), x, y);
  }
  std::vector<double> x;
  std::vector<double> y;
  constexpr int intervals = 100;
  for (int k = 0; k <= intervals; ++k) {
    x.push_back(hardest + (softest - hardest) * k / intervals);
    y.push_back(1.0 / x.back());
  }
  figure.fit("1/{/:Italic S}", x, y);
  return figure.x_range(0.9 * hardest, 1.05 * softest);
}

std::vector<std::string> remarks_of(const std::vector<SoftnessSystem>& systems)
{
  std::vector<std::string> remarks;
  for (const SoftnessSystem& system : systems) {
    if (system.relaxation.fit && !system.relaxation.fit->has_slope()) {
      remarks.push_back(fmt::format(
          "B' of {} is not two standard errors from zero: softness does not rule its dynamics (a strong liquid), and "
          "it is not in the picture of the collapse.",
          system.name));
    }
    if (system.relaxation.fit && system.relaxation.points.size() == 2) {
      remarks.push_back(
          fmt::format("C' and B' of {} are those of two temperatures: nothing tests the line.", system.name));
    }
  }
  return remarks;
}

}  // namespace

std::string softness_text(const std::vector<SoftnessSystem>& systems)
{
  if (systems.empty()) {
    return "";
  }
  std::string text = "\n" + text_columns(points_table(systems));
  if (const ReportTable fits = fits_table(systems); !fits.rows.empty()) {
    text += "\n" + text_columns(fits);
  }
  for (const std::string& remark : remarks_of(systems)) {
    text += remark + "\n";
  }
  return text;
}

void add_softness_systems(Report& report, const std::vector<SoftnessSystem>& systems)
{
  if (systems.empty()) {
    return;
  }
  report.heading("Softness and slow dynamics");
  report.table(points_table(systems));
  if (const ReportTable fits = fits_table(systems); !fits.rows.empty()) {
    report.table(fits);
  }
  for (const std::string& remark : remarks_of(systems)) {
    report.paragraph(remark);
  }
  const auto any = [&](const auto& holds) { return std::ranges::any_of(systems, holds); };
  report.figure(against_temperature(systems), "Softness against temperature", "With straight lines.");
  if (any([](const SoftnessSystem& system) { return !system.relaxation.points.empty(); })) {
    report.figure(barriers_against_inverse(systems), "Activation barrier against inverse softness",
                  "{/:Italic T} ln τ_{α} = C' + B'/{/:Italic S}, with τ_{α} in units of time.");
  }
  if (any([](const SoftnessSystem& system) { return collapses(system.relaxation); })) {
    report.figure(
        collapse(systems, &SoftnessSystem::relaxation, "({/:Italic T} ln τ_{α} − C') / B'"), "Collapse of the dynamics",
        "Two fitted numbers for each system, C' and B', none in the line; systems of two temperatures are left out.");
  }
  if (any([](const SoftnessSystem& system) { return collapses(system.first_passage); })) {
    report.figure(collapse(systems, &SoftnessSystem::first_passage, "(ln τ_{mfpt} − C) / B"),
                  "Collapse of first-passage times", "The same of the time that the caging potential itself predicts.");
  }
}

}  // namespace soret
