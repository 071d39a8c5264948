#include <soret/workflow/emd_results.hpp>

#include "cage_rule.hpp"

#include <soret/core/error.hpp>
#include <soret/core/version.hpp>
#include <soret/estimate/emd_analysis.hpp>
#include <soret/output/emd_report.hpp>
#include <soret/output/emd_results.hpp>
#include <soret/output/emd_series.hpp>
#include <soret/output/nemd_results.hpp>
#include <soret/output/relaxation_results.hpp>
#include <soret/output/softness_results.hpp>
#include <soret/output/summary.hpp>
#include <soret/workflow/summary_of.hpp>

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <span>
#include <vector>

namespace soret {

/// What has been sampled at one composition, sorted for the analysis. A stage that has sampled too little for its
/// curves is left out.
EmdMeasurements measurements_of(const EmdSettings& settings, std::size_t point, std::vector<EmdStageSample>& samples)
{
  EmdMeasurements measured;
  for (const SpeciesInfo& species : settings.model.species) {
    measured.species_names.push_back(species.name);
    measured.masses.push_back(species.mass);
  }
  measured.temperature = settings.state.temperature;
  measured.pressure = settings.state.pressure;
  measured.is_active = settings.activity.has_value();
  measured.books_box_motion = settings.ensemble.barostat == EnsembleSettings::BarostatKind::martyna_tobias_klein;
  measured.energies_jump = energies_jump(settings.model);
  for (EmdStageSample& sample : samples) {
    if (sample.stage.point != point) {
      continue;
    }
    EquilibriumRun base{{}, std::move(sample.series), std::move(sample.fluctuations), std::move(sample.exchanges)};
    for (const SpeciesCount& count : sample.stage.counts) {
      base.counts.push_back(count.count);
    }
    if (sample.displacements && !sample.correlations->blocks.empty()) {
      measured.transport = {std::move(base),
                            std::move(*sample.correlations),
                            std::move(*sample.displacements),
                            settings.transport->ensemble == TransportSettings::Ensemble::nve,
                            std::move(sample.velocities),
                            std::move(sample.left_out),
                            std::move(sample.long_correlations)};
    }
    else if (sample.pairs) {
      measured.structure = {std::move(base), std::move(*sample.pairs), std::move(sample.modes),
                            static_cast<double>(settings.structure->interval.value()) * settings.run.time_step.value(),
                            settings.structure->equilibration.value()};
    }
    else if (sample.self_motion) {
      measured.relaxation = {std::move(base), std::move(*sample.self_motion), std::move(*sample.collective_relaxation)};
    }
    else if (sample.insertion) {
      InsertionRun run = std::move(*sample.insertion);
      run.composition_shift = sample.stage.composition_shift;
      run.counts = std::move(base.counts);
      run.series = std::move(base.series);
      measured.insertions.push_back(std::move(run));
    }
    else if (sample.stage.kind == EmdStage::Kind::isobaric) {
      measured.isobaric.push_back(std::move(base));
    }
  }
  return measured;
}

namespace {

std::optional<std::array<Estimate, 2>> with_errors(const std::optional<std::array<double, 2>>& values,
                                                   const std::array<double, 2>& errors)
{
  if (!values) {
    return std::nullopt;
  }
  return std::array{Estimate{(*values)[0], errors[0]}, Estimate{(*values)[1], errors[1]}};
}

}  // namespace

EmdAnalysis analysis_of(const EmdSettings& settings)
{
  EmdAnalysis analysis;
  if (settings.transport) {
    analysis.integration_limit = settings.transport->integration_limit;
    analysis.diffusive_time = settings.transport->diffusive_time;
    analysis.displacement_at = settings.transport->displacement_at;
    analysis.temperature_window = settings.transport->temperature_window;
  }
  if (settings.softness) {
    analysis.cage = cage_rule(*settings.softness);
  }
  const TheorySettings& theories = settings.theories;
  analysis.flow_ratios = with_errors(theories.flow_ratios, theories.flow_ratio_errors);
  analysis.activation_energies = with_errors(theories.activation_energies, theories.activation_energy_errors);
  return analysis;
}

namespace {

void write_results_file(const EmdMeasurements& measured, const EmdEstimates& found, const Provenance& provenance,
                        const std::filesystem::path& file)
{
  ResultsFile results;
  add_provenance(results, provenance);
  if (measured.transport) {
    if (!measured.transport->correlations.blocks.empty()) {
      add_correlations(results, measured.transport->correlations, *found.transport);
    }
    if (measured.transport->has_long_correlations()) {
      add_long_correlations(results, *measured.transport->long_correlations, *found.transport);
    }
    if (!measured.transport->displacements.usable_lags().empty()) {
      add_displacements(results, measured.transport->displacements);
    }
    if (measured.transport->velocities) {
      add_velocity_correlations(results, *measured.transport->velocities, measured.species_names);
    }
  }
  if (measured.structure) {
    add_distributions(results, measured.structure->pairs, found.kirkwood_buff ? &*found.kirkwood_buff : nullptr);
    if (measured.structure->modes) {
      add_structure_factors(results, *measured.structure->modes);
    }
    if (found.softness) {
      add_softness(results, *found.softness);
    }
  }
  if (measured.relaxation) {
    add_relaxation(results, measured.relaxation->self, measured.relaxation->collective);
  }
  add_insertions(results, measured, found);
  add_stage_series(results, measured);
  add_estimates(results, found.estimates);
  results.write(file);
}

/// Leaves a configuration that asks for this composition alone beside its results.
void keep_composition(const Configuration& configuration, const EmdSettings& settings, std::size_t point,
                      const std::filesystem::path& directory)
{
  std::ofstream file{directory / "resolved-config.ini"};
  file << configuration.resolved({"model.file", "state.series", "output.directory"}) << "\n[state]\nmole_fractions =";
  for (std::size_t species = 0; species < settings.model.species.size(); ++species) {
    file << fmt::format(" {}:{:.12g}", settings.model.species[species].name,
                        settings.state.compositions[point][species]);
  }
  file << '\n';
}

/// What concerns all compositions.
void write_series(const EmdWorkflow& run, bool finished, const Configuration& configuration,
                  std::span<const CompositionPoint> points)
{
  const OutputSettings& output = run.settings().output;
  RunFacts facts = facts_of(run, "soret-emd", finished);
  for (const CompositionPoint& point : points) {
    for (const std::string& warning : point.found.warnings) {
      facts.warnings.push_back(fmt::format("x = {:g}: {}", point.mole_fraction, warning));
    }
  }
  const Provenance provenance{.program = facts.program,
                              .version = facts.version,
                              .seed = run.settings().run.seed,
                              .configuration = configuration.resolved()};
  const CompositionSeries series{provenance,
                                 {run.settings().model.species[0].name, run.settings().model.species[1].name},
                                 points,
                                 remarks_of(output, finished)};
  write_series_table(series, output.directory / "series.csv");
  write_series_fits(series, output.directory / "series_fits.csv");
  Summary summary{facts};
  for (const CompositionPoint& point : points) {
    for (const NamedEstimate& item : point.found.estimates) {
      const std::string at = fmt::format("x={:g}", point.mole_fraction);
      summary.add(item.name, item.of.empty() ? at : item.of + " " + at, item.estimate, item.unit());
    }
  }
  summary.write(output.directory);
  if (output.report) {
    emd_series_report(series).write(output.directory / "report.html");
  }
}

}  // namespace

EmdEstimates write_emd_results(const EmdRecord& record, const Configuration& configuration, RunLog& log)
{
  EmdEstimates found = analyse_emd(record.measured, record.analysis);
  const OutputSettings& output = record.output;
  RunFacts facts = record.facts;
  facts.warnings.insert(facts.warnings.end(), found.warnings.begin(), found.warnings.end());
  Summary summary{facts};
  add_all(found.estimates, summary);
  summary.write(output.directory);
  if (found.estimates.empty()) {
    log.say("summary.json holds no estimates yet");
    return found;
  }
  const Provenance provenance{.program = facts.program,
                              .version = facts.version,
                              .seed = record.seed,
                              .configuration = configuration.resolved()};
  write_results_file(record.measured, found, provenance, output.directory / "results.nc");
  if (output.report) {
    emd_report(EmdRun{provenance, facts, record.measured, found, record.remarks, configuration.units()})
        .write(output.directory / "report.html");
  }
  say_all(found.estimates, found.warnings, log);
  return found;
}

void write_emd_results(const EmdWorkflow& run, bool finished, const Configuration& configuration, RunLog& log)
{
  std::vector<EmdStageSample> samples = run.reduce_samples();
  if (!run.ranks().world.is_root()) {
    return;
  }
  const EmdSettings& settings = run.settings();
  const auto write = [&](std::size_t point, const OutputSettings& output) {
    return write_emd_results(
        {measurements_of(settings, point, samples), analysis_of(settings), facts_of(run, "soret-emd", finished),
         settings.run.seed, output, remarks_of(output, finished)},
        configuration, log);
  };
  if (run.points() == 1) {
    write(0, settings.output);
    return;
  }
  std::vector<CompositionPoint> points;
  for (std::size_t point = 0; point < run.points(); ++point) {
    const double fraction = settings.state.compositions[point][0];
    log.say(fmt::format("x = {:g}", fraction));
    OutputSettings output = settings.output;
    output.directory /= folder_of_composition(fraction);
    std::filesystem::create_directories(output.directory);
    keep_composition(configuration, settings, point, output.directory);
    points.push_back({fraction, write(point, output)});
  }
  write_series(run, finished, configuration, points);
}

}  // namespace soret
