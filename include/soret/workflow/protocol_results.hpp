#pragma once
/// \file
/// What a run of soret-nemd with a protocol leaves behind: summary.json, results.nc and report.html.

#include <soret/input/configuration.hpp>
#include <soret/output/run_log.hpp>
#include <soret/workflow/nemd_workflow.hpp>

namespace soret {

/// Analyses the windows that have been sampled and writes everything. Collective.
void write_protocol_results(const NemdWorkflow& run, const Ranks& ranks, bool finished,
                            const Configuration& configuration, RunLog& log);

}  // namespace soret
