#include "report_parts.hpp"

#include "words.hpp"

#include <soret/output/run_log.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace soret {

std::vector<ReportCard> key_numbers(std::span<const char* const> names, std::span<const NamedEstimate> estimates,
                                    const Units& units)
{
  std::vector<ReportCard> cards;
  for (const char* name : names) {
    for (const NamedEstimate& item : estimates) {
      if (item.name == name) {
        cards.push_back({item.of.empty() ? meaning(name) : fmt::format("{} of {}", meaning(name), item.of),
                         value_text(item.estimate), unit_text(item.dimension),
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
  for (const NamedEstimate& item : estimates) {
    table.rows.push_back({meaning(item.name), item.of, with_unit(item.estimate, item.dimension)});
    if (units.scales()) {
      table.rows.back().push_back(in_real_units(item.estimate, item.dimension, units));
    }
  }
  return table;
}

std::string listed(const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); }

std::string effort(double wall_seconds, int ranks)
{
  return fmt::format("{} of computing on {} {}", duration_text(wall_seconds), ranks, ranks == 1 ? "core" : "cores");
}

}  // namespace soret
