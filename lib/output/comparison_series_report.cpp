/// \file
/// Series in temperature and size as text and pictures.

#include <soret/output/comparison_series.hpp>

#include <soret/output/figure.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

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
         fmt::format("activation energy {} epsilon, ln of the prefactor {}",
                     to_string(each.arrhenius.activation_energy), to_string(each.arrhenius.log_prefactor)),
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

/// "A:1.9 B:2.1" of the first series of each species; empty unless there are two species.
std::string activation_energies(const ComparisonSeries& series)
{
  const std::string quantity = "self_diffusion.";
  std::vector<std::string> seen;
  std::string text;
  for (const TemperatureSeries& each : series.temperatures) {
    const bool is_new = each.name.starts_with(quantity) && std::ranges::find(seen, each.name) == seen.end();
    if (is_new && each.arrhenius.activation_energy.value > 0.0) {
      seen.push_back(each.name);
      text += fmt::format(" {}:{:.4g}", each.name.substr(quantity.size()), each.arrhenius.activation_energy.value);
    }
  }
  return seen.size() == 2 ? text : "";
}

/// A straight line from x = 0 or the first point to the last.
void draw_line(Figure& figure, const StraightLine& line, double from, double to)
{
  figure.fit("", std::vector{from, to}, std::vector{line.at(from), line.at(to)});
}

Figure arrhenius_figure(const TemperatureSeries& series)
{
  std::vector<double> x;
  std::vector<Estimate> y;
  for (std::size_t k = 0; k < series.values.size(); ++k) {
    x.push_back(1.0 / series.temperatures[k].value());
    y.push_back({std::log(series.values[k].value), series.values[k].relative_error()});
  }
  Figure figure{"1/{/:Italic T} / (k_{B}/ε)", "ln " + plain_text(series.name)};
  figure.points("", Ink::blue, x, y);
  const auto [first, last] = std::ranges::minmax(x);
  const double margin = 0.05 * (last - first);
  draw_line(figure, series.arrhenius.line, first - margin, last + margin);
  figure.x_range(first - margin, last + margin);
  return figure;
}

Figure diffusion_figure(const DiffusionSizeSeries& series)
{
  Figure figure{"1/{/:Italic L} / σ^{-1}", "{/:Italic D} / (σ^{2}/τ)"};
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
  Figure figure{"1/{/:Italic L} / σ^{-1}", plain_text(series.name)};
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
  if (const std::string energies = activation_energies(series); !energies.empty()) {
    text += fmt::format("for soret-emd: [theories] activation_energies ={}\n", energies);
  }
  return text;
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
    report.figure(arrhenius_figure(each), each.name + " against inverse temperature",
                  "The slope is minus the activation energy.");
  }
  for (const DiffusionSizeSeries& each : series.diffusion_sizes) {
    report.figure(diffusion_figure(each), "Self-diffusion against inverse box length",
                  "One slope for all species, after Yeh and Hummer.");
  }
  for (const StructureSizeSeries& each : series.structure_sizes) {
    report.figure(structure_figure(each), each.name + " against inverse box length",
                  "The line leads to an infinite box.");
  }
}

}  // namespace soret
