#pragma once
/// \file
/// Which compared runs form a series (private to the output module).

#include <soret/output/comparison.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// Values and temperatures that differ by less than this, relative, count as one within a series.
inline constexpr double same_in_series = 0.01;

/// Whether there is a value with a positive, finite error.
bool is_usable(const std::optional<Estimate>& value);

/// That of the stage transport, or else the mean one; nothing if neither is known.
std::optional<double> series_temperature(const RunSummary& run);

/// The differing variable whose name begins so; null if the runs do not differ in it.
const DifferingState* find_state(const Comparison& comparison, const std::string& beginning);

/// Values of a quantity above zero and the temperatures at which they are known.
struct ValuesAgainstTemperature {
  std::vector<std::size_t> runs;
  std::vector<double> temperatures;
  std::vector<Estimate> values;
};
ValuesAgainstTemperature against_temperature(const Comparison& comparison, const ComparedQuantity& quantity,
                                             const std::vector<std::size_t>& group);

/// Groups of runs, each of those that are the same as its first one; in the order of `runs`.
template <class Same>
std::vector<std::vector<std::size_t>> groups_of(const std::vector<std::size_t>& runs, const Same& is_same)
{
  std::vector<std::vector<std::size_t>> groups;
  for (const std::size_t run : runs) {
    const auto group = std::ranges::find_if(groups, [&](const auto& each) { return is_same(each.front(), run); });
    if (group == groups.end()) {
      groups.push_back({run});
    }
    else {
      group->push_back(run);
    }
  }
  return groups;
}

/// The indices of all runs.
std::vector<std::size_t> all_runs(const Comparison& comparison);

/// Runs at the same values of `fixed`, in groups of two and more; null pointers are ignored.
std::vector<std::vector<std::size_t>> groups_at(const Comparison& comparison,
                                                const std::vector<const DifferingState*>& fixed);

/// Those of the runs, in groups of two and more, that are at one pressure: within three combined standard errors or a
/// tenth of the ideal gas's pressure. Runs whose pressure is not known are one group.
std::vector<std::vector<std::size_t>> isobars(const Comparison& comparison, const std::vector<std::size_t>& runs);

/// The same, but all in one group if they are of one density (within same_in_series, or not known).
std::vector<std::vector<std::size_t>> isochore_or_isobars(const Comparison& comparison,
                                                          const std::vector<std::size_t>& runs);

/// Whether values differ by more than same_in_series.
bool differ(const std::vector<double>& values);

}  // namespace soret
