#pragma once
/// \file
/// Whether compared runs are of one model.

#include <soret/output/run_summary.hpp>

#include <string>
#include <vector>

namespace soret {

/// One sentence for each run whose model is known to be another than that of an earlier run, with which it is compared:
/// "runs 1 and 2 are of different models: sigma of A-A (Lennard-Jones) 1 and 1.2". Models differ if the names of their
/// species do, or a parameter by more than its rounding (1e-5, relative); the order of species and the name of the
/// model do not count. Of a run without a configuration only the species that its summary names are known.
std::vector<std::string> different_models(const std::vector<RunSummary>& runs);

}  // namespace soret
