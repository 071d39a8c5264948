#pragma once
/// \file
/// What the summaries and reports of all programs say in the same way.

#include <soret/estimate/named_estimate.hpp>
#include <soret/output/summary.hpp>
#include <soret/workflow/phased_run.hpp>

#include <string>
#include <vector>

namespace soret {

/// What the run was and what it cost. That it was stopped, if it was, is the first of its warnings.
RunFacts facts_of(const PhasedRun& run, const std::string& program, bool finished);

void add_all(const std::vector<NamedEstimate>& estimates, Summary& summary);

/// Estimates and warnings for the log.
void say_all(const std::vector<NamedEstimate>& estimates, const std::vector<std::string>& warnings, RunLog& log);

/// The configured note, and that the run was stopped if it was.
std::vector<std::string> remarks_of(const OutputSettings& output, bool finished);

}  // namespace soret
