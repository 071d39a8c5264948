#include "insertion_report.hpp"

#include "words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace soret {

namespace {

/// A run with the curves behind its free energy.
struct Curve {
  std::string label;
  const InsertionRun& run;
  const CouplingCurves& curves;
};

std::vector<Curve> curves_of(const EmdRun& run)
{
  std::vector<Curve> list;
  for (std::size_t k = 0; k < run.found.insertions.size(); ++k) {
    if (run.found.insertions[k].curves) {
      const InsertionRun& insertion = run.measured.insertions[k];
      list.push_back({insertion_label(run.measured, insertion), insertion, *run.found.insertions[k].curves});
    }
  }
  return list;
}

Figure slopes(const std::vector<Curve>& curves)
{
  Figure figure{"coupling λ", "⟨∂{/:Italic U}/∂λ⟩ / {/:Italic k}_{B}{/:Italic T}"};
  for (std::size_t k = 0; k < curves.size(); ++k) {
    figure.points(plain_text(curves[k].label), ink(k), curves[k].curves.lambdas, curves[k].curves.slopes);
    std::vector<double> values;
    for (const Estimate& slope : curves[k].curves.slopes) {
      values.push_back(slope.value);
    }
    figure.line("", ink(k), curves[k].curves.lambdas, values);
  }
  return figure.x_range(0.0, 1.0);
}

/// Between windows k and k + 1, the smaller of the two.
Figure neighbour_overlaps(const std::vector<Curve>& curves)
{
  Figure figure{"coupling λ, between two windows", "overlap of neighbouring windows"};
  for (std::size_t k = 0; k < curves.size(); ++k) {
    const WindowOverlap& overlap = curves[k].curves.result.overlap;
    std::vector<double> middles;
    std::vector<double> values;
    for (std::size_t i = 0; i + 1 < overlap.windows; ++i) {
      middles.push_back(0.5 * (curves[k].curves.lambdas[i] + curves[k].curves.lambdas[i + 1]));
      values.push_back(std::min(overlap(i, i + 1), overlap(i + 1, i)));
    }
    figure.dots(plain_text(curves[k].label), ink(k), middles, values);
  }
  figure.level("least that can be trusted", smallest_good_overlap).x_range(0.0, 1.0);
  return figure;
}

Figure convergence(const Curve& curve)
{
  Figure figure{"fraction of the samples", "Δ{/:Italic G} / {/:Italic k}_{B}{/:Italic T}"};
  std::vector<double> fractions;
  std::vector<Estimate> forward;
  std::vector<Estimate> reverse;
  for (const ConvergencePoint& point : curve.curves.convergence) {
    fractions.push_back(point.fraction);
    forward.push_back(point.forward);
    reverse.push_back(point.reverse);
  }
  figure.points("from the first samples on", Ink::blue, fractions, forward);
  figure.points("from the last samples back", Ink::orange, fractions, reverse);
  if (!forward.empty()) {
    figure.level("", forward.back().value);
  }
  return figure.x_range(0.0, 1.05);
}

std::string matrix_text(const Curve& curve)
{
  const WindowOverlap& overlap = curve.curves.result.overlap;
  std::string text = "lambda ";
  for (const double lambda : curve.curves.lambdas) {
    text += fmt::format(" {:>5.3g}", lambda);
  }
  for (std::size_t i = 0; i < overlap.windows; ++i) {
    text += fmt::format("\n{:>6.3g} ", curve.curves.lambdas[i]);
    for (std::size_t j = 0; j < overlap.windows; ++j) {
      text += overlap(i, j) < 5e-4 ? "     ." : fmt::format(" {:5.3f}", overlap(i, j));
    }
  }
  return text + fmt::format("\n1 - second eigenvalue: {:.4g}\n", overlap.connection());
}

void add_solvation(Report& report, const EmdRun& run)
{
  std::map<std::string, std::pair<std::vector<double>, std::vector<Estimate>>> of_species;
  for (std::size_t k = 0; k < run.found.insertions.size(); ++k) {
    const InsertionRun& insertion = run.measured.insertions[k];
    const Estimate* excess = run.found.insertions[k].find("");
    if (excess != nullptr && insertion.composition_shift == 0.0) {
      auto& [temperatures, energies] = of_species[run.measured.species_names.at(insertion.species)];
      temperatures.push_back(insertion.temperature.value());
      energies.push_back(*excess);
    }
  }
  Figure figure{axis_label("{/:Italic T}", dimension::temperature), axis_label("Δ{/:Italic G}", dimension::energy)};
  std::size_t drawn = 0;
  for (const auto& [species, points] : of_species) {
    if (points.first.size() > 1) {
      figure.points(plain_text(species), ink(drawn++), points.first, points.second);
    }
  }
  if (drawn > 0) {
    report.figure(
        figure, "Solvation free energy against temperature",
        "Where it rises, a particle gains by moving to the cold side: Eastman's Soret coefficient is its slope "
        "over {/:Italic k}_{B}{/:Italic T}.");
  }
}

}  // namespace

std::string insertion_label(const EmdMeasurements& measured, const InsertionRun& run)
{
  std::string label = measured.species_names.at(run.species);
  if (run.composition_shift != 0.0) {
    label += fmt::format(", composition {:+g}", run.composition_shift);
  }
  if (run.temperature.value() != measured.temperature.value()) {
    label += fmt::format(", temperature {:g}", run.temperature.value());
  }
  return label;
}

void add_insertions(Report& report, const EmdRun& run)
{
  const std::vector<Curve> curves = curves_of(run);
  report.heading("Insertion by degrees");
  if (!curves.empty()) {
    report.figure(slopes(curves), "Mean force along the coupling",
                  "Its integral is the excess chemical potential. Where it bends, windows should be dense.");
    report.figure(neighbour_overlaps(curves), "Overlap",
                  "The probability that a configuration of a window belongs to its neighbour.");
  }
  for (const Curve& curve : curves) {
    report.figure(convergence(curve), "Convergence: " + plain_text(curve.label),
                  "Both ways agree within their errors at all fractions if the run was in equilibrium from its "
                  "beginning.");
  }
  add_solvation(report, run);
  for (const Curve& curve : curves) {
    report.details("Overlap matrix: " + curve.label, matrix_text(curve));
  }
}

}  // namespace soret
