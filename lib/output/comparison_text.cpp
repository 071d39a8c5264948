#include "atomic_file.hpp"
#include "report_parts.hpp"
#include "text_columns.hpp"
#include "words.hpp"

#include <soret/core/version.hpp>
#include <soret/output/comparison_report.hpp>
#include <soret/output/comparison_response.hpp>
#include <soret/output/comparison_series.hpp>
#include <soret/output/relaxation_series.hpp>
#include <soret/output/softness_systems.hpp>
#include <soret/output/soret_routes.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

using Json = nlohmann::ordered_json;  // dumps numbers that are not finite as null

constexpr const char* absent = "–";
constexpr const char* unknown = "unknown";

std::string cell(const std::optional<Estimate>& value)
{
  if (!value) {
    return absent;
  }
  return std::isfinite(value->value) ? to_string(*value) : unknown;
}

std::string difference_cell(const ComparedQuantity& quantity, std::size_t run, std::size_t reference)
{
  if (!quantity.values[run] || !quantity.values[reference]) {
    return absent;
  }
  return difference_text(quantity.differences[run]);
}

std::string state_values(const DifferingState& state)
{
  std::string text;
  for (const std::optional<double>& value : state.values) {
    text += (text.empty() ? "" : ", ") + (value ? fmt::format("{:.4g}", *value) : unknown);
  }
  return text + (state.unit.empty() ? "" : " " + state.unit);
}

Json to_json(const Estimate& estimate)
{
  return {{"value", estimate.value}, {"standard_error", estimate.standard_error}};
}

template <class Number>
Json to_json(const std::optional<Number>& item)
{
  return item ? Json(*item) : Json(nullptr);
}

Json to_json(const ComparedQuantity& quantity)
{
  Json values = Json::array();
  Json differences = Json::array();
  for (std::size_t run = 0; run < quantity.values.size(); ++run) {
    values.push_back(quantity.values[run] ? to_json(*quantity.values[run]) : Json(nullptr));
    differences.push_back(to_json(quantity.differences[run]));
  }
  Json mean = nullptr;
  if (quantity.mean) {
    mean = to_json(quantity.mean->estimate);
    mean["chi_squared"] = quantity.mean->chi_squared;
    mean["degrees_of_freedom"] = quantity.averaged - 1;
  }
  return {{"name", quantity.name},
          {"of", quantity.of},
          {"unit", quantity.unit},
          {"values", values},
          {"differences_in_standard_errors", differences},
          {"weighted_mean", mean}};
}

Json to_json(const DifferingState& state)
{
  Json values = Json::array();
  for (const std::optional<double>& value : state.values) {
    values.push_back(to_json(value));
  }
  return {{"name", state.name}, {"unit", state.unit}, {"values", values}};
}

Json runs_from_one(const std::vector<std::size_t>& runs)
{
  Json numbers = Json::array();
  for (const std::size_t run : runs) {
    numbers.push_back(run + 1);
  }
  return numbers;
}

Json to_json(const std::vector<ResponseState>& states)
{
  Json list = Json::array();
  for (const ResponseState& state : states) {
    for (std::size_t k = 0; k < state.points.size(); ++k) {
      list.push_back({{"of", state.species},
                      {"temperature", state.temperature},
                      {"run", state.runs[k] + 1},
                      {"temperature_gradient", state.points[k].gradient},
                      {"mole_fraction_gradient", to_json(state.points[k].response)},
                      {"regime", name_of(state.found.regimes[k])}});
    }
  }
  return list;
}

Json to_json(const ComparisonSeries& series)
{
  Json list = Json::array();
  for (const TemperatureSeries& each : series.temperatures) {
    list.push_back({{"kind", "arrhenius"},
                    {"quantity", each.name},
                    {"runs", runs_from_one(each.runs)},
                    {"activation_energy", to_json(each.arrhenius.activation_energy)},
                    {"log_prefactor", to_json(each.arrhenius.log_prefactor)},
                    {"chi_squared", each.arrhenius.line.chi_squared}});
    if (each.power_law) {
      list.push_back({{"kind", "power law"},
                      {"quantity", each.name},
                      {"runs", runs_from_one(each.runs)},
                      {"critical_temperature", to_json(each.power_law->critical_temperature)},
                      {"exponent", to_json(each.power_law->exponent)},
                      {"log_prefactor", to_json(each.power_law->log_prefactor)},
                      {"chi_squared", each.power_law->chi_squared}});
    }
  }
  for (const FlowRatioSeries& each : series.flow_ratios) {
    list.push_back({{"kind", "flow ratio"},
                    {"quantity", "shear_viscosity"},
                    {"of", each.species},
                    {"runs", runs_from_one(each.runs)},
                    {"flow_ratio", to_json(each.fit.ratio)},
                    {"chi_squared", each.fit.line.chi_squared}});
  }
  for (const DiffusionSizeSeries& each : series.diffusion_sizes) {
    Json limits = Json::object();
    for (std::size_t s = 0; s < each.species.size(); ++s) {
      limits[each.species[s]] = to_json(each.fit.coefficients[s]);
    }
    list.push_back({{"kind", "diffusion by box length"},
                    {"quantity", "self_diffusion"},
                    {"runs", runs_from_one(each.runs)},
                    {"limits", limits},
                    {"shear_viscosity", to_json(each.fit.viscosity)},
                    {"chi_squared", each.fit.chi_squared}});
  }
  for (const StructureSizeSeries& each : series.structure_sizes) {
    list.push_back({{"kind", "structure by box length"},
                    {"quantity", each.name},
                    {"runs", runs_from_one(each.runs)},
                    {"limit", to_json(each.fit.limit)},
                    {"slope", to_json(each.fit.slope)},
                    {"chi_squared", each.fit.line.chi_squared}});
  }
  return list;
}

/// The fits that could be made.
Json to_json(const std::vector<RelaxationSeries>& all)
{
  Json list = Json::array();
  for (const RelaxationSeries& each : all) {
    Json json = {{"quantity", each.name}, {"runs", runs_from_one(each.runs)}, {"refusals", each.refusals}};
    if (each.vft) {
      json["vft"] = {{"fragility", to_json(each.vft->fragility)},
                     {"temperature", to_json(each.vft->temperature)},
                     {"log_time", to_json(each.vft->log_time)},
                     {"chi_squared", each.vft->chi_squared}};
    }
    if (each.parabolic) {
      json["parabolic"] = {{"energy", to_json(each.parabolic->energy)},
                           {"onset", to_json(each.parabolic->onset)},
                           {"log_time", to_json(each.parabolic->log_time)},
                           {"chi_squared", each.parabolic->chi_squared},
                           {"points", each.parabolic->points}};
    }
    if (each.mode_coupling) {
      json["mode_coupling"] = {{"temperature", to_json(each.mode_coupling->temperature)},
                               {"exponent", to_json(each.mode_coupling->exponent)},
                               {"log_prefactor", to_json(each.mode_coupling->log_prefactor)},
                               {"chi_squared", each.mode_coupling->chi_squared}};
    }
    if (each.onset) {
      json["onset"] = to_json(*each.onset);
    }
    list.push_back(std::move(json));
  }
  return list;
}

Json to_json(const SoftnessDynamics& dynamics)
{
  Json barriers = Json::array();
  for (const SoftnessPoint& point : dynamics.points) {
    barriers.push_back(to_json(point.barrier));
  }
  Json json = {{"runs", runs_from_one(dynamics.runs)}, {"barriers", barriers}};
  if (dynamics.fit) {
    json["intercept"] = to_json(dynamics.fit->intercept);
    json["slope"] = to_json(dynamics.fit->slope);
    json["chi_squared"] = dynamics.fit->chi_squared;
  }
  return json;
}

Json to_json(const std::vector<SoftnessSystem>& systems)
{
  Json list = Json::array();
  for (const SoftnessSystem& system : systems) {
    Json softness = Json::array();
    for (const Estimate& each : system.softness) {
      softness.push_back(to_json(each));
    }
    list.push_back({{"system", system.name},
                    {"runs", runs_from_one(system.runs)},
                    {"temperatures", system.temperatures},
                    {"softness", softness},
                    {"relaxation", to_json(system.relaxation)},
                    {"first_passage", to_json(system.first_passage)}});
    if (system.line) {
      list.back()["softness_at_zero"] = to_json(system.line->value_at(0.0));
      list.back()["softness_slope"] = to_json(system.line->slope_estimate());
    }
  }
  return list;
}

Json to_json(const std::optional<Estimate>& estimate) { return estimate ? to_json(*estimate) : Json(nullptr); }

Json to_json(const SoretRoutes& routes)
{
  Json list = Json::array();
  for (const SoretRoute& route : routes.routes) {
    list.push_back({{"route", route.name},
                    {"of", routes.species},
                    {"unit", routes.unit},
                    {"run", route.run + 1},
                    {"factor_run", route.factor ? Json(route.factor_run + 1) : Json(nullptr)},
                    {"factor_name", route.factor ? Json(route.factor_name) : Json(nullptr)},
                    {"thermodynamic_factor", to_json(route.factor)},
                    {"soret_coefficient_times_thermodynamic_factor", to_json(route.product)},
                    {"soret_coefficient", to_json(route.soret)},
                    {"difference_in_standard_errors", to_json(route.difference)},
                    {"factor_difference_in_standard_errors", to_json(route.factor_shift)}});
  }
  return list;
}

Json states_of(const SoretRoutes& routes)
{
  Json list = Json::array();
  for (const RouteState& state : routes.states) {
    list.push_back({{"run", state.run + 1},
                    {"mole_fraction", to_json(state.mole_fraction)},
                    {"temperature", to_json(state.temperature)},
                    {"pressure", to_json(state.pressure)}});
  }
  return list;
}

/// The first quantity that both runs have measured with the same digits, as independent runs do not; null without one.
const ComparedQuantity* same_measurement(const Comparison& comparison, std::size_t a, std::size_t b)
{
  const auto found = std::ranges::find_if(comparison.quantities, [&](const ComparedQuantity& quantity) {
    const std::optional<Estimate>& one = quantity.values[a];
    const std::optional<Estimate>& other = quantity.values[b];
    return one && other && !one->is_imposed() && std::isfinite(one->standard_error) && one->value == other->value &&
           one->standard_error == other->standard_error;
  });
  return found == comparison.quantities.end() ? nullptr : &*found;
}

/// A copy of a run, or its continuation, is not independent of it.
std::vector<std::string> shared_samples(const Comparison& comparison)
{
  std::vector<std::string> remarks;
  for (std::size_t b = 1; b < comparison.runs.size(); ++b) {
    for (std::size_t a = 0; a < b; ++a) {
      if (const ComparedQuantity* same = same_measurement(comparison, a, b)) {
        remarks.push_back(
            fmt::format("Runs {} and {} have {} in common to the last digit: they share samples, and their "
                        "differences, means and χ² are not those of independent runs.",
                        a + 1, b + 1, same->full_name()));
      }
    }
  }
  return remarks;
}

}  // namespace

ReportTable comparison_table(const Comparison& comparison)
{
  ReportTable table{{"quantity", "unit"}, {}};
  for (std::size_t run = 0; run < comparison.labels.size(); ++run) {
    table.head.push_back(fmt::format("{}: {}", run + 1, comparison.labels[run]));
  }
  for (std::size_t run = 0; run < comparison.labels.size(); ++run) {
    if (run != comparison.reference) {
      table.head.push_back(fmt::format("{} − {}", run + 1, comparison.reference + 1));
    }
  }
  table.head.insert(table.head.end(), {"weighted mean", "χ² (expected)"});
  for (const ComparedQuantity& quantity : comparison.quantities) {
    std::vector<std::string> row{quantity.full_name(), quantity.unit};
    for (const std::optional<Estimate>& value : quantity.values) {
      row.push_back(cell(value));
    }
    for (std::size_t run = 0; run < quantity.values.size(); ++run) {
      if (run != comparison.reference) {
        row.push_back(difference_cell(quantity, run, comparison.reference));
      }
    }
    row.push_back(quantity.mean ? to_string(quantity.mean->estimate) : absent);
    row.push_back(quantity.mean ? fmt::format("{:.1f} ({})", quantity.mean->chi_squared, quantity.averaged - 1)
                                : absent);
    table.rows.push_back(row);
  }
  return table;
}

std::vector<std::string> comparison_remarks(const Comparison& comparison)
{
  std::vector<std::string> remarks{
      fmt::format("Differences from run {} are in combined standard errors (* beyond 2, ** beyond 3), with the runs "
                  "taken as independent.",
                  comparison.reference + 1)};
  for (std::size_t run = 0; run < comparison.runs.size(); ++run) {
    if (!comparison.runs[run].complete) {
      remarks.push_back(
          fmt::format("Run {} was stopped before its end: its values are those of what had been sampled "
                      "by then.",
                      run + 1));
    }
  }
  const std::vector<std::string> shared = shared_samples(comparison);
  remarks.insert(remarks.end(), shared.begin(), shared.end());
  for (std::string difference : comparison.different_models) {
    difference.front() = 'R';
    remarks.push_back(difference + ". There are no weighted means, no series and no table of routes.");
  }
  for (const DifferingState& state : comparison.states) {
    remarks.push_back(
        fmt::format("The runs differ in {} ({}): what depends on it differs too, and its mean and χ² mean nothing.",
                    state.name, state_values(state)));
  }
  return remarks;
}

std::string comparison_text(const Comparison& comparison)
{
  std::string text = text_columns(comparison_table(comparison));
  text += "\n";
  for (const std::string& remark : comparison_remarks(comparison)) {
    text += remark + "\n";
  }
  return text + series_text(series_of(comparison)) + response_text(response_states(comparison)) +
         relaxation_text(relaxation_series_of(comparison)) + routes_text(routes_of(comparison)) +
         softness_text(softness_systems(comparison));
}

std::string comparison_json(const Comparison& comparison)
{
  Json runs = Json::array();
  for (std::size_t run = 0; run < comparison.runs.size(); ++run) {
    const RunSummary& summary = comparison.runs[run];
    runs.push_back({{"label", comparison.labels[run]},
                    {"summary", summary.file.string()},
                    {"program", summary.program},
                    {"version", summary.version}});
  }
  Json states = Json::array();
  for (const DifferingState& state : comparison.states) {
    states.push_back(to_json(state));
  }
  Json quantities = Json::array();
  for (const ComparedQuantity& quantity : comparison.quantities) {
    quantities.push_back(to_json(quantity));
  }
  const SoretRoutes routes = routes_of(comparison);
  const Json json = {{"program", "soret-compare"},
                     {"version", version()},
                     {"reference", comparison.labels[comparison.reference]},
                     {"runs", runs},
                     {"different_models", comparison.different_models},
                     {"states", states},
                     {"quantities", quantities},
                     {"series", to_json(series_of(comparison))},
                     {"relaxation", to_json(relaxation_series_of(comparison))},
                     {"softness", to_json(softness_systems(comparison))},
                     {"responses", to_json(response_states(comparison))},
                     {"routes", to_json(routes)},
                     {"obstacle_to_routes", routes.obstacle.empty() ? Json(nullptr) : Json(routes.obstacle)},
                     {"route_states", states_of(routes)}};
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";  // file names may be no UTF-8
}

void write_comparison_json(const Comparison& comparison, const std::filesystem::path& file)
{
  write_file_atomically(file, comparison_json(comparison));
}

}  // namespace soret
