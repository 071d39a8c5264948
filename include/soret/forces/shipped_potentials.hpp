#pragma once
/// \file
/// All pair potentials that the library compiles for every instruction set. Adding one: its header above, its line
/// below.

#include <soret/forces/potentials/force_shifted_lennard_jones.hpp>
#include <soret/forces/potentials/lennard_jones.hpp>
#include <soret/forces/potentials/mie.hpp>
#include <soret/forces/potentials/mixing.hpp>
#include <soret/forces/potentials/soft_core_lennard_jones.hpp>
#include <soret/forces/potentials/weeks_chandler_andersen.hpp>

/// Applies X to each shipped potential.
#define SORET_SHIPPED_POTENTIALS(X) \
  X(LennardJones)                   \
  X(ForceShiftedLennardJones)       \
  X(WeeksChandlerAndersen)          \
  X(Mie)                            \
  X(SoftCoreLennardJones)
