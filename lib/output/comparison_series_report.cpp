/// \file
/// Series in temperature and size as text and pictures.

#include "report_parts.hpp"

#include <soret/output/comparison_series.hpp>
#include <soret/output/figure.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

namespace soret {

namespace {

std::string runs_text(const std::vector<std::size_t>& runs)
{
  std::string text;
  for (const std::size_t run : runs) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ", run + 1);
  }
  return text;
}

std::string with_unit(const Estimate& estimate, const std::string& unit)
{
  return to_string(estimate) + (unit.empty() ? "" : " " + unit);
}

std::string chi_text(double chi_squared, double expected)
{
  return expected > 0.0 ? fmt::format("chi² {:.1f} ({:.0f} expected)", chi_squared, expected) : "two points only";
}

/// Rows of quantity, what was found, how well it fits, runs.
ReportTable series_table(const ComparisonSeries& series)
{
  ReportTable table{{"quantity", "found", "fit", "runs"}, {}};
  for (const TemperatureSeries& each : series.temperatures) {
    table.rows.push_back(
        {each.name + " against 1/T",
         fmt::format("activation energy {}{} epsilon, ln of the prefactor {}",
                     each.is_viscosity ? "of viscous flow " : "", to_string(each.arrhenius.activation_energy),
                     to_string(each.arrhenius.log_prefactor)),
         chi_text(each.arrhenius.line.chi_squared, each.arrhenius.line.degrees_of_freedom()), runs_text(each.runs)});
    if (each.power_law) {
      constexpr double parameters = 3.0;
      table.rows.push_back(
          {each.name + " as a power of T - T_0",
           fmt::format("T_0 {}, exponent {}, ln of the prefactor {}", to_string(each.power_law->critical_temperature),
                       to_string(each.power_law->exponent), to_string(each.power_law->log_prefactor)),
           chi_text(each.power_law->chi_squared, static_cast<double>(each.runs.size()) - parameters),
           runs_text(each.runs)});
    }
  }
  for (const FlowRatioSeries& each : series.flow_ratios) {
    table.rows.push_back(
        {"flow ratio of " + each.species,
         fmt::format("{}, cohesive energy over activation energy of viscous flow", to_string(each.fit.ratio)),
         chi_text(each.fit.line.chi_squared, each.fit.line.degrees_of_freedom()), runs_text(each.runs)});
  }
  for (const DiffusionSizeSeries& each : series.diffusion_sizes) {
    std::string found;
    for (std::size_t s = 0; s < each.species.size(); ++s) {
      found += fmt::format("{}: {}; ", each.species[s], with_unit(each.fit.coefficients[s], each.unit));
    }
    table.rows.push_back({"self_diffusion at infinite box length",
                          found + "viscosity of the slope " + to_string(each.fit.viscosity),
                          chi_text(each.fit.chi_squared, each.fit.degrees_of_freedom), runs_text(each.runs)});
  }
  for (const StructureSizeSeries& each : series.structure_sizes) {
    table.rows.push_back({each.name + " at infinite box length", with_unit(each.fit.limit, each.unit),
                          chi_text(each.fit.line.chi_squared, each.fit.line.degrees_of_freedom()),
                          runs_text(each.runs)});
  }
  return table;
}

/// The first activation energy of self-diffusion of each species by such estimates, if it is positive.
std::vector<std::pair<std::string, Estimate>> activation_energies(const ComparisonSeries& series,
                                                                  const std::string& quantity)
{
  std::vector<std::pair<std::string, Estimate>> energies;
  for (const TemperatureSeries& each : series.temperatures) {
    if (each.name.starts_with(quantity) && each.arrhenius.activation_energy.value > 0.0) {
      const std::string species = each.name.substr(quantity.size());
      if (std::ranges::find(energies, species, &std::pair<std::string, Estimate>::first) == energies.end()) {
        energies.emplace_back(species, each.arrhenius.activation_energy);
      }
    }
  }
  return energies;
}

/// Two lines as soret-emd takes them in its configuration: "activation_energies = A:1.9 B:2.1" and the errors.
std::string keys_of_theories(const std::string& key, const std::string& key_of_errors,
                             const std::vector<std::pair<std::string, Estimate>>& found)
{
  std::string values;
  std::string errors;
  for (const auto& [species, estimate] : found) {
    values += fmt::format(" {}:{:.4g}", species, estimate.value);
    errors += fmt::format(" {}:{:.2g}", species, estimate.standard_error);
  }
  return fmt::format("for soret-emd: [theories] {} ={}\nfor soret-emd: [theories] {} ={}\n", key, values, key_of_errors,
                     errors);
}

/// Every value with its species, of which a mixture's configuration takes two.
std::string theories_text(const ComparisonSeries& series)
{
  std::string text;
  for (const char* quantity : {"self_diffusion_infinite.", "self_diffusion."}) {
    const auto energies = activation_energies(series, quantity);
    if (text.empty() && energies.size() == 2) {
      text += keys_of_theories("activation_energies", "activation_energy_errors", energies);
    }
  }
  for (const FlowRatioSeries& each : series.flow_ratios) {
    text += keys_of_theories("flow_ratios", "flow_ratio_errors", {{each.species, each.fit.ratio}});
  }
  return text;
}

/// A straight line from x = 0 or the first point to the last.
void draw_line(Figure& figure, const StraightLine& line, double from, double to)
{
  figure.fit("", std::vector{from, to}, std::vector{line.at(from), line.at(to)});
}

std::string label_of(const std::string& full_name, const std::string& unit)
{
  return axis_label_of(plain_text(quantity_words(full_name)), unit);
}

/// Logarithms, with the errors that they have to first order.
std::vector<Estimate> logarithms(const std::vector<Estimate>& values)
{
  std::vector<Estimate> found;
  for (const Estimate& each : values) {
    found.push_back({std::log(each.value), each.relative_error()});
  }
  return found;
}

/// Points on a line that was fitted, which goes a little beyond them.
void draw_fitted(Figure& figure, const std::vector<double>& x, const std::vector<Estimate>& y, const StraightLine& line)
{
  figure.points("", Ink::blue, x, y);
  const auto [first, last] = std::ranges::minmax(x);
  const double margin = 0.05 * (last - first);
  draw_line(figure, line, first - margin, last + margin);
  figure.x_range(first - margin, last + margin);
}

Figure arrhenius_figure(const TemperatureSeries& series)
{
  std::vector<double> x;
  for (const Temperature temperature : series.temperatures) {
    x.push_back(1.0 / temperature.value());
  }
  Figure figure{"1/{/:Italic T} / (k_{B}/ε)", fmt::format("ln({})", label_of(series.name, series.unit))};
  draw_fitted(figure, x, logarithms(series.values), series.arrhenius.line);
  return figure;
}

Figure flow_figure(const FlowRatioSeries& series)
{
  Figure figure{"{/:Italic U}_{c}/(k_{B}{/:Italic T})",
                fmt::format("ln({})", label_of("shear_viscosity", series.viscosity_unit))};
  draw_fitted(figure, series.cohesive_over_thermal, logarithms(series.viscosities), series.fit.line);
  return figure;
}

Figure diffusion_figure(const DiffusionSizeSeries& series)
{
  Figure figure{"1/{/:Italic L} / σ^{-1}", label_of("self_diffusion", series.unit)};
  double longest = 0.0;
  for (std::size_t s = 0; s < series.species.size(); ++s) {
    std::vector<double> x;
    std::vector<Estimate> y;
    for (const SizedDiffusion& point : series.points) {
      if (point.species == s) {
        x.push_back(1.0 / point.box_lengths.x);
        y.push_back(point.coefficient);
        longest = std::max(longest, x.back());
      }
    }
    figure.points(plain_text(series.species[s]), ink(s), x, y);
  }
  const double slope =
      yeh_hummer_constant * series.temperature.value() / (6.0 * std::numbers::pi * series.fit.viscosity.value);
  for (const Estimate& limit : series.fit.coefficients) {
    figure.fit("", std::vector{0.0, longest}, std::vector{limit.value, limit.value - slope * longest});
  }
  figure.x_range(0.0, 1.05 * longest);
  return figure;
}

Figure structure_figure(const StructureSizeSeries& series)
{
  std::vector<double> x;
  for (const double length : series.lengths) {
    x.push_back(1.0 / length);
  }
  const double longest = *std::ranges::max_element(x);
  Figure figure{"1/{/:Italic L} / σ^{-1}", label_of(series.name, series.unit)};
  figure.points("", Ink::blue, x, series.values);
  draw_line(figure, series.fit.line, 0.0, longest);
  figure.x_range(0.0, 1.05 * longest);
  return figure;
}

}  // namespace

std::string series_text(const ComparisonSeries& series)
{
  std::string text;
  for (const std::vector<std::string>& row : series_table(series).rows) {
    text += fmt::format("{}: {}; {}; runs {}\n", row[0], row[1], row[2], row[3]);
  }
  return text + theories_text(series);
}

void add_series(Report& report, const ComparisonSeries& series)
{
  const ReportTable table = series_table(series);
  if (table.rows.empty()) {
    return;
  }
  report.heading("Series in temperature and size");
  report.table(table);
  for (const TemperatureSeries& each : series.temperatures) {
    report.figure(
        arrhenius_figure(each), quantity_words(each.name) + " against inverse temperature",
        each.is_viscosity ? "The slope is the activation energy." : "The slope is minus the activation energy.");
  }
  for (const FlowRatioSeries& each : series.flow_ratios) {
    report.figure(flow_figure(each), "Flow ratio of " + each.species,
                  "Cohesive energy over temperature; the slope is one over the flow ratio.");
  }
  for (const DiffusionSizeSeries& each : series.diffusion_sizes) {
    report.figure(diffusion_figure(each), "Self-diffusion against inverse box length",
                  "One slope for all species, after Yeh and Hummer.");
  }
  for (const StructureSizeSeries& each : series.structure_sizes) {
    report.figure(structure_figure(each), quantity_words(each.name) + " against inverse box length",
                  "The line leads to an infinite box.");
  }
}

}  // namespace soret
