#pragma once
/// \file
/// What a run of soret-nemd leaves behind: summary.json, results.nc and report.html.

#include <soret/input/configuration.hpp>
#include <soret/output/run_log.hpp>
#include <soret/workflow/nemd_workflow.hpp>

namespace soret {

/// Analyses the samples and writes everything; a stopped run gets what its samples so far allow, nothing if they do not
/// allow an estimate. Collective.
void write_nemd_results(const NemdWorkflow& run, const Ranks& ranks, bool finished, const Configuration& configuration,
                        RunLog& log);

}  // namespace soret
