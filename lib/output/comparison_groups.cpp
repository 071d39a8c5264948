#include "comparison_groups.hpp"

#include "one_system.hpp"

#include <soret/estimate/estimate.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soret {

namespace {

/// Without groups of one.
std::vector<std::vector<std::size_t>> several_in(std::vector<std::vector<std::size_t>> groups)
{
  std::erase_if(groups, [](const auto& group) { return group.size() < 2; });
  return groups;
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

ValuesAgainstTemperature against_temperature(const Comparison& comparison, const ComparedQuantity& quantity,
                                             const std::vector<std::size_t>& group)
{
  ValuesAgainstTemperature found;
  for (const std::size_t run : group) {
    const std::optional<double> temperature = series_temperature(comparison.runs[run]);
    const std::optional<Estimate>& value = quantity.values[run];
    if (temperature && is_usable(value) && value->value > 0.0) {
      found.runs.push_back(run);
      found.temperatures.push_back(*temperature);
      found.values.push_back(*value);
    }
  }
  return found;
}

std::vector<std::size_t> all_runs(const Comparison& comparison)
{
  std::vector<std::size_t> runs(comparison.runs.size());
  std::iota(runs.begin(), runs.end(), std::size_t{0});
  return runs;
}

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
  return several_in(groups_of(all_runs(comparison), is_same));
}

std::vector<std::vector<std::size_t>> isobars(const Comparison& comparison, const std::vector<std::size_t>& runs)
{
  constexpr double allowed_errors = 3.0;
  constexpr double allowed_share = 0.1;
  const auto is_same = [&](std::size_t a, std::size_t b) {
    const SummaryEntry* first = comparison.runs[a].find("pressure");
    const SummaryEntry* second = comparison.runs[b].find("pressure");
    if (first == nullptr || second == nullptr) {
      return first == second;
    }
    const Estimate gap = difference(first->estimate, second->estimate);
    const double ideal =
        value_of(comparison.runs[a], "density").value_or(0.0) * series_temperature(comparison.runs[a]).value_or(0.0);
    return std::abs(gap.value) <= std::max(allowed_errors * gap.standard_error, allowed_share * ideal);
  };
  return several_in(groups_of(runs, is_same));
}

std::vector<std::vector<std::size_t>> isochore_or_isobars(const Comparison& comparison,
                                                          const std::vector<std::size_t>& runs)
{
  std::vector<double> densities;
  for (const std::size_t run : runs) {
    if (const std::optional<double> density = value_of(comparison.runs[run], "density")) {
      densities.push_back(*density);
    }
  }
  if (differ(densities)) {
    return isobars(comparison, runs);
  }
  return {runs};
}

bool differ(const std::vector<double>& values)
{
  const auto [low, high] = std::ranges::minmax_element(values);
  return !values.empty() && *high - *low > same_in_series * std::abs(*high);
}

}  // namespace soret
