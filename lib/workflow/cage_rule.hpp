#pragma once
/// \file
/// How the configuration wants cages looked at (private to the workflow module).

#include <soret/estimate/caging_potential.hpp>
#include <soret/input/softness_settings.hpp>

namespace soret {

inline CageRule cage_rule(const SoftnessSettings& settings)
{
  return {.largest_wave_number = WaveNumber{settings.largest_wave_number},
          .fit_range = Distance{settings.fit_range},
          .range_fraction = settings.range_fraction};
}

}  // namespace soret
