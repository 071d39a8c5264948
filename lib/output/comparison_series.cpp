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

std::vector<Temperature> as_temperatures(const std::vector<double>& values)
{
  std::vector<Temperature> temperatures;
  for (const double value : values) {
    temperatures.emplace_back(value);
  }
  return temperatures;
}

void add_temperature_series(const Comparison& comparison, const ComparedQuantity& quantity, bool is_viscosity,
                            const std::vector<std::size_t>& group, ComparisonSeries& series)
{
  const ValuesAgainstTemperature known = against_temperature(comparison, quantity, group);
  if (differ(known.temperatures)) {
    TemperatureSeries found;
    found.name = quantity.full_name();
    found.unit = quantity.unit;
    found.runs = known.runs;
    found.temperatures = as_temperatures(known.temperatures);
    found.values = known.values;
    found.is_viscosity = is_viscosity;
    found.arrhenius = is_viscosity ? fit_viscous_flow(found.temperatures, found.values)
                                   : fit_arrhenius(found.temperatures, found.values);
    found.power_law = is_viscosity ? std::nullopt : power_law_of(found);
    series.temperatures.push_back(std::move(found));
  }
}

/// The only species of a model; empty if there are more or it is not known.
std::string pure_species(const RunSummary& run)
{
  return run.model && run.model->species.size() == 1 ? run.model->species.front() : "";
}

void add_flow_ratio(const Comparison& comparison, const ComparedQuantity& viscosity,
                    const std::vector<std::size_t>& group, ComparisonSeries& series)
{
  const ValuesAgainstTemperature known = against_temperature(comparison, viscosity, group);
  FlowRatioSeries found;
  found.species = pure_species(comparison.runs[group.front()]);
  found.viscosity_unit = viscosity.unit;
  std::vector<double> temperatures;
  std::vector<Estimate> energies;
  for (std::size_t k = 0; k < known.runs.size(); ++k) {
    const SummaryEntry* energy = comparison.runs[known.runs[k]].find("potential_energy");
    if (energy != nullptr && is_usable(energy->estimate) && energy->estimate.value < 0.0) {
      found.runs.push_back(known.runs[k]);
      temperatures.push_back(known.temperatures[k]);
      found.viscosities.push_back(known.values[k]);
      energies.push_back(energy->estimate);
      found.cohesive_over_thermal.push_back(-energy->estimate.value / known.temperatures[k]);
    }
  }
  if (found.species.empty() || !differ(temperatures)) {
    return;
  }
  try {
    found.fit = fit_flow_ratio(as_temperatures(temperatures), found.viscosities, energies);
    series.flow_ratios.push_back(std::move(found));
  }
  catch (const RunTimeFailure&) {  // noise hides how the viscosity rises
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
constexpr std::array of_flow{"shear_viscosity", "shear_viscosity_cepstral"};
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
    const bool is_viscosity = is_one_of(of_flow, quantity.name);
    if (temperature != nullptr && (is_viscosity || is_one_of(thermally_activated, quantity.name))) {
      for (const auto& group : groups_at(comparison, {composition, transport_box})) {
        for (const auto& path : isochore_or_isobars(comparison, group)) {
          add_temperature_series(comparison, quantity, is_viscosity, path, series);
        }
        if (quantity.name == of_flow.front()) {
          for (const auto& isobar : isobars(comparison, group)) {
            add_flow_ratio(comparison, quantity, isobar, series);
          }
        }
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
