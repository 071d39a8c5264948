#pragma once
/// \file
/// The acceptance test as an energy.

#include <soret/montecarlo/attempt_numbers.hpp>
#include <soret/montecarlo/reservoir.hpp>

#include <cmath>

namespace soret::detail {

/// The largest energy change that is accepted: a change dU is accepted with probability
/// min(1, factor exp(-beta dU)) if it is tested for dU <= k_B T (ln(factor) - ln(u)), u uniform in (0, 1). Known before
/// the energy, so that the sum for a particle that overlaps another one can be given up early.
inline double largest_accepted_change(double log_factor, const Reservoir& reservoir, AttemptNumbers& random)
{
  return reservoir.thermal_energy() * (log_factor - std::log(random.uniform()));
}

}  // namespace soret::detail
