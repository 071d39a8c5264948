#pragma once
/// \file
/// Settings of a small run, made from text as users write it.

#include "support/settings_from_text.hpp"

#include <soret/input/nemd_settings.hpp>

namespace test_support {

using namespace soret;

inline constexpr const char* small_run = R"(
[model]
potential = lennard-jones
mixing = lorentz-berthelot
cutoff = 2.5
[species.A]
mass = 1
epsilon = 1
sigma = 1
[species.B]
mass = 2
epsilon = 0.8
sigma = 0.95
[start]
kind = lattice
particles = 500
box = 6 6 18
mole_fractions = A:0.5 B:0.5
[run]
time_step = 0.004
[equilibrate]
duration = 2
temperature = 1.2
[gradient]
source = langevin
hot_slab = 0.5 0.1
cold_slab = 0.0 0.1
hot_temperature = 1.4
cold_temperature = 1.0
build_duration = 4
[sample]
duration = 8
)";

/// The small run with changes.
inline NemdSettings settings_with(const Overrides& overrides = {})
{
  return settings_from_text(read_nemd_settings, {small_run}, overrides);
}

}  // namespace test_support
