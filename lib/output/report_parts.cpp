#include "report_parts.hpp"

#include "words.hpp"

#include <soret/output/comparison.hpp>
#include <soret/output/run_log.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <regex>
#include <utility>

namespace soret {

std::vector<ReportCard> key_numbers(std::span<const char* const> names, std::span<const NamedEstimate> estimates,
                                    const Units& units)
{
  std::vector<ReportCard> cards;
  for (const char* name : names) {
    for (const NamedEstimate& item : estimates) {
      if (item.name == name) {
        cards.push_back({item.of.empty() ? meaning(name) : fmt::format("{} of {}", meaning(name), item.of),
                         to_string(item.estimate), unit_text(item.dimension),
                         in_real_units(item.estimate, item.dimension, units)});
      }
    }
  }
  return cards;
}

ReportTable estimate_table(std::span<const NamedEstimate> estimates, const Units& units)
{
  ReportTable table{{"quantity", "of", "value ± standard error"}, {}};
  if (units.scales()) {
    table.head.emplace_back("in real units");
  }
  table.head.emplace_back("in summary.json");
  for (const NamedEstimate& item : estimates) {
    table.rows.push_back({meaning(item.name), item.of, with_unit(item.estimate, item.dimension)});
    if (units.scales()) {
      table.rows.back().push_back(in_real_units(item.estimate, item.dimension, units));
    }
    table.rows.back().push_back(item.name);
  }
  return table;
}

std::string listed(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

std::string unit_markup(const std::string& unit)
{
  const std::array replacements{std::pair{"k_B", "k_{B}"}, std::pair{"epsilon", "ε"}, std::pair{"sigma", "σ"},
                                std::pair{"tau", "τ"}, std::pair{R"(\^(-?\d+))", "^{$1}"}};
  std::string text = unit;
  for (const auto& [pattern, replacement] : replacements) {
    text = std::regex_replace(text, std::regex{pattern}, replacement);
  }
  return text;
}

std::string quantity_words(const std::string& full_name)
{
  std::string name = full_name.substr(0, full_name.find('.'));
  const std::string of = full_name.substr(name.size());
  std::ranges::replace(name, '_', ' ');
  return name + (of.empty() ? "" : ", " + of.substr(1));
}

std::string axis_label_of(const std::string& words, const std::string& unit)
{
  if (unit.empty()) {
    return words;
  }
  return words + " / " +
         (unit.find_first_of("/ ") == std::string::npos ? unit_markup(unit) : "(" + unit_markup(unit) + ")");
}

std::string difference_text(const std::optional<double>& standard_errors)
{
  if (!standard_errors) {
    return "unknown";
  }
  const std::string mark = significance_mark(*standard_errors);
  const std::string number = std::isfinite(*standard_errors) ? fmt::format("{:+.1f}", *standard_errors) : "not equal";
  return number + (mark.empty() ? "" : " " + mark);
}

std::string effort(double wall_seconds, int ranks)
{
  return fmt::format("{} of computing on {} {}", duration_text(wall_seconds), ranks, ranks == 1 ? "core" : "cores");
}

}  // namespace soret
