#include <soret/output/relaxation_series.hpp>

#include "comparison_groups.hpp"
#include "one_system.hpp"

#include <soret/core/error.hpp>

#include <algorithm>
#include <utility>

namespace soret {

namespace {

/// What `fit` gives, or why it gives nothing.
template <class Fit>
auto attempted(RelaxationSeries& series, const Fit& fit) -> std::optional<decltype(fit(series.points))>
{
  try {
    return fit(series.points);
  }
  catch (const InputError& refusal) {
    series.refusals.emplace_back(refusal.what());
  }
  catch (const RunTimeFailure& refusal) {
    series.refusals.emplace_back(refusal.what());
  }
  return std::nullopt;
}

void add_series_of(const Comparison& comparison, const ComparedQuantity& quantity,
                   const std::vector<std::size_t>& group, std::vector<RelaxationSeries>& all)
{
  RelaxationSeries series;
  const std::string system = system_name(comparison.runs[group.front()]);
  series.name = quantity.full_name() + (system.empty() ? "" : " of " + system);
  series.unit = quantity.unit;
  std::vector<double> temperatures;
  for (const std::size_t run : group) {
    const std::optional<double> temperature = series_temperature(comparison.runs[run]);
    const std::optional<Estimate>& time = quantity.values[run];
    if (temperature && is_usable(time) && time->value > 0.0) {
      series.runs.push_back(run);
      series.points.push_back({Temperature{*temperature}, *time});
      temperatures.push_back(*temperature);
    }
  }
  if (!differ(temperatures)) {
    return;
  }
  series.vft = attempted(series, fit_vft);
  series.parabolic = attempted(series, fit_parabolic);
  series.mode_coupling = attempted(series, fit_mode_coupling);
  series.onset = attempted(series, [](const auto& points) { return onset_temperature(points); });
  all.push_back(std::move(series));
}

}  // namespace

std::vector<RelaxationSeries> relaxation_series_of(const Comparison& comparison)
{
  std::vector<RelaxationSeries> all;
  std::vector<std::vector<std::size_t>> systems;
  for (std::size_t run = 0; run < comparison.runs.size(); ++run) {
    const auto system = std::ranges::find_if(
        systems, [&](const auto& each) { return is_one_system(comparison.runs[each.front()], comparison.runs[run]); });
    if (system == systems.end()) {
      systems.push_back({run});
    }
    else {
      system->push_back(run);
    }
  }
  for (const ComparedQuantity& quantity : comparison.quantities) {
    if (quantity.name.starts_with("relaxation_time")) {
      for (const auto& system : systems) {
        add_series_of(comparison, quantity, system, all);
      }
    }
  }
  return all;
}

}  // namespace soret
