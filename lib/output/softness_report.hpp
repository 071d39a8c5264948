#pragma once
/// \file
/// What soret-emd's report says of the cage (private to the output module).

#include <soret/estimate/softness.hpp>
#include <soret/output/report.hpp>

namespace soret {

/// The caging potential with its harmonic fit, and what the structure factors add to 1/S at every wave number.
void add_softness(Report& report, const Softness& softness);

}  // namespace soret
