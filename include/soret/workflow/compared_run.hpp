#pragma once
/// \file
/// A finished run as comparisons need it: its summary with what its configuration adds.

#include <soret/output/run_summary.hpp>

#include <filesystem>

namespace soret {

/// The summary of a run, given its directory or the file itself, and from the resolved-config.ini beside it the
/// composition, unless the run has measured that, and the model. What the configuration does not tell, or tells in a
/// way that cannot be read, stays unknown. Throws InputError as `read_summary` does.
RunSummary read_compared_run(const std::filesystem::path& run);

}  // namespace soret
