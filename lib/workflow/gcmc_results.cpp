#include <soret/workflow/gcmc_results.hpp>

#include <soret/output/gcmc_report.hpp>
#include <soret/output/gcmc_results.hpp>
#include <soret/output/nemd_results.hpp>
#include <soret/output/output_directory.hpp>
#include <soret/output/summary.hpp>
#include <soret/workflow/summary_of.hpp>

namespace soret {

namespace {

void write_results_file(const GcmcMeasurements& measured, const GcmcEstimates& found, const Provenance& provenance,
                        const std::filesystem::path& file)
{
  ResultsFile results;
  add_provenance(results, provenance);
  add_chains(results, measured.samples.blocks);
  if (measured.is_open()) {
    add_histograms(results, measured.samples);
  }
  add_memories(results, found);
  add_estimates(results, found.estimates);
  results.write(file);
}

}  // namespace

void write_gcmc_results(const GcmcWorkflow& run, bool finished, const Configuration& configuration, RunLog& log)
{
  const std::optional<GcmcMeasurements> measured = run.measurements();
  RunFacts facts = facts_of(run, "soret-gcmc", finished);  // all ranks count their particles
  if (!run.ranks().world.is_root()) {
    return;
  }
  const OutputSettings& output = run.settings().output;
  if (!measured) {
    Summary{facts}.write(output.directory);
    log.say("summary.json holds no estimates yet");
    return;
  }
  const GcmcEstimates found = analyse_gcmc(*measured);
  facts.warnings.insert(facts.warnings.end(), found.warnings.begin(), found.warnings.end());
  Summary summary{facts};
  add_all(found.estimates, summary);
  summary.write(output.directory);
  const Provenance provenance{.program = facts.program,
                              .version = facts.version,
                              .seed = run.settings().run.seed,
                              .configuration = configuration.resolved()};
  write_results_file(*measured, found, provenance, output.directory / results_name);
  if (output.report) {
    gcmc_report({provenance, facts, *measured, found, remarks_of(output, finished), configuration.units()})
        .write(output.directory / report_name);
  }
  say_all(found.estimates, found.warnings, log);
}

}  // namespace soret
