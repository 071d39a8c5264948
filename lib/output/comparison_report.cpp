#include "comparison_groups.hpp"
#include "report_parts.hpp"

#include <soret/core/version.hpp>
#include <soret/output/comparison_report.hpp>
#include <soret/output/comparison_response.hpp>
#include <soret/output/comparison_series.hpp>
#include <soret/output/local_energies.hpp>
#include <soret/output/relaxation_series.hpp>
#include <soret/output/softness_systems.hpp>
#include <soret/output/soret_routes.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace soret {

namespace {

/// "1: nemd (soret-nemd); 2: emd (soret-emd)"
std::string numbered_labels(const Comparison& comparison)
{
  std::string labels;
  for (std::size_t run = 0; run < comparison.labels.size(); ++run) {
    labels += fmt::format("{}{}: {}", run == 0 ? "" : "; ", run + 1, comparison.labels[run]);
  }
  return labels;
}

bool is_drawn(const std::optional<Estimate>& value) { return value && std::isfinite(value->value); }

/// The programs of the runs, each once.
std::vector<std::string> programs_of(const Comparison& comparison)
{
  std::vector<std::string> programs;
  for (const RunSummary& run : comparison.runs) {
    if (std::ranges::find(programs, run.program) == programs.end()) {
      programs.push_back(run.program);
    }
  }
  return programs;
}

/// The values at the abscissae of their runs, one colour for each program. Returns the ends of what was drawn.
std::pair<double, double> add_points(Figure& figure, const Comparison& comparison, const ComparedQuantity& quantity,
                                     const std::vector<std::optional<double>>& abscissae)
{
  double first = std::numeric_limits<double>::infinity();
  double last = -first;
  const std::vector<std::string> programs = programs_of(comparison);
  for (std::size_t program = 0; program < programs.size(); ++program) {
    std::vector<double> x;
    std::vector<Estimate> y;
    for (std::size_t run = 0; run < quantity.values.size(); ++run) {
      if (comparison.runs[run].program == programs[program] && abscissae[run] && is_drawn(quantity.values[run])) {
        x.push_back(*abscissae[run]);
        y.push_back(*quantity.values[run]);
        first = std::min(first, x.back());
        last = std::max(last, x.back());
      }
    }
    if (!x.empty()) {
      figure.points(plain_text(programs[program]), ink(program), x, y);
    }
  }
  return {first, last};
}

/// The values side by side, each run in a column of its own, with their mean if all runs are at one state.
Figure over_runs(const Comparison& comparison, const ComparedQuantity& quantity)
{
  Figure figure{"run", axis_label_of(plain_text(quantity_words(quantity.full_name())), quantity.unit)};
  std::vector<std::optional<double>> columns;
  for (std::size_t run = 1; run <= quantity.values.size(); ++run) {
    const auto x = static_cast<double>(run);
    figure.shade(Shade::window, x - 0.4, x + 0.4, fmt::format("{}", run));
    columns.emplace_back(x);
  }
  const std::array ends{0.4, static_cast<double>(columns.size()) + 0.6};
  figure.x_range(ends[0], ends[1]);
  if (quantity.mean && comparison.states.empty()) {
    figure.band("weighted mean", Ink::black, ends, std::array{quantity.mean->estimate, quantity.mean->estimate});
  }
  add_points(figure, comparison, quantity, columns);
  return figure;
}

/// The values against a variable of state. Nothing if it is the same for all of them.
std::optional<Figure> against_state(const Comparison& comparison, const ComparedQuantity& quantity,
                                    const DifferingState& state)
{
  Figure figure{axis_label_of(plain_text(state.name), state.unit),
                axis_label_of(plain_text(quantity_words(quantity.full_name())), quantity.unit)};
  const auto [first, last] = add_points(figure, comparison, quantity, state.values);
  if (!(last > first)) {
    return std::nullopt;
  }
  const double margin = 0.05 * (last - first);
  figure.x_range(first - margin, last + margin);
  return figure;
}

/// Whether at least two runs have measured it: a value that was imposed is no result to look at.
bool is_worth_a_picture(const ComparedQuantity& quantity)
{
  return std::ranges::count_if(quantity.values, [](const std::optional<Estimate>& value) {
           return is_drawn(value) && !value->is_imposed();
         }) >= 2;
}

/// Whether the runs have these variables in one proportion, so that pictures against them look the same.
bool are_proportional(const DifferingState& a, const DifferingState& b)
{
  std::optional<double> proportion;
  for (std::size_t run = 0; run < a.values.size(); ++run) {
    if (a.values[run].has_value() != b.values[run].has_value()) {
      return false;
    }
    if (a.values[run]) {
      const double found = *a.values[run] / *b.values[run];
      if (std::abs(found / proportion.value_or(found) - 1.0) > same_in_series) {
        return false;
      }
      proportion = proportion.value_or(found);
    }
  }
  return true;
}

/// The variables that pictures are drawn against: composition and temperature, and the lengths of boxes only where
/// nothing else differs, since few quantities depend on them (those stand among the series). Of two lengths in one
/// proportion the first.
std::vector<DifferingState> drawn_states(const Comparison& comparison)
{
  const auto is_length = [](const DifferingState& state) { return state.name.starts_with("box length"); };
  const bool has_others = !std::ranges::all_of(comparison.states, is_length);
  std::vector<DifferingState> drawn;
  for (const DifferingState& state : comparison.states) {
    const auto is_same = [&](const DifferingState& other) { return are_proportional(other, state); };
    if (!is_length(state) || (!has_others && std::ranges::none_of(drawn, is_same))) {
      drawn.push_back(state);
    }
  }
  return drawn;
}

void add_figures(Report& report, const Comparison& comparison, const std::vector<DifferingState>& states,
                 const ComparedQuantity& quantity)
{
  if (!is_worth_a_picture(quantity)) {
    return;
  }
  const std::string words = quantity_words(quantity.full_name());
  const auto is_known_of_all = [](const DifferingState& state) {
    return std::ranges::all_of(state.values, [](const auto& value) { return value.has_value(); });
  };
  if (std::ranges::none_of(states, is_known_of_all)) {
    report.figure(
        over_runs(comparison, quantity), words,
        fmt::format("Runs {}. With standard errors; a dot without a bar was imposed, or its error is unknown.",
                    numbered_labels(comparison)));
  }
  for (const DifferingState& state : states) {
    if (const std::optional<Figure> figure = against_state(comparison, quantity, state)) {
      report.figure(*figure, words, fmt::format("Against the {} of the runs.", state.name));
    }
  }
}

/// How many differences from the reference are known, and how many of them are marked so.
std::size_t count_of_differences(const Comparison& comparison, const std::vector<std::string>& marks)
{
  std::size_t count = 0;
  for (const ComparedQuantity& quantity : comparison.quantities) {
    for (std::size_t run = 0; run < quantity.differences.size(); ++run) {
      const std::optional<double>& difference = quantity.differences[run];
      const bool is_counted = run != comparison.reference && difference.has_value();
      count += is_counted && std::ranges::find(marks, significance_mark(*difference)) != marks.end() ? 1 : 0;
    }
  }
  return count;
}

std::string headline(const Comparison& comparison)
{
  if (!comparison.states.empty()) {
    std::vector<std::string> names;
    for (const DifferingState& state : comparison.states) {
      names.push_back(state.name);
    }
    return fmt::format("The runs differ in {}: what depends on it differs too", fmt::join(names, " and "));
  }
  return fmt::format("{} of {} differences are beyond 2 combined standard errors, {} of them beyond 3",
                     count_of_differences(comparison, {"*", "**"}), count_of_differences(comparison, {"", "*", "**"}),
                     count_of_differences(comparison, {"**"}));
}

ReportTable table_with_markup(const Comparison& comparison)
{
  ReportTable table = comparison_table(comparison);
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    table.rows[row][0] = quantity_words(comparison.quantities[row].full_name());
    table.rows[row][1] = unit_markup(comparison.quantities[row].unit);
  }
  return table;
}

}  // namespace

Report comparison_report(const Comparison& comparison)
{
  Report report{"soret-compare: results of several runs", fmt::format("version {}", version())};
  report.headline(headline(comparison), fmt::format("Runs {}. Differences are from run {}.",
                                                    numbered_labels(comparison), comparison.reference + 1));
  report.heading("All quantities");
  report.table(table_with_markup(comparison));
  for (const std::string& remark : comparison_remarks(comparison)) {
    report.paragraph(remark);
  }
  add_series(report, series_of(comparison));
  add_relaxation_series(report, relaxation_series_of(comparison));
  add_responses(report, response_states(comparison));
  add_local_energies(report, comparison);
  add_routes(report, routes_of(comparison));
  add_softness_systems(report, softness_systems(comparison));
  report.heading("Quantity by quantity");
  const std::vector<DifferingState> states = drawn_states(comparison);
  for (const ComparedQuantity& quantity : comparison.quantities) {
    add_figures(report, comparison, states, quantity);
  }
  return report;
}

}  // namespace soret
