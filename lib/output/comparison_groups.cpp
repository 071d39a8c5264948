#include "comparison_groups.hpp"

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

std::optional<double> value_of(const RunSummary& run, const std::string& name)
{
  const SummaryEntry* entry = run.find(name);
  return entry != nullptr && std::isfinite(entry->estimate.value) ? std::optional{entry->estimate.value} : std::nullopt;
}

}  // namespace

bool is_usable(const std::optional<Estimate>& value)
{
  return value && std::isfinite(value->value) && std::isfinite(value->standard_error) && value->standard_error > 0.0;
}

std::optional<double> series_temperature(const RunSummary& run)
{
  const std::optional<double> own = value_of(run, "temperature_of_transport");
  return own ? own : value_of(run, "mean_temperature");
}

const DifferingState* find_state(const Comparison& comparison, const std::string& beginning)
{
  const auto found = std::ranges::find_if(
      comparison.states, [&](const DifferingState& state) { return state.name.starts_with(beginning); });
  return found == comparison.states.end() ? nullptr : &*found;
}

/// Runs at the same values of `fixed`, in groups of two and more.
std::vector<std::vector<std::size_t>> groups_at(const Comparison& comparison,
                                                const std::vector<const DifferingState*>& fixed)
{
  const auto is_same = [&](std::size_t a, std::size_t b) {
    return std::ranges::all_of(fixed, [&](const DifferingState* state) {
      if (state == nullptr) {
        return true;
      }
      const std::optional<double>& x = state->values[a];
      const std::optional<double>& y = state->values[b];
      return x && y ? std::abs(*x - *y) <= same_in_series * std::max(std::abs(*x), std::abs(*y)) : x == y;
    });
  };
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t run = 0; run < comparison.runs.size(); ++run) {
    const auto group = std::ranges::find_if(groups, [&](const auto& each) { return is_same(each.front(), run); });
    if (group == groups.end()) {
      groups.push_back({run});
    }
    else {
      group->push_back(run);
    }
  }
  std::erase_if(groups, [](const auto& group) { return group.size() < 2; });
  return groups;
}

bool differ(const std::vector<double>& values)
{
  const auto [low, high] = std::ranges::minmax_element(values);
  return !values.empty() && *high - *low > same_in_series * std::abs(*high);
}

}  // namespace soret
