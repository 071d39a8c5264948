#include <soret/output/comparison.hpp>

#include <soret/core/error.hpp>
#include <soret/output/comparison_models.hpp>
#include <soret/output/output_directory.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace soret {

namespace {

namespace fs = std::filesystem;

constexpr double same_imposed = 1e-9;      // relative difference of imposed values that is rounding
constexpr double same_fraction = 0.01;     // mole fractions this close count as one state
constexpr double same_temperature = 0.01;  // the same for temperatures, relative
constexpr double same_length = 0.1;        // the same for boxes, relative: density at constant pressure may differ

bool is_known(const Estimate& estimate)
{
  return std::isfinite(estimate.value) && std::isfinite(estimate.standard_error);
}

void refuse_repetitions(const std::vector<RunSummary>& runs)
{
  std::set<fs::path> seen;
  for (const RunSummary& run : runs) {
    if (!seen.insert(fs::weakly_canonical(run.file)).second) {
      throw InputError(fmt::format("'{}' is given twice: a run says nothing about itself", run.file.string()));
    }
  }
}

/// Whether this is the summary of a series, whose quantities are those of its points.
bool is_series(const RunSummary& run)
{
  return std::ranges::any_of(run.entries, [](const SummaryEntry& entry) { return entry.of.starts_with("x="); });
}

/// Two series can be compared point by point, a series and a single run cannot.
void refuse_series_among_runs(const std::vector<RunSummary>& runs)
{
  if (std::ranges::all_of(runs, is_series)) {
    return;
  }
  std::vector<std::string> mistakes;
  for (const RunSummary& run : runs) {
    if (is_series(run)) {
      const std::string directory = run.file.has_parent_path() ? run.file.parent_path().string() : ".";
      mistakes.push_back(fmt::format("'{0}' is a series of compositions; give {0}/x-*", directory));
    }
  }
  if (!mistakes.empty()) {
    throw InputError(mistakes);
  }
}

std::vector<std::string> labels_of(const std::vector<RunSummary>& runs)
{
  const auto is_same = [](const RunSummary& a, const RunSummary& b) {
    return a.name == b.name && a.program == b.program;
  };
  std::vector<std::string> labels;
  for (const RunSummary& run : runs) {
    const auto same = std::ranges::count_if(runs, [&](const RunSummary& other) { return is_same(run, other); });
    const fs::path place = run.file.filename() == summary_name ? run.file.parent_path() : run.file;
    labels.push_back(fmt::format("{} ({})", same == 1 ? run.name : place.string(), run.program));
  }
  return labels;
}

bool names(const std::string& choice, const ComparedQuantity& quantity)
{
  return choice == quantity.name || choice == quantity.full_name();
}

/// The quantity of the entry, inserted behind others of its name if it is new.
ComparedQuantity& place_of(const SummaryEntry& entry, std::vector<ComparedQuantity>& quantities, std::size_t runs)
{
  const auto has_name = [&](const ComparedQuantity& quantity) { return quantity.name == entry.name; };
  const auto found = std::ranges::find_if(
      quantities, [&](const ComparedQuantity& quantity) { return has_name(quantity) && quantity.of == entry.of; });
  if (found != quantities.end()) {
    return *found;
  }
  const auto last = std::find_if(quantities.rbegin(), quantities.rend(), has_name).base();
  const auto behind = last == quantities.begin() ? quantities.end() : last;
  return *quantities.insert(
      behind,
      {.name = entry.name, .of = entry.of, .unit = entry.unit, .values = std::vector<std::optional<Estimate>>(runs)});
}

/// What a run was given, or what a rule chose for it, rather than what it found: there is nothing to judge.
bool is_given(const SummaryEntry& entry)
{
  const auto ends_with = [&](const char* end) { return entry.name.ends_with(end); };
  return entry.name.starts_with("box_length_of_") || ends_with("_integration_limit") || ends_with("_window_begin") ||
         ends_with("_window_end");
}

/// All quantities that at least two runs have.
std::vector<ComparedQuantity> aligned(const std::vector<RunSummary>& runs)
{
  std::vector<ComparedQuantity> quantities;
  for (std::size_t run = 0; run < runs.size(); ++run) {
    for (const SummaryEntry& entry : runs[run].entries) {
      if (!is_given(entry)) {
        place_of(entry, quantities, runs.size()).values[run] = entry.estimate;
      }
    }
  }
  std::erase_if(quantities, [](const ComparedQuantity& quantity) {
    return std::ranges::count_if(quantity.values, [](const auto& value) { return value.has_value(); }) < 2;
  });
  return quantities;
}

std::string listed(const std::vector<ComparedQuantity>& quantities)
{
  std::string list;
  std::string previous;
  for (const ComparedQuantity& quantity : quantities) {
    if (quantity.name != previous) {
      list += (list.empty() ? "" : ", ") + quantity.name;
    }
    previous = quantity.name;
  }
  return list.empty() ? "none" : list;
}

/// The chosen quantities, in the order of the summaries.
std::vector<ComparedQuantity> selected(std::vector<ComparedQuantity> quantities, const std::vector<std::string>& chosen)
{
  if (quantities.empty()) {
    throw InputError("no quantity stands in two of the summaries: there is nothing to compare");
  }
  std::vector<std::string> mistakes;
  for (const std::string& choice : chosen) {
    if (std::ranges::none_of(quantities, [&](const ComparedQuantity& quantity) { return names(choice, quantity); })) {
      mistakes.push_back(
          fmt::format("no two of the runs have a quantity '{}'; at least two have: {}", choice, listed(quantities)));
    }
  }
  if (!mistakes.empty()) {
    throw InputError(mistakes);
  }
  std::erase_if(quantities, [&](const ComparedQuantity& quantity) {
    return !chosen.empty() &&
           std::ranges::none_of(chosen, [&](const std::string& choice) { return names(choice, quantity); });
  });
  return quantities;
}

void require_same_units(const std::vector<ComparedQuantity>& quantities, const std::vector<RunSummary>& runs)
{
  std::vector<std::string> mistakes;
  for (const ComparedQuantity& quantity : quantities) {
    const RunSummary* first = nullptr;
    for (const RunSummary& run : runs) {
      const SummaryEntry* entry = run.find(quantity.name, quantity.of);
      if (entry == nullptr) {
        continue;
      }
      first = first == nullptr ? &run : first;
      if (entry->unit != quantity.unit) {
        mistakes.push_back(fmt::format("{} has the unit '{}' in '{}', but '{}' in '{}': they cannot be compared",
                                       quantity.full_name(), quantity.unit, first->file.string(), entry->unit,
                                       run.file.string()));
      }
    }
  }
  if (!mistakes.empty()) {
    throw InputError(mistakes);
  }
}

void judge(ComparedQuantity& quantity, std::size_t reference, bool is_one_model)
{
  std::vector<Estimate> measured;
  const std::optional<Estimate>& expected = quantity.values[reference];
  for (const std::optional<Estimate>& value : quantity.values) {
    quantity.differences.push_back(value && expected ? difference_in_errors(*value, *expected) : std::nullopt);
    if (value && is_known(*value) && !value->is_imposed()) {
      measured.push_back(*value);
    }
  }
  if (is_one_model && measured.size() >= 2) {
    quantity.mean = weighted_mean(measured);
    quantity.averaged = measured.size();
  }
}

using Values = std::vector<std::optional<Estimate>>;

/// The error that a measured value has; zero if it is unknown: what nobody knows excuses nothing.
double known_error(const Estimate& estimate)
{
  return std::isfinite(estimate.standard_error) ? estimate.standard_error : 0.0;
}

/// What the run has measured of all of it or its configuration says, else what the window of a gradient holds.
std::optional<Estimate> mole_fraction(const RunSummary& run, const std::string& species)
{
  const auto asked = std::ranges::find(run.mole_fractions, species, &std::pair<std::string, double>::first);
  const bool is_asked = asked != run.mole_fractions.end();
  const SummaryEntry* measured = run.find(is_asked ? "mole_fraction" : "local_mole_fraction", species);
  const bool is_measured = measured != nullptr && std::isfinite(measured->estimate.value);
  if (is_asked) {
    return Estimate{asked->second, is_measured ? measured->estimate.standard_error : 0.0};
  }
  return is_measured ? std::optional{measured->estimate} : std::nullopt;
}

/// In a gradient that of the window, where coefficients are measured: the box as a whole is colder than its middle. In
/// equilibrium that of the stage in which transport is measured: it need not be that of the first stage.
const SummaryEntry* temperature_of(const RunSummary& run)
{
  for (const char* name : {"local_temperature", "temperature_of_transport", "mean_temperature"}) {
    const SummaryEntry* entry = run.find(name);
    if (entry != nullptr && std::isfinite(entry->estimate.value)) {
      return entry;
    }
  }
  return nullptr;
}

/// The species of a binary picture's axis: the first that any configuration names.
std::string first_species(const std::vector<RunSummary>& runs)
{
  const auto found = std::ranges::find_if(runs, [](const RunSummary& run) { return !run.mole_fractions.empty(); });
  return found == runs.end() ? "" : found->mole_fractions.front().first;
}

/// The variable if any two runs differ by more than `allowed`, of the greatest value if it is relative, and by more
/// than two standard errors.
std::optional<DifferingState> differing(const std::string& name, const std::string& unit, const Values& values,
                                        double allowed, bool is_relative)
{
  constexpr double allowed_errors = 2.0;
  double greatest = 0.0;
  DifferingState state{.name = name, .unit = unit, .values = {}};
  for (const std::optional<Estimate>& value : values) {
    state.values.push_back(value ? std::optional{value->value} : std::nullopt);
    greatest = std::max(greatest, value ? value->value : 0.0);
  }
  double farthest = is_relative ? allowed * greatest : allowed;
  bool has_found = false;
  for (std::size_t b = 0; b < values.size(); ++b) {
    for (std::size_t a = 0; a < b; ++a) {
      if (!values[a] || !values[b]) {
        continue;
      }
      const double distance = std::abs(values[a]->value - values[b]->value);
      const double error = std::hypot(known_error(*values[a]), known_error(*values[b]));
      if (distance > farthest && distance > allowed_errors * error) {
        farthest = distance;
        state.farthest = {a, b};
        has_found = true;
      }
    }
  }
  return has_found ? std::optional{std::move(state)} : std::nullopt;
}

std::optional<DifferingState> differing_composition(const std::vector<RunSummary>& runs)
{
  const std::string species = first_species(runs);
  Values values;
  for (const RunSummary& run : runs) {
    values.push_back(species.empty() ? std::nullopt : mole_fraction(run, species));
  }
  return differing("mole fraction of " + species, "", values, same_fraction, false);
}

std::optional<DifferingState> differing_temperature(const std::vector<RunSummary>& runs)
{
  Values values;
  std::string unit;
  for (const RunSummary& run : runs) {
    const SummaryEntry* measured = temperature_of(run);
    values.push_back(measured != nullptr ? std::optional{measured->estimate} : std::nullopt);
    unit = measured != nullptr ? measured->unit : unit;
  }
  return differing("temperature", unit, values, same_temperature, true);
}

/// Of the length of a stage's box.
std::optional<DifferingState> differing_length(const std::vector<RunSummary>& runs, const std::string& stage)
{
  Values values;
  std::string unit;
  for (const RunSummary& run : runs) {
    const SummaryEntry* entry = run.find("box_length_of_" + stage);
    values.push_back(entry != nullptr ? std::optional{Estimate{entry->estimate.value, 0.0}} : std::nullopt);
    unit = entry != nullptr ? entry->unit : unit;
  }
  return differing("box length of " + stage, unit, values, same_length, true);
}

std::vector<DifferingState> differing_states(const std::vector<RunSummary>& runs)
{
  std::vector<DifferingState> states;
  for (const std::optional<DifferingState>& state :
       std::array{differing_composition(runs), differing_temperature(runs), differing_length(runs, "transport"),
                  differing_length(runs, "structure")}) {
    if (state) {
      states.push_back(*state);
    }
  }
  return states;
}

}  // namespace

std::optional<double> difference_in_errors(const Estimate& a, const Estimate& b)
{
  if (!is_known(a) || !is_known(b)) {
    return std::nullopt;
  }
  const Estimate deviation = difference(a, b);
  if (!a.is_imposed() || !b.is_imposed()) {
    return deviation.standard_errors_from(0.0);
  }
  const bool is_same = std::abs(deviation.value) <= same_imposed * std::max(std::abs(a.value), std::abs(b.value));
  return is_same ? 0.0 : std::copysign(std::numeric_limits<double>::infinity(), deviation.value);
}

std::string significance_mark(double standard_errors)
{
  const double distance = std::abs(standard_errors);
  return distance > 3.0 ? "**" : (distance > 2.0 ? "*" : "");
}

Comparison compare(std::vector<RunSummary> runs, std::size_t reference, const std::vector<std::string>& chosen)
{
  if (runs.size() < 2 || reference >= runs.size()) {
    throw InputError(fmt::format("a comparison of {} runs with number {} was asked for; it needs at least two",
                                 runs.size(), reference + 1));
  }
  refuse_repetitions(runs);
  refuse_series_among_runs(runs);
  std::vector<ComparedQuantity> quantities = selected(aligned(runs), chosen);
  require_same_units(quantities, runs);
  std::vector<std::string> models = different_models(runs);
  for (ComparedQuantity& quantity : quantities) {
    judge(quantity, reference, models.empty());
  }
  std::vector<std::string> labels = labels_of(runs);
  std::vector<DifferingState> states = differing_states(runs);
  return {std::move(runs), std::move(labels), reference, std::move(quantities), std::move(states),
          chosen,          std::move(models)};
}

void require_new_file(const fs::path& file, const std::vector<RunSummary>& runs)
{
  const fs::path directory = fs::weakly_canonical(fs::absolute(file)).parent_path();
  if (!fs::is_directory(directory) || fs::is_directory(file)) {
    throw InputError(fmt::format(
        "cannot write '{}': {}", file.string(),
        fs::is_directory(file) ? "it is a directory" : "there is no directory '" + directory.string() + "'"));
  }
  for (const RunSummary& run : runs) {
    const std::vector<std::string> written = run_files_in(directory);
    if (fs::weakly_canonical(run.file).parent_path() == directory &&
        (std::ranges::find(written, file.filename().string()) != written.end() ||
         file.filename() == run.file.filename())) {
      throw InputError(fmt::format("'{}' was written by a run that is compared; choose another name", file.string()));
    }
  }
}

}  // namespace soret
