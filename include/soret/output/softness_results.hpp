#pragma once
/// \file
/// What soret-emd puts into results.nc about the cage.

#include <soret/estimate/softness.hpp>
#include <soret/output/results_file.hpp>

namespace soret {

/// The caging potential: dimension `cage_distance` with `caging_potential`, its standard error and `caging_harmonic`,
/// the fit; dimension `cage_wave_number` with `cage_spectrum`, free of noise, and its standard error.
void add_softness(ResultsFile& file, const Softness& softness);

}  // namespace soret
