#pragma once
/// \file
/// What the stage relaxation of soret-emd puts into results.nc.

#include <soret/estimate/relaxation_blocks.hpp>
#include <soret/output/results_file.hpp>

namespace soret {

/// Dimensions `relaxation_group` ("A", "B", "all"), `relaxation_lag` (coordinate: time) and `relaxation_wave_number`;
/// with standard errors self_overlap, dynamic_susceptibility, relaxation_squared_displacement and
/// relaxation_non_gaussian, shape (group, lag), and self_scattering, shape (group, wave number, lag). Of collective
/// sums, dimensions `collective_lag` and `coherent_wave_number`, collective_overlap and coherent_scattering in the same
/// shapes. Nothing is added of sums without usable lags, nor scattering without wave numbers.
void add_relaxation(ResultsFile& file, const RelaxationBlocks& self, const RelaxationBlocks& collective);

}  // namespace soret
