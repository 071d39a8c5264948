#pragma once
/// \file
/// Settings of a small run of soret-emd, made from text as users write it.

#include "support/settings_from_text.hpp"

#include <soret/input/emd_settings.hpp>

#include <vector>

namespace test_support {

using namespace soret;

inline constexpr const char* small_emd_run = R"(
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
[state]
mole_fractions = A:0.3 B:0.7
temperature = 1.2
density = 0.7
[run]
time_step = 0.004
)";

inline constexpr const char* isobaric_stage = R"(
[state]
pressure = 0.9
[isobaric]
particles = 300
equilibration = 2
duration = 8
)";

inline constexpr const char* transport_stage = R"(
[transport]
particles = 400
equilibration = 4
duration = 80
)";

inline constexpr const char* structure_stage = R"(
[structure]
particles = 1000
equilibration = 6
duration = 16
)";

inline constexpr const char* relaxation_stage = R"(
[relaxation]
particles = 500
equilibration = 6
duration = 16
)";

inline constexpr const char* insertion_stage = R"(
[insertion]
particles = 300
equilibration = 2
duration = 8
)";

/// The small run with these stages, and keys that replace others or come in addition.
inline EmdSettings emd_settings_with(const std::vector<const char*>& stages, const Overrides& overrides = {})
{
  std::vector<const char*> texts{small_emd_run};
  texts.insert(texts.end(), stages.begin(), stages.end());
  return settings_from_text(read_emd_settings, texts, overrides);
}

}  // namespace test_support
