#pragma once
/// \file
/// What a run of soret-emd leaves behind: summary.json, results.nc and report.html.

#include <soret/input/configuration.hpp>
#include <soret/output/run_log.hpp>
#include <soret/workflow/emd_workflow.hpp>

namespace soret {

/// Analyses the samples and writes everything; a stopped run gets what its samples so far allow. Collective.
void write_emd_results(const EmdWorkflow& run, bool finished, const Configuration& configuration, RunLog& log);

}  // namespace soret
