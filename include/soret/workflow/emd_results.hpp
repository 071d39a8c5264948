#pragma once
/// \file
/// What a run of soret-emd leaves behind: summary.json, results.nc and report.html.

#include <soret/estimate/emd_analysis.hpp>
#include <soret/input/configuration.hpp>
#include <soret/output/run_log.hpp>
#include <soret/output/summary.hpp>
#include <soret/workflow/emd_workflow.hpp>

#include <string>
#include <vector>

namespace soret {

/// What has been sampled at one composition, sorted for the analysis; takes it out of the samples. A stage that has
/// sampled too little for its curves is left out.
EmdMeasurements measurements_of(const EmdSettings& settings, std::size_t point, std::vector<EmdStageSample>& samples);

/// How the configuration wants it analysed.
EmdAnalysis analysis_of(const EmdSettings& settings);

/// What was measured, with all that is said beside it. The reference is used only while results are written.
struct EmdRecord {
  EmdMeasurements measured;
  EmdAnalysis analysis;
  RunFacts facts;
  Seed seed;
  const OutputSettings& output;
  std::vector<std::string> remarks;  ///< for the report (remarks_of)
};

/// Analyses what was measured and writes everything; returns what was found. On one rank only.
EmdEstimates write_emd_results(const EmdRecord& record, const Configuration& configuration, RunLog& log);

/// Analyses the samples and writes everything; a stopped run gets what its samples so far allow. A series of
/// compositions gets a folder for each and series.csv, series_fits.csv, summary.json and report.html for all.
/// Collective.
void write_emd_results(const EmdWorkflow& run, bool finished, const Configuration& configuration, RunLog& log);

}  // namespace soret
