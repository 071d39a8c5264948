#include <soret/output/softness_systems.hpp>

#include "comparison_groups.hpp"
#include "one_system.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace soret {

namespace {

constexpr const char* softness_name = "softness";

std::optional<Estimate> usable(const RunSummary& run, const std::string& name)
{
  const SummaryEntry* entry = run.find(name);
  const std::optional<Estimate> found = entry != nullptr ? std::optional{entry->estimate} : std::nullopt;
  return is_usable(found) ? found : std::nullopt;
}

bool is_wanted(const Comparison& comparison)
{
  return comparison.chosen.empty() || std::ranges::find(comparison.chosen, softness_name) != comparison.chosen.end();
}

/// The runs of every system in the order of temperature.
std::vector<std::vector<std::size_t>> systems_of(const Comparison& comparison)
{
  const std::vector<RunSummary>& runs = comparison.runs;
  std::vector<std::size_t> known = all_runs(comparison);
  std::erase_if(known, [&](std::size_t run) {
    return !usable(runs[run], softness_name) || !value_of(runs[run], "mean_temperature");
  });
  auto groups = groups_of(known, [&](std::size_t a, std::size_t b) { return is_one_system(runs[a], runs[b]); });
  for (std::vector<std::size_t>& group : groups) {
    std::ranges::sort(group, {}, [&](std::size_t run) { return *value_of(runs[run], "mean_temperature"); });
  }
  return groups;
}

std::string name_of(const Comparison& comparison, std::size_t first)
{
  const std::string name = system_name(comparison.runs[first]);
  return name.empty() ? "as in " + comparison.runs[first].name : name;
}

/// The runs that have what is fitted, and the fit.
SoftnessDynamics dynamics_of(const SoftnessSystem& system,
                             const std::function<std::optional<Estimate>(std::size_t, Temperature)>& barrier_of)
{
  SoftnessDynamics found;
  for (std::size_t k = 0; k < system.runs.size(); ++k) {
    const Temperature temperature{system.temperatures[k]};
    if (const std::optional<Estimate> barrier = barrier_of(system.runs[k], temperature)) {
      found.runs.push_back(system.runs[k]);
      found.points.push_back({temperature, system.softness[k], *barrier});
    }
  }
  try {
    found.fit = fit_softness_scaling(found.points);
  }
  catch (const RunTimeFailure&) {  // fewer than two temperatures
  }
  return found;
}

}  // namespace

std::vector<SoftnessSystem> softness_systems(const Comparison& comparison)
{
  std::vector<SoftnessSystem> systems;
  if (!is_wanted(comparison)) {
    return systems;
  }
  std::size_t runs = 0;
  for (const std::vector<std::size_t>& group : systems_of(comparison)) {
    SoftnessSystem system;
    system.name = name_of(comparison, group.front());
    system.runs = group;
    std::vector<SoftnessPoint> points;
    for (const std::size_t run : group) {
      system.temperatures.push_back(*value_of(comparison.runs[run], "mean_temperature"));
      system.softness.push_back(*usable(comparison.runs[run], softness_name));
      points.push_back({Temperature{system.temperatures.back()}, system.softness.back(), {}});
    }
    try {
      system.line = fit_softness_line(points);
    }
    catch (const RunTimeFailure&) {  // a single temperature
    }
    system.relaxation = dynamics_of(system, [&](std::size_t run, Temperature temperature) -> std::optional<Estimate> {
      const std::optional<Estimate> time = usable(comparison.runs[run], "relaxation_time");
      return time && time->value > 0.0 ? std::optional{activation_barrier(temperature, *time, RelaxationTime{1.0})}
                                       : std::nullopt;
    });
    system.first_passage = dynamics_of(
        system, [&](std::size_t run, Temperature) { return usable(comparison.runs[run], "log_first_passage_time"); });
    runs += group.size();
    systems.push_back(std::move(system));
  }
  return runs < 2 ? std::vector<SoftnessSystem>{} : systems;
}

}  // namespace soret
