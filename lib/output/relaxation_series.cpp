#include <soret/output/relaxation_series.hpp>

#include "comparison_groups.hpp"

#include <soret/core/error.hpp>

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
  series.name = quantity.full_name();
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
  if (!comparison.different_models.empty() || find_state(comparison, "temperature") == nullptr) {
    return all;
  }
  const DifferingState* composition = find_state(comparison, "mole fraction");
  for (const ComparedQuantity& quantity : comparison.quantities) {
    if (quantity.name.starts_with("relaxation_time")) {
      for (const auto& group : groups_at(comparison, {composition})) {
        add_series_of(comparison, quantity, group, all);
      }
    }
  }
  return all;
}

}  // namespace soret
