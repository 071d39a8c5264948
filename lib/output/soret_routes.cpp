#include <soret/output/soret_routes.hpp>

#include <soret/estimate/propagation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <string_view>
#include <utility>

namespace soret {

namespace {

constexpr std::string_view soret_name = "soret_coefficient";
constexpr std::string_view factor_name = "thermodynamic_factor";
constexpr std::string_view product_name = "soret_coefficient_times_thermodynamic_factor";
constexpr std::string_view gradient_program = "soret-nemd";
constexpr std::string_view open_program = "soret-gcmc";

/// What follows `name` in the name of one of its kinds: "" or "_from_modes"; nothing for other entries.
std::optional<std::string> ending_of(const SummaryEntry& entry, std::string_view name)
{
  if (!entry.name.starts_with(name)) {
    return std::nullopt;
  }
  std::string ending = entry.name.substr(name.size());
  return ending.empty() || ending.starts_with("_from_") ? std::optional{std::move(ending)} : std::nullopt;
}

std::string name_of_route(const std::string& ending, const std::string& program)
{
  constexpr std::array words{std::pair{"_from_modes", "structure factors"}, std::pair{"_from_exchange", "exchanges"},
                             std::pair{"_from_insertion", "chemical potentials"}};
  if (ending.empty()) {
    return std::string{"Γ from "} + (program == open_program ? "number fluctuations" : "distribution functions");
  }
  const auto found = std::ranges::find_if(words, [&](const auto& each) { return ending == each.first; });
  std::string source = found == words.end() ? ending.substr(std::string_view{"_from_"}.size()) : found->second;
  std::ranges::replace(source, '_', ' ');
  return "Γ from " + source;
}

Estimate quotient(const Estimate& product, const Estimate& factor)
{
  const std::array inputs{product, factor};
  return propagate([](std::span<const double> x) { return x[0] / x[1]; }, inputs);
}

/// Whether the run knows an S_T of any species.
bool has_soret(const RunSummary& run)
{
  return std::ranges::any_of(run.entries,
                             [](const SummaryEntry& entry) { return ending_of(entry, soret_name).has_value(); });
}

/// Collects the routes of one species.
class RouteFinder {
 public:
  RouteFinder(const std::vector<RunSummary>& runs, const std::string& species) : runs_{runs}
  {
    found_.species = species;
  }

  SoretRoutes find()
  {
    for (const bool in_gradient : {true, false}) {
      for (std::size_t run = 0; run < runs_.size(); ++run) {
        if ((runs_[run].program == gradient_program) == in_gradient) {
          in_gradient ? add_gradient(run) : add_own(run);
        }
      }
    }
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      if (const SummaryEntry* product = product_of(run)) {
        add_quotients(run, *product);
      }
    }
    return std::move(found_);
  }

 private:
  const SummaryEntry* product_of(std::size_t run) const
  {
    return runs_[run].find(std::string{product_name}, found_.species);
  }

  void add_gradient(std::size_t run)
  {
    if (const SummaryEntry* soret = runs_[run].find(std::string{soret_name}, found_.species)) {
      add({.name = "temperature gradient", .run = run, .factor_run = run, .soret = soret->estimate}, soret->unit);
    }
  }

  /// What an equilibrium run makes of its own thermodynamic factors.
  void add_own(std::size_t run)
  {
    const SummaryEntry* product = product_of(run);
    for (const SummaryEntry& soret : runs_[run].entries) {
      const std::optional<std::string> ending = ending_of(soret, soret_name);
      if (!ending || soret.of != found_.species) {
        continue;
      }
      const SummaryEntry* factor = runs_[run].find(std::string{factor_name} + *ending);
      if (factor != nullptr) {
        add({.name = name_of_route(*ending, runs_[run].program),
             .run = run,
             .factor_run = run,
             .factor_name = factor->name,
             .factor = factor->estimate,
             .product = product != nullptr ? std::optional{product->estimate} : std::nullopt,
             .soret = soret.estimate},
            soret.unit);
      }
    }
  }

  /// What an equilibrium run makes of the thermodynamic factors of others.
  void add_quotients(std::size_t run, const SummaryEntry& product)
  {
    for (std::size_t other = 0; other < runs_.size(); ++other) {
      const bool has_state = runs_[other].find("mean_temperature") != nullptr;  // a trajectory alone has none
      if (other == run || has_soret(runs_[other]) || !has_state) {
        continue;
      }
      for (const SummaryEntry& factor : runs_[other].entries) {
        const std::optional<std::string> ending = ending_of(factor, factor_name);
        if (ending && factor.of.empty()) {
          add({.name = name_of_route(*ending, runs_[other].program),
               .run = run,
               .factor_run = other,
               .factor_name = factor.name,
               .factor = factor.estimate,
               .product = product.estimate,
               .soret = quotient(product.estimate, factor.estimate)},
              product.unit);
        }
      }
    }
  }

  void add(SoretRoute route, const std::string& unit)
  {
    if (found_.routes.empty()) {
      found_.unit = unit;
    }
    if (std::isfinite(route.soret.value) && unit == found_.unit) {
      found_.routes.push_back(std::move(route));
    }
  }

  const std::vector<RunSummary>& runs_;
  SoretRoutes found_;
};

/// The difference of what two routes do not share, with the sign that it has in S_T.
std::optional<double> difference_by(const std::optional<Estimate>& part, const std::optional<Estimate>& of_first,
                                    double difference_of_soret)
{
  const std::optional<double> difference = difference_in_errors(*part, *of_first);
  return difference ? std::optional{std::copysign(*difference, difference_of_soret)} : std::nullopt;
}

std::optional<double> difference_from(const SoretRoute& first, const SoretRoute& route)
{
  if (route.factor && first.factor) {
    const double sign = route.soret.value - first.soret.value;
    if (route.run == first.run) {
      return difference_by(route.factor, first.factor, sign);
    }
    if (route.factor_run == first.factor_run && route.factor_name == first.factor_name) {
      return difference_by(route.product, first.product, sign);
    }
  }
  return difference_in_errors(route.soret, first.soret);
}

void judge(std::vector<SoretRoute>& routes)
{
  for (SoretRoute& route : routes) {
    route.difference = difference_from(routes.front(), route);
    const auto first = std::ranges::find_if(
        routes, [&](const SoretRoute& other) { return other.factor.has_value() && other.run == route.run; });
    if (route.factor) {
      route.factor_shift = difference_in_errors(*route.factor, *first->factor);
    }
  }
}

/// The first of these that the run has.
std::optional<Estimate> first_of(const RunSummary& run,
                                 std::initializer_list<std::pair<const char*, std::string>> names)
{
  for (const auto& [name, of] : names) {
    if (const SummaryEntry* entry = run.find(name, of); entry != nullptr && std::isfinite(entry->estimate.value)) {
      return entry->estimate;
    }
  }
  return std::nullopt;
}

/// Where S_T or Gamma was measured: in a gradient at the centre of the window.
RouteState state_of(const Comparison& comparison, std::size_t run, const std::string& species)
{
  const RunSummary& summary = comparison.runs[run];
  RouteState state{
      run, first_of(summary, {{"mole_fraction", species}, {"local_mole_fraction", species}}),
      first_of(summary, {{"local_temperature", ""}, {"temperature_of_transport", ""}, {"mean_temperature", ""}}),
      first_of(summary, {{"pressure", ""}})};
  for (const auto& [name, fraction] : summary.mole_fractions) {
    if (!state.mole_fraction && name == species) {
      state.mole_fraction = Estimate{fraction, 0.0};
    }
  }
  return state;
}

/// "the temperatures 0.822 and 0.844 epsilon/k_B of runs 1 and 2 differ by 2.7 %, allowed is 1 % or ..."; empty if all
/// runs are at one state.
std::string obstacle_in(const Comparison& comparison)
{
  for (const DifferingState& state : comparison.states) {
    const auto [first, second] = state.farthest;
    const double a = state.values[first].value_or(0.0);
    const double b = state.values[second].value_or(0.0);
    const auto sentence = [&](const std::string& names, const std::string& distance, const char* allowed) {
      return fmt::format(
          "the {} {:.4g} and {:.4g} of runs {} and {} differ by {}, allowed is {} or two standard errors", names, a, b,
          first + 1, second + 1, distance, allowed);
    };
    if (state.name.starts_with("mole fraction")) {
      return sentence("mole fractions" + state.name.substr(std::string_view{"mole fraction"}.size()),
                      fmt::format("{:.2g}", std::abs(a - b)), "0.01");
    }
    if (state.name == "temperature") {
      return sentence("temperatures", fmt::format("{:.2g} %", 100.0 * std::abs(a - b) / std::max(a, b)), "1 %");
    }
  }
  return "";
}

bool is_wanted(const Comparison& comparison)
{
  return comparison.chosen.empty() || std::ranges::any_of(comparison.chosen, [](const std::string& choice) {
           return choice.starts_with(soret_name);
         });
}

/// The species that have some kind of Soret coefficient, in order of appearance.
std::vector<std::string> species_of(const std::vector<RunSummary>& runs)
{
  std::vector<std::string> species;
  for (const RunSummary& run : runs) {
    for (const SummaryEntry& entry : run.entries) {
      if (entry.name.starts_with(soret_name) && !entry.of.empty() &&
          std::ranges::find(species, entry.of) == species.end()) {
        species.push_back(entry.of);
      }
    }
  }
  return species;
}

}  // namespace

SoretRoutes routes_of(const Comparison& comparison)
{
  SoretRoutes best;
  if (!comparison.different_models.empty() || !is_wanted(comparison)) {
    return best;
  }
  for (const std::string& species : species_of(comparison.runs)) {
    SoretRoutes found = RouteFinder{comparison.runs, species}.find();
    if (found.routes.size() > best.routes.size()) {
      best = std::move(found);
    }
  }
  const auto is_of_first_quantity = [&](const SoretRoute& route) {
    return route.run == route.factor_run && route.name == best.routes.front().name;
  };
  if (std::ranges::all_of(best.routes, is_of_first_quantity)) {  // the table of quantities shows it
    return {};
  }
  if (std::string obstacle = obstacle_in(comparison); !obstacle.empty()) {
    return {.species = {}, .unit = {}, .routes = {}, .states = {}, .obstacle = std::move(obstacle)};
  }
  judge(best.routes);
  std::set<std::size_t> runs;
  for (const SoretRoute& route : best.routes) {
    runs.insert({route.run, route.factor_run});
  }
  for (const std::size_t run : runs) {
    best.states.push_back(state_of(comparison, run, best.species));
  }
  return best;
}

}  // namespace soret
