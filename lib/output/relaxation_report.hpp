#pragma once
/// \file
/// The part of soret-emd's report about relaxation (private to the output module).

#include <soret/estimate/relaxation_blocks.hpp>
#include <soret/output/report.hpp>

namespace soret {

/// Heading and pictures against log10 t with bands of one standard error: overlaps, chi_4, scattering functions, mean
/// squared displacements, non-Gaussian parameters.
void add_relaxation(Report& report, const RelaxationBlocks& self, const RelaxationBlocks& collective);

}  // namespace soret
