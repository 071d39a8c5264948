#include "insertion_report.hpp"

#include <soret/output/emd_results.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace soret {

namespace {

/// The fewest points of convergence that any insertion has: short windows leave out small fractions.
std::size_t common_fractions(const std::vector<const CouplingCurves*>& all)
{
  std::size_t fewest = all.front()->convergence.size();
  for (const CouplingCurves* curves : all) {
    fewest = std::min(fewest, curves->convergence.size());
  }
  return fewest;
}

void add_convergence(ResultsFile& file, const std::vector<const CouplingCurves*>& all)
{
  const std::size_t points = common_fractions(all);
  if (points == 0) {
    return;
  }
  std::vector<double> fractions;
  std::vector<Estimate> forward;
  std::vector<Estimate> reverse;
  for (const CouplingCurves* curves : all) {
    fractions.clear();
    for (std::size_t p = curves->convergence.size() - points; p < curves->convergence.size(); ++p) {
      fractions.push_back(curves->convergence[p].fraction);
      forward.push_back(curves->convergence[p].forward);
      reverse.push_back(curves->convergence[p].reverse);
    }
  }
  file.add_coordinate("fraction", fractions, dimension::none, "of the samples that was used");
  file.add(
      {"free_energy_from_first_samples", {"insertion", "fraction"}, dimension::none, "whole free energy over k_B T"},
      forward);
  file.add(
      {"free_energy_from_last_samples", {"insertion", "fraction"}, dimension::none, "whole free energy over k_B T"},
      reverse);
}

}  // namespace

void add_insertions(ResultsFile& file, const EmdMeasurements& measured, const EmdEstimates& found)
{
  std::vector<std::string> labels;
  std::vector<const CouplingCurves*> all;
  for (std::size_t k = 0; k < found.insertions.size(); ++k) {
    if (found.insertions[k].curves) {
      labels.push_back(insertion_label(measured, measured.insertions[k]));
      all.push_back(&*found.insertions[k].curves);
    }
  }
  if (all.empty()) {
    return;
  }
  std::vector<Estimate> slopes;
  std::vector<Estimate> energies;
  std::vector<double> overlaps;
  for (const CouplingCurves* curves : all) {
    const std::vector<Estimate>& profile = curves->result.profile.from_first;
    slopes.insert(slopes.end(), curves->slopes.begin(), curves->slopes.end());
    energies.insert(energies.end(), profile.begin(), profile.end());
    const std::vector<double>& matrix = curves->result.overlap.matrix;
    overlaps.insert(overlaps.end(), matrix.begin(), matrix.end());
  }
  file.add_coordinate("insertion", labels, "inserted species, and where");
  file.add_coordinate("coupling", all.front()->lambdas, dimension::none, "coupling parameter lambda");
  file.add_coordinate("coupling_of_sample", all.front()->lambdas, dimension::none, "at which samples were drawn");
  file.add({"coupling_force", {"insertion", "coupling"}, dimension::none, "<du/dlambda> over k_B T"}, slopes);
  file.add(
      {"coupling_free_energy", {"insertion", "coupling"}, dimension::none, "free energy from lambda = 0, over k_B T"},
      energies);
  file.add({"window_overlap",
            {"insertion", "coupling_of_sample", "coupling"},
            dimension::none,
            "probability that a sample belongs to another coupling"},
           overlaps);
  add_convergence(file, all);
}

}  // namespace soret
