/// \file
/// Routes to the Soret coefficient as text and pictures.

#include "report_parts.hpp"
#include "text_columns.hpp"
#include "words.hpp"

#include <soret/output/figure.hpp>
#include <soret/output/soret_routes.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <utility>

namespace soret {

namespace {

constexpr const char* absent = "–";

std::string cell(const std::optional<Estimate>& estimate) { return estimate ? to_string(*estimate) : absent; }

std::string runs_cell(const SoretRoute& route)
{
  return route.run == route.factor_run ? fmt::format("{}", route.run + 1)
                                       : fmt::format("{}, Γ of {}", route.run + 1, route.factor_run + 1);
}

/// Runs whose S_T Gamma enters several routes, each with the numbers of its routes.
std::vector<std::pair<std::size_t, std::vector<std::string>>> shared_runs(const SoretRoutes& routes)
{
  std::vector<std::pair<std::size_t, std::vector<std::string>>> shared;
  for (const RouteState& state : routes.states) {
    std::vector<std::string> numbers;
    for (std::size_t k = 0; k < routes.routes.size(); ++k) {
      if (routes.routes[k].run == state.run) {
        numbers.push_back(fmt::format("{}", k + 1));
      }
    }
    if (numbers.size() > 1) {
      shared.emplace_back(state.run, std::move(numbers));
    }
  }
  return shared;
}

/// Whether no route before it has Gamma with the same S_T Gamma.
bool is_first_of_run(const SoretRoutes& routes, const SoretRoute& route)
{
  return &*std::ranges::find_if(routes.routes, [&](const SoretRoute& other) { return other.run == route.run; }) ==
         &route;
}

ReportTable routes_table(const SoretRoutes& routes, const std::string& soret_label)
{
  ReportTable table{{"route to S_T of " + routes.species, "run", "Γ", soret_label, "S_T − first", "Γ − first of run"},
                    {}};
  for (std::size_t k = 0; k < routes.routes.size(); ++k) {
    const SoretRoute& route = routes.routes[k];
    table.rows.push_back({fmt::format("{}: {}", k + 1, route.name), runs_cell(route), cell(route.factor),
                          cell(route.soret), k == 0 ? absent : difference_text(route.difference),
                          is_first_of_run(routes, route) ? absent : difference_text(route.factor_shift)});
  }
  return table;
}

/// With units as `unit` writes them.
template <class Unit>
ReportTable states_table(const SoretRoutes& routes, const Unit& unit)
{
  ReportTable table{{"run", "mole fraction of " + routes.species,
                     fmt::format("temperature / ({})", unit(reduced_unit(dimension::temperature))),
                     fmt::format("pressure / ({})", unit(reduced_unit(dimension::pressure)))},
                    {}};
  for (const RouteState& state : routes.states) {
    table.rows.push_back(
        {fmt::format("{}", state.run + 1), cell(state.mole_fraction), cell(state.temperature), cell(state.pressure)});
  }
  return table;
}

std::vector<std::string> routes_remarks(const SoretRoutes& routes)
{
  std::vector<std::string> remarks;
  if (routes.routes.size() > 1) {
    remarks.emplace_back("Differences are in standard errors (* beyond 2, ** beyond 3).");
  }
  for (const auto& [run, numbers] : shared_runs(routes)) {
    remarks.push_back(fmt::format(
        "Routes {} have the Onsager coefficients and enthalpies of run {} in common: their values differ by Γ "
        "alone, less than their errors suggest, and are judged by the errors of Γ (last column).",
        listed(numbers), run + 1));
  }
  const auto has = [&](const std::string& name) {
    return std::ranges::any_of(routes.routes, [&](const SoretRoute& route) { return route.name == name; });
  };
  if (has("Γ from distribution functions") && has("Γ from structure factors")) {
    remarks.emplace_back(
        "Γ from distribution functions and from structure factors of one run comes from the same configurations.");
  }
  return remarks;
}

/// "temperature gradient", or the run whose Onsager coefficients were taken.
std::string group_of(const SoretRoute& route)
{
  return route.factor ? fmt::format("Onsager coefficients of run {}", route.run + 1) : route.name;
}

/// One estimate of every route that has it, each in a column of its own, with the first route's as a band.
Figure over_routes(const SoretRoutes& routes, const std::string& label,
                   std::optional<Estimate> (*part)(const SoretRoute&))
{
  Figure figure{"route", label};
  const std::array ends{0.4, static_cast<double>(routes.routes.size()) + 0.6};
  figure.x_range(ends[0], ends[1]);
  std::vector<std::string> groups;
  std::optional<Estimate> first;
  for (std::size_t k = 0; k < routes.routes.size(); ++k) {
    const auto x = static_cast<double>(k + 1);
    figure.shade(Shade::window, x - 0.4, x + 0.4, fmt::format("{}", k + 1));
    const std::string group = group_of(routes.routes[k]);
    if (std::ranges::find(groups, group) == groups.end()) {
      groups.push_back(group);
    }
    first = first ? first : part(routes.routes[k]);
  }
  if (first && std::isfinite(first->standard_error)) {
    figure.band("first value", Ink::black, ends, std::array{*first, *first});
  }
  for (std::size_t group = 0; group < groups.size(); ++group) {
    std::vector<double> x;
    std::vector<Estimate> y;
    for (std::size_t k = 0; k < routes.routes.size(); ++k) {
      if (const std::optional<Estimate> value = part(routes.routes[k]);
          value && group_of(routes.routes[k]) == groups[group]) {
        x.push_back(static_cast<double>(k + 1));
        y.push_back(*value);
      }
    }
    if (!x.empty()) {
      figure.points(groups[group], ink(group), x, y);
    }
  }
  return figure;
}

std::string obstacle_text(const SoretRoutes& routes) { return "No table of routes: " + routes.obstacle + "."; }

}  // namespace

std::string routes_text(const SoretRoutes& routes)
{
  if (routes.routes.empty()) {
    return routes.obstacle.empty() ? "" : obstacle_text(routes) + "\n";
  }
  std::string text = "\n" + text_columns(routes_table(routes, "S_T / (" + routes.unit + ")")) + "\n";
  for (const std::string& remark : routes_remarks(routes)) {
    text += remark + "\n";
  }
  return text + "\n" + text_columns(states_table(routes, std::identity{}));
}

void add_routes(Report& report, const SoretRoutes& routes)
{
  if (routes.routes.empty()) {
    if (!routes.obstacle.empty()) {
      report.paragraph(obstacle_text(routes));
    }
    return;
  }
  const std::string soret_label = "{/:Italic S}_{T} / (" + unit_markup(routes.unit) + ")";
  report.heading("Routes to the Soret coefficient of " + plain_text(routes.species));
  report.table(routes_table(routes, soret_label));
  for (const std::string& remark : routes_remarks(routes)) {
    report.paragraph(remark);
  }
  report.table(states_table(routes, unit_markup));
  report.figure(over_routes(routes, soret_label, [](const SoretRoute& route) { return std::optional{route.soret}; }),
                "Soret coefficient by route",
                "Numbers are those of the table; the band is the first of them. Values of one colour share all but Γ.");
  if (std::ranges::any_of(routes.routes, [](const SoretRoute& route) { return route.factor.has_value(); })) {
    report.figure(over_routes(routes, "Γ", [](const SoretRoute& route) { return route.factor; }),
                  "Thermodynamic factor by route", "What the equilibrium routes differ in.");
  }
}

}  // namespace soret
