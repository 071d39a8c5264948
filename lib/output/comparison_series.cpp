#include <soret/output/comparison_series.hpp>

#include "atomic_file.hpp"
#include "comparison_groups.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace soret {

namespace {

/// Nothing unless a temperature is known at which the coefficient would vanish.
std::optional<PowerLawFit> power_law_of(const TemperatureSeries& series)
{
  constexpr double significance = 2.0;
  try {
    const PowerLawFit fit = fit_power_law(series.temperatures, series.values);
    const bool is_known = fit.critical_temperature.standard_errors_from(0.0) > significance;
    return is_known ? std::optional{fit} : std::nullopt;
  }
  catch (const InputError&) {  // too few temperatures
    return std::nullopt;
  }
  catch (const RunTimeFailure&) {  // it fits none
    return std::nullopt;
  }
}

void add_temperature_series(const Comparison& comparison, const ComparedQuantity& quantity,
                            const std::vector<std::size_t>& group, ComparisonSeries& series)
{
  const ValuesAgainstTemperature known = against_temperature(comparison, quantity, group);
  if (differ(known.temperatures)) {
    TemperatureSeries found;
    found.name = quantity.full_name();
    found.unit = quantity.unit;
    found.runs = known.runs;
    for (const double temperature : known.temperatures) {
      found.temperatures.emplace_back(temperature);
    }
    found.values = known.values;
    found.arrhenius = fit_arrhenius(found.temperatures, found.values);
    found.power_law = power_law_of(found);
    series.temperatures.push_back(std::move(found));
  }
}

void add_diffusion_sizes(const Comparison& comparison, const DifferingState& lengths,
                         const std::vector<std::size_t>& group, ComparisonSeries& series)
{
  DiffusionSizeSeries found;
  bool has_two_sizes = false;
  std::set<std::size_t> runs;
  double temperature = 0.0;
  for (const ComparedQuantity& quantity : comparison.quantities) {
    if (quantity.name != "self_diffusion") {
      continue;
    }
    found.species.push_back(quantity.of);
    found.unit = quantity.unit;
    std::vector<double> used;
    for (const std::size_t run : group) {
      const std::optional<double>& length = lengths.values[run];
      const std::optional<double> at = series_temperature(comparison.runs[run]);
      if (length && at && is_usable(quantity.values[run])) {
        found.points.push_back({found.species.size() - 1, {*length, *length, *length}, *quantity.values[run]});
        used.push_back(*length);
        temperature += *at;
        runs.insert(run);
      }
    }
    has_two_sizes = has_two_sizes || differ(used);
    if (used.empty()) {
      found.species.pop_back();
    }
  }
  if (has_two_sizes) {
    found.runs.assign(runs.begin(), runs.end());
    found.temperature = Temperature{temperature / static_cast<double>(found.points.size())};
    found.fit = fit_infinite_size(found.points, found.temperature);
    series.diffusion_sizes.push_back(std::move(found));
  }
}

void add_structure_sizes(const ComparedQuantity& quantity, const DifferingState& lengths,
                         const std::vector<std::size_t>& group, ComparisonSeries& series)
{
  StructureSizeSeries found;
  found.name = quantity.full_name();
  found.unit = quantity.unit;
  for (const std::size_t run : group) {
    if (lengths.values[run] && is_usable(quantity.values[run])) {
      found.runs.push_back(run);
      found.lengths.push_back(*lengths.values[run]);
      found.values.push_back(*quantity.values[run]);
    }
  }
  if (differ(found.lengths)) {
    found.fit = fit_inverse_size(found.lengths, found.values);
    series.structure_sizes.push_back(std::move(found));
  }
}

template <std::size_t Count>
bool is_one_of(const std::array<const char*, Count>& names, const std::string& name)
{
  return std::ranges::any_of(names, [&](const char* each) { return name == each; });
}

constexpr std::array thermally_activated{"self_diffusion",   "self_diffusion_infinite",   "self_diffusion_green_kubo",
                                         "mutual_diffusion", "mutual_diffusion_infinite", "interdiffusion"};
constexpr std::array of_structure{"kirkwood_buff", "thermodynamic_factor", "thermodynamic_factor_from_modes"};

}  // namespace

ComparisonSeries series_of(const Comparison& comparison)
{
  ComparisonSeries series;
  if (!comparison.different_models.empty()) {
    return series;
  }
  const DifferingState* composition = find_state(comparison, "mole fraction");
  const DifferingState* temperature = find_state(comparison, "temperature");
  const DifferingState* transport_box = find_state(comparison, "box length of transport");
  const DifferingState* structure_box = find_state(comparison, "box length of structure");
  for (const ComparedQuantity& quantity : comparison.quantities) {
    if (temperature != nullptr && is_one_of(thermally_activated, quantity.name)) {
      for (const auto& group : groups_at(comparison, {composition, transport_box})) {
        add_temperature_series(comparison, quantity, group, series);
      }
    }
    if (structure_box != nullptr && is_one_of(of_structure, quantity.name)) {
      for (const auto& group : groups_at(comparison, {composition, temperature})) {
        add_structure_sizes(quantity, *structure_box, group, series);
      }
    }
  }
  if (transport_box != nullptr) {
    for (const auto& group : groups_at(comparison, {composition, temperature})) {
      add_diffusion_sizes(comparison, *transport_box, group, series);
    }
  }
  return series;
}

void write_state_table(const Comparison& comparison, const std::filesystem::path& file)
{
  constexpr std::array columns{"mean_temperature", "density",  "pressure",
                               "potential_energy", "enthalpy", "heat_capacity"};
  std::string text = "run,label,mole_fraction";
  for (const char* column : columns) {
    text += fmt::format(",{0},{0}_standard_error", column);
  }
  const auto number = [](double value) { return std::isfinite(value) ? fmt::format("{:.10g}", value) : ""; };
  for (std::size_t run = 0; run < comparison.runs.size(); ++run) {
    const RunSummary& summary = comparison.runs[run];
    std::string label = comparison.labels[run];
    std::ranges::replace(label, '"', '\'');
    text += fmt::format("\n{},\"{}\",{}", run + 1, label,
                        summary.mole_fractions.empty() ? "" : number(summary.mole_fractions.front().second));
    for (const char* column : columns) {
      const SummaryEntry* entry = summary.find(column);
      text += entry == nullptr
                  ? ",,"
                  : fmt::format(",{},{}", number(entry->estimate.value), number(entry->estimate.standard_error));
    }
  }
  write_file_atomically(file, text + "\n");
}

}  // namespace soret
