#include <soret/output/emd_report.hpp>

#include "emd_figures.hpp"
#include "insertion_report.hpp"
#include "long_correlation_figure.hpp"
#include "relaxation_report.hpp"
#include "report_parts.hpp"
#include "softness_report.hpp"
#include "words.hpp"

#include <soret/estimate/nemd_analysis.hpp>
#include <soret/estimate/significance.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace soret {

namespace {

std::string conditions(const EmdRun& run)
{
  const std::string species = listed(run.measured.species_names);
  if (run.facts.steps == 0) {
    return species + "; measured on a trajectory.";
  }
  return fmt::format("{}; {} steps in all stages{}, {}.", species, run.facts.steps,
                     run.facts.replicas > 1 ? fmt::format(" of each of {} replicas", run.facts.replicas) : "",
                     effort(run.facts.wall_seconds, run.facts.ranks));
}

/// Without a Soret coefficient: the most telling number that there is.
std::string first_found(const EmdRun& run)
{
  for (const char* name : {"mutual_diffusion", "shear_viscosity", "thermodynamic_factor", "soret_eastman",
                           "relaxation_time", "softness", "chemical_potential_excess", "pressure"}) {
    const auto item = std::ranges::find(run.found.estimates, name, &NamedEstimate::name);
    if (item != run.found.estimates.end()) {
      const std::string of = item->of.empty() ? "" : " of " + item->of;
      return fmt::format("{}{}: {}", meaning(name), of, with_unit(item->estimate, item->dimension));
    }
  }
  return "equilibrium properties";
}

std::string headline(const EmdRun& run)
{
  const std::vector<std::string>& names = run.measured.species_names;
  if (const Estimate* soret = run.found.find("soret_coefficient", names[0])) {
    // S_T Gamma has the same sign, Gamma being positive, and is known better.
    const Estimate* product = run.found.find("soret_coefficient_times_thermodynamic_factor", names[0]);
    const Estimate& sign = product != nullptr ? *product : *soret;
    const std::size_t cold = sign.value > 0.0 ? 0 : 1;
    const Estimate& shown = *run.found.find("soret_coefficient", names[cold]);
    const std::string value =
        fmt::format("{{/:Italic S}}_{{T}}({}) = {}", names[cold], with_unit(shown, dimension::inverse_temperature));
    return is_significant(sign, NemdAnalysis{}.significance)  // as in the reports of soret-nemd
               ? fmt::format("In a temperature gradient {} would collect at the cold side: {}", names[cold], value)
               : fmt::format("On which side {} would collect cannot be told from this run: {}", names[cold], value);
  }
  const std::string found = first_found(run);
  if (run.facts.complete) {
    return found;
  }
  const char* missing = names.size() == 2 ? ", without a Soret coefficient so far" : "";
  return fmt::format("The run was stopped before its end{}; {}", missing, found);
}

constexpr std::array key_names{"soret_coefficient",
                               "mutual_diffusion",
                               "thermal_diffusion",
                               "thermodynamic_factor",
                               "thermodynamic_factor_from_insertion",
                               "chemical_potential_excess",
                               "soret_eastman",
                               "relaxation_time",
                               "softness",
                               "thermal_conductivity",
                               "shear_viscosity",
                               "self_diffusion",
                               "density",
                               "pressure",
                               "mean_temperature",
                               "temperature_of_transport"};

void add_transport(Report& report, const EmdRun& run, const EmdFigures& figures)
{
  const CorrelationBlocks& correlations = run.measured.transport->correlations;
  if (!correlations.blocks.empty()) {
    report.heading("Time correlations and their integrals");
  }
  for (std::size_t pair = 0; pair < correlations.quantities.pairs.size(); ++pair) {
    const QuantityPair& members = correlations.quantities.pairs[pair];
    const std::string name =
        fmt::format("{} ({{/:Italic t}}), {} (0)",
                    flux::in_words(correlations.quantities.quantities[members.a].name, run.measured.species_names),
                    flux::in_words(correlations.quantities.quantities[members.b].name, run.measured.species_names));
    report.figure(figures.correlation(pair), name,
                  "With a band of one standard error, up to the limit of the integral.");
    report.figure(figures.running_integral(pair), "Running integral of " + name,
                  "It should have reached its plateau before the end of the shaded stretch, where the result is read.");
    if (run.measured.transport->has_long_correlations()) {
      report.figure(
          long_integral_figure(run, pair), "Running integral by both forms, up to longer times: " + name,
          "Points: Fourier form; line: the multiple-tau correlator, which averages samples before it correlates "
          "them at long lags. It should go through the points and neither rise nor fall after the shaded stretch.");
    }
  }
  for (const CoefficientSpectrum& spectrum : run.found.transport->spectra) {
    report.figure(figures.spectrum(spectrum), "Spectrum: " + meaning(spectrum.name),
                  "The coefficient is the smooth curve's value at frequency zero, which knows of no upper limit.");
  }
  report.heading("Displacements");
  report.figure(
      figures.displacements(), "Mean squared displacement",
      "Slope 2 while particles fly freely (where samples are that close), slope 1 where they diffuse. With a band "
      "of one standard error.");
  for (const DiffusiveLine& line : run.found.transport->diffusive) {
    report.figure(figures.diffusive_line(line), "Self-diffusion of " + run.measured.species_names[line.species],
                  "A sixth of the line's slope.");
  }
  if (const std::optional<DiffusiveLine>& line = run.found.transport->relative) {
    report.figure(figures.relative_line(*line), "Motion of the centre of " + run.measured.species_names[0],
                  "In the frame without momentum. The line's slope gives mutual diffusion over Γ.");
  }
  if (run.measured.transport->velocities) {
    report.heading("Velocities");
    report.figure(figures.velocity_correlations(), "Autocorrelation of velocities",
                  "With a band of one standard error.");
    report.figure(figures.velocity_integrals(), "Its running integral, a third of it",
                  "Self-diffusion is read at the end of each species' shaded stretch.");
  }
}

/// How mixing changes enthalpy and volume.
void add_mixing(Report& report, const PartialQuantities& partial, const EmdFigures& figures)
{
  constexpr const char* caption =
      "From stages at three compositions. The line has the slope between the outer two and is read at {/:Italic x} = 1 "
      "and {/:Italic x} = 0 for the partial quantities of the first and second species.";
  report.heading("Partial molar quantities");
  report.figure(figures.mixing_line(partial.enthalpy, axis_label("{/:Italic h}", dimension::energy)),
                "Enthalpy per particle", caption);
  report.figure(figures.mixing_line(partial.energy, axis_label("{/:Italic u}", dimension::energy)),
                "Potential energy per particle", caption);
  report.figure(figures.mixing_line(partial.volume, axis_label("{/:Italic V}/{/:Italic N}", Dimension{.length = 3})),
                "Volume per particle", caption);
}

void add_structure(Report& report, const EmdRun& run, const EmdFigures& figures)
{
  report.heading("Structure");
  report.figure(figures.radial_distributions(), "Radial distribution functions", "With a band of one standard error.");
  if (run.found.kirkwood_buff) {
    report.figure(figures.kirkwood_buff(), "Kirkwood-Buff integrals",
                  "Integrals over finite spheres against the inverse of their radius; the curves a + b/R + c/R^{3} "
                  "extrapolate the shaded window to infinite spheres.");
  }
  if (run.measured.structure->modes) {
    report.figure(figures.structure_factors(), "Partial structure factors", "");
    if (run.found.partial_limits) {
      report.figure(figures.partial_limits(), "Partial structure factors at long waves",
                    "The curves are the inverse of the matrix whose elements are straight lines against {/:Italic "
                    "q}^{2}; where they start gives Kirkwood-Buff integrals.");
    }
    if (run.measured.species_names.size() == 2) {
      report.figure(
          figures.concentration_structure_factor(), "Concentration fluctuations",
          "Their limit at long waves over {/:Italic x}_{1}{/:Italic x}_{2} is one over the thermodynamic factor.");
    }
  }
}

void add_stage(Report& report, const EmdRun& run, const EmdFigures& figures, const StageSeries& stage)
{
  report.figure(figures.potential_energy(stage), "Potential energy: " + stage.title,
                "A trend would mean that the stage began before its system was in equilibrium.");
  if (stage.kind == StageSeries::Kind::constant_pressure) {
    report.figure(figures.density(stage), "Density: " + stage.title,
                  "It should fluctuate about its mean from the start.");
  }
  if (!stage.conserves_energy) {
    return;
  }
  report.figure(figures.energy_drift(stage), "Energy drift: " + stage.title,
                fmt::format("Change of the total energy minus everything the controls put in, which only the "
                            "integrator's error{} moves.",
                            run.measured.energies_jump ? " and pairs that cross the cutoff" : ""));
}

/// Of the stages whose state is meant to stay the same: those with a varying coupling are not.
void add_stages(Report& report, const EmdRun& run, const EmdFigures& figures)
{
  std::vector<StageSeries> stages = stage_series(run.measured);
  std::erase_if(stages, [](const StageSeries& stage) { return stage.kind == StageSeries::Kind::insertion; });
  if (!stages.empty()) {
    report.heading("Were the stages stationary?");
  }
  for (const StageSeries& stage : stages) {
    add_stage(report, run, figures, stage);
  }
}

}  // namespace

Report emd_report(const EmdRun& run)
{
  const Provenance& provenance = run.provenance;
  Report report{fmt::format("{}: equilibrium molecular dynamics", provenance.program),
                fmt::format("version {}, seed {}", provenance.version, provenance.seed.value())};
  report.headline(headline(run), conditions(run));
  report.cards(key_numbers(key_names, run.found.estimates, run.units));
  std::vector<std::string> warnings = run.remarks;
  warnings.insert(warnings.end(), run.found.warnings.begin(), run.found.warnings.end());
  report.distrust(warnings);
  const EmdFigures figures{run};
  if (run.found.partial) {
    add_mixing(report, *run.found.partial, figures);
  }
  if (run.found.exchanges) {
    report.heading("Exchanges");
    report.figure(figures.exchange_line(), "Difference of the excess chemical potentials",
                  "From test exchanges in the stages at constant pressure. The line's slope gives the thermodynamic "
                  "factor from exchanges.");
  }
  if (run.found.transport) {
    add_transport(report, run, figures);
  }
  if (run.measured.structure) {
    add_structure(report, run, figures);
  }
  if (run.measured.relaxation) {
    add_relaxation(report, run.measured.relaxation->self, run.measured.relaxation->collective);
  }
  if (run.found.softness) {
    add_softness(report, *run.found.softness);
  }
  if (!run.found.insertions.empty()) {
    add_insertions(report, run);
  }
  add_stages(report, run, figures);
  report.heading("All estimates");
  report.table(estimate_table(run.found.estimates, run.units));
  report.details("Configuration as it was resolved", provenance.configuration);
  return report;
}

}  // namespace soret
