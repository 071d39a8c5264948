#include <soret/workflow/emd_results.hpp>

#include <soret/core/error.hpp>
#include <soret/core/version.hpp>
#include <soret/estimate/emd_analysis.hpp>
#include <soret/output/emd_report.hpp>
#include <soret/output/emd_results.hpp>
#include <soret/output/nemd_results.hpp>
#include <soret/output/summary.hpp>
#include <soret/workflow/summary_of.hpp>

#include <fmt/format.h>

#include <filesystem>

namespace soret {

namespace {

/// What has been sampled, sorted for the analysis. A stage that has sampled too little for its curves is left out.
EmdMeasurements measurements_of(const EmdWorkflow& run)
{
  const EmdSettings& settings = run.settings();
  EmdMeasurements measured;
  for (const SpeciesInfo& species : settings.model.species) {
    measured.species_names.push_back(species.name);
    measured.masses.push_back(species.mass);
  }
  measured.temperature = settings.state.temperature;
  measured.pressure = settings.state.pressure;
  for (EmdStageSample& sample : run.reduce_samples()) {
    EquilibriumRun base{{}, std::move(sample.series)};
    for (const SpeciesCount& count : sample.stage.counts) {
      base.counts.push_back(count.count);
    }
    if (sample.correlations && !sample.correlations->blocks.empty()) {
      measured.transport = {std::move(base), std::move(*sample.correlations), std::move(*sample.displacements)};
    }
    else if (sample.pairs) {
      measured.structure = {std::move(base), std::move(*sample.pairs), std::move(sample.modes)};
    }
    else if (sample.stage.kind == EmdStage::Kind::isobaric) {
      measured.isobaric.push_back(std::move(base));
    }
  }
  return measured;
}

EmdAnalysis analysis_of(const EmdSettings& settings)
{
  EmdAnalysis analysis;
  if (settings.transport) {
    analysis.integration_limit = settings.transport->integration_limit;
    analysis.diffusive_time = settings.transport->diffusive_time;
    analysis.temperature_window = settings.transport->temperature_window;
  }
  return analysis;
}

void write_results_file(const EmdMeasurements& measured, const EmdEstimates& found, const Provenance& provenance,
                        const std::filesystem::path& file)
{
  ResultsFile results;
  add_provenance(results, provenance);
  if (measured.transport) {
    add_correlations(results, measured.transport->correlations);
    add_displacements(results, measured.transport->displacements);
  }
  if (measured.structure) {
    add_distributions(results, measured.structure->pairs, found.kirkwood_buff ? &*found.kirkwood_buff : nullptr);
    if (measured.structure->modes) {
      add_structure_factors(results, *measured.structure->modes);
    }
  }
  add_estimates(results, found.estimates);
  results.write(file);
}

void say_results(const EmdEstimates& found, RunLog& log)
{
  for (const NamedEstimate& named : found.estimates) {
    log.say(fmt::format("{}{} = {} {}", named.name, named.of.empty() ? "" : "(" + named.of + ")",
                        to_string(named.estimate), named.unit()));
  }
  for (const std::string& warning : found.warnings) {
    log.warn(warning);
  }
}

}  // namespace

void write_emd_results(const EmdWorkflow& run, bool finished, const Configuration& configuration, RunLog& log)
{
  const EmdMeasurements measured = measurements_of(run);
  if (!run.ranks().world.is_root()) {
    return;
  }
  const EmdEstimates found = analyse_emd(measured, analysis_of(run.settings()));
  const OutputSettings& output = run.settings().output;
  const RunFacts facts = facts_of(run, "soret-emd");
  Summary summary{facts};
  add_all(found.estimates, summary);
  summary.write(output.directory);
  const Provenance provenance{.program = facts.program,
                              .version = facts.version,
                              .seed = run.settings().run.seed,
                              .configuration = configuration.resolved()};
  write_results_file(measured, found, provenance, output.directory / "results.nc");
  if (output.report) {
    emd_report(EmdRun{provenance, facts, measured, found, remarks_of(output, finished), configuration.units()})
        .write(output.directory / "report.html");
  }
  say_results(found, log);
}

}  // namespace soret
