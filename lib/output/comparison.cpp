#include <soret/output/comparison.hpp>

#include <soret/core/error.hpp>
#include <soret/output/comparison_models.hpp>
#include <soret/output/output_directory.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace soret {

namespace {

namespace fs = std::filesystem;

constexpr double no_scatter = 1e-10;       // relative errors below this are rounding: the value was imposed
constexpr double same_imposed = 1e-9;      // relative difference of imposed values that is rounding
constexpr double same_fraction = 0.01;     // mole fractions this close count as one state
constexpr double same_temperature = 0.01;  // the same for temperatures, relative
constexpr double same_length = 0.1;        // the same for boxes, relative: density at constant pressure may differ

bool is_known(const Estimate& estimate)
{
  return std::isfinite(estimate.value) && std::isfinite(estimate.standard_error);
}

bool scatters(const Estimate& estimate) { return estimate.standard_error > no_scatter * std::abs(estimate.value); }

void refuse_repetitions(const std::vector<RunSummary>& runs)
{
  std::set<fs::path> seen;
  for (const RunSummary& run : runs) {
    if (!seen.insert(fs::weakly_canonical(run.file)).second) {
      throw InputError(fmt::format("'{}' is given twice: a run says nothing about itself", run.file.string()));
    }
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

/// What a run was given rather than found: differences are named, not judged.
bool is_given(const SummaryEntry& entry) { return entry.name.starts_with("box_length_of_"); }

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
    if (value && is_known(*value) && scatters(*value)) {
      measured.push_back(*value);
    }
  }
  if (is_one_model && measured.size() >= 2) {
    quantity.mean = weighted_mean(measured);
    quantity.averaged = measured.size();
  }
}

/// What the run or its configuration says of all of it, else what the window of a gradient holds.
std::optional<double> mole_fraction(const RunSummary& run, const std::string& species)
{
  for (const auto& [name, fraction] : run.mole_fractions) {
    if (name == species) {
      return fraction;
    }
  }
  const SummaryEntry* local = run.find("local_mole_fraction", species);
  return local != nullptr && std::isfinite(local->estimate.value) ? std::optional{local->estimate.value} : std::nullopt;
}

/// In a gradient that of the window, where coefficients are measured: the box as a whole is colder than its middle.
const SummaryEntry* temperature_of(const RunSummary& run)
{
  for (const char* name : {"local_temperature", "mean_temperature"}) {
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

/// Greatest minus smallest of the known values.
double spread(const std::vector<std::optional<double>>& values)
{
  double smallest = std::numeric_limits<double>::infinity();
  double greatest = -smallest;
  for (const std::optional<double>& value : values) {
    smallest = std::min(smallest, value.value_or(smallest));
    greatest = std::max(greatest, value.value_or(greatest));
  }
  return greatest > smallest ? greatest - smallest : 0.0;
}

/// The length of a stage's box.
DifferingState box_lengths(const std::vector<RunSummary>& runs, const std::string& stage)
{
  DifferingState lengths{"box length of " + stage, "", {}};
  for (const RunSummary& run : runs) {
    const SummaryEntry* entry = run.find("box_length_of_" + stage);
    lengths.values.push_back(entry != nullptr ? std::optional{entry->estimate.value} : std::nullopt);
    lengths.unit = entry != nullptr ? entry->unit : lengths.unit;
  }
  return lengths;
}

std::vector<DifferingState> differing_states(const std::vector<RunSummary>& runs)
{
  const std::string species = first_species(runs);
  DifferingState composition{"mole fraction of " + species, "", {}};
  DifferingState temperature{"temperature", "", {}};
  double hottest = 0.0;
  for (const RunSummary& run : runs) {
    composition.values.push_back(species.empty() ? std::nullopt : mole_fraction(run, species));
    temperature.values.emplace_back();
    if (const SummaryEntry* measured = temperature_of(run); measured != nullptr) {
      temperature.values.back() = measured->estimate.value;
      temperature.unit = measured->unit;
      hottest = std::max(hottest, measured->estimate.value);
    }
  }
  std::vector<DifferingState> differing;
  if (spread(composition.values) > same_fraction) {
    differing.push_back(composition);
  }
  if (spread(temperature.values) > same_temperature * hottest) {
    differing.push_back(temperature);
  }
  for (const char* stage : {"transport", "structure"}) {
    DifferingState lengths = box_lengths(runs, stage);
    double longest = 0.0;
    for (const std::optional<double>& length : lengths.values) {
      longest = std::max(longest, length.value_or(0.0));
    }
    if (spread(lengths.values) > same_length * longest) {
      differing.push_back(std::move(lengths));
    }
  }
  return differing;
}

}  // namespace

std::optional<double> difference_in_errors(const Estimate& a, const Estimate& b)
{
  if (!is_known(a) || !is_known(b)) {
    return std::nullopt;
  }
  const Estimate deviation = difference(a, b);
  if (scatters(a) || scatters(b)) {
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
