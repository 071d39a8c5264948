#include <soret/output/comparison_models.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace soret {

namespace {

constexpr double rounding = 1e-5;        // relative; of parameters that somebody typed with six digits
constexpr std::size_t longest_list = 4;  // of parameters in a sentence

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

std::string text_of(const std::map<std::string, double>& parameters, const std::string& name)
{
  const auto found = parameters.find(name);
  return found == parameters.end() ? "absent" : fmt::format("{:.6g}", found->second);
}

/// "sigma of A-A (Lennard-Jones) 1 and 1.2"
std::vector<std::string> parameter_differences(const RunModel& a, const RunModel& b)
{
  std::set<std::string> names;
  for (const RunModel* model : {&a, &b}) {
    for (const auto& [name, value] : model->parameters) {
      names.insert(name);
    }
  }
  const auto is_same = [&](const std::string& name) {
    const auto x = a.parameters.find(name);
    const auto y = b.parameters.find(name);
    return x != a.parameters.end() && y != b.parameters.end() &&
           std::abs(x->second - y->second) <= rounding * std::max(std::abs(x->second), std::abs(y->second));
  };
  std::vector<std::string> differences;
  for (const std::string& name : names) {
    if (!is_same(name)) {
      differences.push_back(
          fmt::format("{} {} and {}", name, text_of(a.parameters, name), text_of(b.parameters, name)));
    }
  }
  return differences;
}

/// How the models of two runs differ; empty if no difference is known.
std::string difference_between(const RunSummary& a, const RunSummary& b)
{
  if (species_differ(a, b)) {
    return fmt::format("species {} and {}", fmt::join(species_of(a), ", "), fmt::join(species_of(b), ", "));
  }
  if (!a.model || !b.model) {
    return "";
  }
  std::vector<std::string> differences = parameter_differences(*a.model, *b.model);
  if (differences.size() > longest_list) {
    const std::size_t left_out = differences.size() - longest_list;
    differences.resize(longest_list);
    differences.push_back(fmt::format("and {} more", left_out));
  }
  return fmt::format("{}", fmt::join(differences, ", "));
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
      const std::string difference = difference_between(runs[other], runs[run]);
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
