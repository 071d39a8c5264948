#pragma once
/// \file
/// Amplitudes of the waves that a profile between two slabs is made of.

#include <soret/estimate/profile_blocks.hpp>

#include <vector>

namespace soret {

/// C_n[q] = (2/M) sum_b q_b cos(2 pi n (z_b - z_hot)/L) over the M bins of a profile q. The first is the slowest mode
/// between a hot and a cold slab half a box apart, positive if q is larger at the hot slab; a straight rise by D from
/// the cold to the hot slab has C_n = 4 D/(pi n)² for odd n and 0 for even n. Bins without particles (not finite) count
/// as the mean of the others. The unit is that of q. Not a number if no bin is finite.
double mode_amplitude(const ProfileShape& shape, const std::vector<double>& profile, int n = 1);

}  // namespace soret
