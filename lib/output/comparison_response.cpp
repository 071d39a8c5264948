#include <soret/output/comparison_response.hpp>

#include <soret/output/figure.hpp>
#include <soret/output/nemd_report.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace soret {

namespace {

constexpr double same_temperature = 0.02;  // relative

std::string first_species(const std::vector<RunSummary>& runs)
{
  for (const RunSummary& run : runs) {
    for (const SummaryEntry& entry : run.entries) {
      if (entry.name == "mole_fraction_gradient") {
        return entry.of;
      }
    }
  }
  return "";
}

/// The point of one run and its temperature.
std::optional<std::pair<double, ResponsePoint>> point_of(const RunSummary& run, const std::string& species)
{
  const SummaryEntry* temperature = run.find("mean_temperature");
  const SummaryEntry* gradient = run.find("temperature_gradient");
  const SummaryEntry* response = run.find("mole_fraction_gradient", species);
  const SummaryEntry* curvature = run.find("mole_fraction_curvature", species);
  const bool is_usable = temperature != nullptr && gradient != nullptr && response != nullptr &&
                         std::abs(gradient->estimate.value) > 0.0 && response->estimate.standard_error > 0.0 &&
                         std::isfinite(response->estimate.standard_error);
  if (!is_usable) {
    return std::nullopt;
  }
  ResponsePoint point{std::abs(gradient->estimate.value), response->estimate, {}};
  if (curvature != nullptr) {
    point.curvature = curvature->estimate;
  }
  return std::pair{temperature->estimate.value, point};
}

void sort_by_gradient(ResponseState& state)
{
  std::vector<std::pair<ResponsePoint, std::size_t>> pairs;
  for (std::size_t k = 0; k < state.runs.size(); ++k) {
    pairs.emplace_back(state.points[k], state.runs[k]);
  }
  std::ranges::stable_sort(pairs, {}, [](const auto& pair) { return pair.first.gradient; });
  for (std::size_t k = 0; k < pairs.size(); ++k) {
    state.points[k] = pairs[k].first;
    state.runs[k] = pairs[k].second;
  }
}

}  // namespace

std::vector<ResponseState> response_states(const Comparison& comparison)
{
  std::vector<ResponseState> states;
  const std::string species = first_species(comparison.runs);
  if (!comparison.different_models.empty() || species.empty()) {
    return states;
  }
  std::size_t counted = 0;
  for (std::size_t run = 0; run < comparison.runs.size(); ++run) {
    const auto point = point_of(comparison.runs[run], species);
    if (!point) {
      continue;
    }
    ++counted;
    auto state = std::ranges::find_if(states, [&](const ResponseState& each) {
      return std::abs(each.temperature - point->first) < same_temperature * each.temperature;
    });
    if (state == states.end()) {
      states.push_back({species, point->first, {}, {}, {}});
      state = std::prev(states.end());
    }
    state->runs.push_back(run);
    state->points.push_back(point->second);
  }
  if (counted < 2) {
    return {};
  }
  std::ranges::stable_sort(states, {}, &ResponseState::temperature);
  for (ResponseState& state : states) {
    sort_by_gradient(state);
    state.found = nonlinear_onset(state.points);
  }
  return states;
}

std::string response_text(const std::vector<ResponseState>& states)
{
  std::string text;
  for (const ResponseState& state : states) {
    text += fmt::format("response of {} at temperature {:.3g}: {}:", state.species, state.temperature,
                        onset_words(state.found, state.points));
    for (std::size_t k = 0; k < state.points.size(); ++k) {
      text += fmt::format("{} run {} at {:.3g} {}", k == 0 ? "" : ",", state.runs[k] + 1, state.points[k].gradient,
                          name_of(state.found.regimes[k]));
    }
    text += "\n";
  }
  return text;
}

void add_responses(Report& report, const std::vector<ResponseState>& states)
{
  if (states.empty()) {
    return;
  }
  Figure figure{"{/:Italic T}_{m} / (ε/k_{B})", "d{/:Italic T}/d{/:Italic z} / (ε/(k_{B} σ))"};
  for (const ResponseRegime regime : {ResponseRegime::none, ResponseRegime::linear, ResponseRegime::nonlinear}) {
    std::vector<double> temperatures;
    std::vector<double> gradients;
    for (const ResponseState& state : states) {
      for (std::size_t k = 0; k < state.points.size(); ++k) {
        if (state.found.regimes[k] == regime) {
          temperatures.push_back(state.temperature);
          gradients.push_back(state.points[k].gradient);
        }
      }
    }
    if (!temperatures.empty()) {
      figure.dots(name_of(regime), ink(static_cast<std::size_t>(regime) + 1), temperatures, gradients);
    }
  }
  report.heading("State diagram of the response");
  report.figure(
      figure, "Linear or not",
      "Mean temperature and gradient of each run. Nonlinear: the response over the gradient departs from that "
      "of smaller gradients, or the profile is bent, by more than two standard errors.");
  ReportTable table{{"temperature", "gradient", "run", "gradient of the mole fraction", "response"}, {}};
  for (const ResponseState& state : states) {
    for (std::size_t k = 0; k < state.points.size(); ++k) {
      table.rows.push_back({fmt::format("{:.4g}", state.temperature), fmt::format("{:.3g}", state.points[k].gradient),
                            fmt::format("{}", state.runs[k] + 1), to_string(state.points[k].response),
                            name_of(state.found.regimes[k])});
    }
  }
  report.table(table);
}

}  // namespace soret
