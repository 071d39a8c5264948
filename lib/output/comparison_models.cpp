#include <soret/output/comparison_models.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <set>

namespace soret {

namespace {

/// All of them if the model is known, else those that the summary names.
std::set<std::string> species_of(const RunSummary& run)
{
  if (run.model) {
    return {run.model->species.begin(), run.model->species.end()};
  }
  constexpr std::array of_species{"mole_fraction", "local_mole_fraction", "soret_coefficient", "self_diffusion"};
  std::set<std::string> species;
  for (const SummaryEntry& entry : run.entries) {
    const bool is_series_point = entry.of.find('=') != std::string::npos;  // "x=0.5"
    if (!entry.of.empty() && !is_series_point && std::ranges::find(of_species, entry.name) != of_species.end()) {
      species.insert(entry.of);
    }
  }
  for (const auto& [name, fraction] : run.mole_fractions) {
    species.insert(name);
  }
  for (const SummaryEntry& entry : run.entries) {  // of a trajectory: "A-A"
    const std::size_t half = entry.of.size() / 2;
    if (entry.name == "kirkwood_buff" && entry.of.size() % 2 == 1 && entry.of[half] == '-' &&
        entry.of.substr(0, half) == entry.of.substr(half + 1)) {
      species.insert(entry.of.substr(0, half));
    }
  }
  return species;
}

/// A list that is not known to be complete may lack what the other has, but not if each lacks something.
bool species_differ(const RunSummary& a, const RunSummary& b)
{
  const std::set<std::string> of_a = species_of(a);
  const std::set<std::string> of_b = species_of(b);
  if (of_a.empty() || of_b.empty()) {
    return false;
  }
  const bool a_lacks = !std::ranges::includes(of_a, of_b);
  const bool b_lacks = !std::ranges::includes(of_b, of_a);
  return (a_lacks && (b_lacks || a.model)) || (b_lacks && b.model);
}

/// How the models of two runs differ; empty if no difference is known.
std::string models_differ_by(const RunSummary& a, const RunSummary& b)
{
  if (species_differ(a, b)) {
    return fmt::format("species {} and {}", fmt::join(species_of(a), ", "), fmt::join(species_of(b), ", "));
  }
  if (!a.model || !b.model) {
    return "";
  }
  return difference_between(a.model->parameters, b.model->parameters);
}

/// " ('water' and 'methane')" if their names tell them apart.
std::string model_names(const RunSummary& a, const RunSummary& b)
{
  return a.model && b.model && a.model->name != b.model->name
             ? fmt::format(" ('{}' and '{}')", a.model->name, b.model->name)
             : "";
}

}  // namespace

std::vector<std::string> different_models(const std::vector<RunSummary>& runs)
{
  std::vector<std::string> found;
  for (std::size_t run = 1; run < runs.size(); ++run) {
    for (std::size_t other = 0; other < run; ++other) {
      const std::string difference = models_differ_by(runs[other], runs[run]);
      if (!difference.empty()) {
        found.push_back(fmt::format("runs {} and {} are of different models{}: {}", other + 1, run + 1,
                                    model_names(runs[other], runs[run]), difference));
        break;
      }
    }
  }
  return found;
}

}  // namespace soret
