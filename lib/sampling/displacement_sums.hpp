#pragma once
/// \file
/// Sums over particles of what follows from their displacements between two configurations.

#include "kernels/displacement_sums.hpp"

#include <array>

namespace soret::detail {

/// Sums in the order of the kernel; elements beyond the waves that were asked for are zero.
using DisplacementSums = std::array<double, displacement_sums_before_waves + most_waves>;

/// Of one rank's particles. With the processor's best instruction set.
DisplacementSums local_displacement_sums(const ComparedConfigurations& compared,
                                         const DisplacementQuestions& questions);

}  // namespace soret::detail
