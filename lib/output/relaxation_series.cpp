#include <soret/output/relaxation_series.hpp>

#include "comparison_groups.hpp"
#include "one_system.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

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
  const ValuesAgainstTemperature known = against_temperature(comparison, quantity, group);
  if (!differ(known.temperatures)) {
    return;
  }
  series.runs = known.runs;
  for (std::size_t k = 0; k < known.runs.size(); ++k) {
    series.points.push_back({Temperature{known.temperatures[k]}, known.values[k]});
  }
  if (series.points.size() < fewest_law_points) {
    series.refusals.push_back(
        fmt::format("{} temperatures; a law needs at least {}", series.points.size(), fewest_law_points));
    all.push_back(std::move(series));
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
  const auto systems = groups_of(all_runs(comparison), [&](std::size_t a, std::size_t b) {
    return is_one_system(comparison.runs[a], comparison.runs[b]);
  });
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
