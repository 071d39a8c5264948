#pragma once
/// \file
/// What a run of soret-gcmc leaves behind: summary.json, results.nc and report.html.

#include <soret/input/configuration.hpp>
#include <soret/output/run_log.hpp>
#include <soret/workflow/gcmc_workflow.hpp>

namespace soret {

/// Analyses the samples and writes everything; a stopped run gets what its samples so far allow. Collective.
void write_gcmc_results(const GcmcWorkflow& run, bool finished, const Configuration& configuration, RunLog& log);

}  // namespace soret
