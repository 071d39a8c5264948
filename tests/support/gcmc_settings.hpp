#pragma once
/// \file
/// Settings of a small run of soret-gcmc, made from text as users write it.

#include "support/settings_from_text.hpp"

#include <soret/input/gcmc_settings.hpp>

namespace test_support {

using namespace soret;

inline constexpr const char* small_gcmc_run = R"(
[model]
potential = lennard-jones
mixing = lorentz-berthelot
cutoff = 2
[species.A]
mass = 1
epsilon = 1
sigma = 1
[species.B]
mass = 2
epsilon = 0.8
sigma = 0.95
[state]
temperature = 1.2
[start]
kind = random
box = 6 6 6
density = 0.3
mole_fractions = A:0.5 B:0.5
[run]
settling = 1000
equilibration = 2000
attempts = 20000
sample_interval = 100
)";

inline constexpr const char* open_box = "[state]\nactivities = A:0.05 B:0.04\n";
inline constexpr const char* closed_box = "[state]\nensemble = canonical\n";
inline constexpr const char* with_piston = "[state]\nensemble = isobaric\npressure = 0.5\n";

/// The small run in an ensemble, and keys that replace others or come in addition.
inline GcmcSettings gcmc_settings_with(const char* ensemble, const Overrides& overrides = {})
{
  return settings_from_text(read_gcmc_settings, {small_gcmc_run, ensemble}, overrides);
}

}  // namespace test_support
