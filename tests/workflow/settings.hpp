#pragma once
/// \file
/// Settings of a small run, made from text as users write it.

#include <soret/input/nemd_settings.hpp>

#include <string>
#include <utility>
#include <vector>

namespace test_support {

using namespace soret;

/// Keys that replace those of the small run, or come in addition.
using Overrides = std::vector<std::pair<std::string, std::string>>;

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
  Configuration configuration;
  for (const auto& [key, value] : overrides) {
    configuration.add_override(key, value);
  }
  configuration.add_text(small_run, "small run");
  NemdSettings settings = read_nemd_settings(configuration);
  configuration.finish();
  return settings;
}

}  // namespace test_support
