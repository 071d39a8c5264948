#pragma once
/// \file
/// What soret-emd's report and results say of insertions (private to the output module).

#include <soret/output/emd_report.hpp>
#include <soret/output/report.hpp>
#include <soret/output/results_file.hpp>

namespace soret {

/// "A", "A, composition +0.05", "A, temperature 1.1".
std::string insertion_label(const EmdMeasurements& measured, const InsertionRun& run);

/// Mean force along the coupling, overlap of neighbouring windows, convergence, the overlap matrices as text, and
/// solvation free energies against temperature if there are several.
void add_insertions(Report& report, const EmdRun& run);

}  // namespace soret
