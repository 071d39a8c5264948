#pragma once
/// \file
/// Replicas at constant energy whose temperature is not the one that was aimed at, and how to go on without them.

#include <soret/core/quantity.hpp>
#include <soret/estimate/thermodynamic_table.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soret {

/// A replica, by its number from 0, and the mean temperature of its samples.
struct ReplicaTemperature {
  std::size_t replica = 0;
  double temperature = 0.0;
};

/// Those whose mean temperature is farther from `aim` than `window` (Gittus and Bresme 2022, supporting
/// information 2.1: 0.0005 at T = 0.62). At constant energy a replica's temperature follows from how its energy was
/// set, not from what happens in it, so that leaving it out biases nothing.
std::vector<ReplicaTemperature> replicas_off(std::span<const ThermodynamicTable> series,
                                             std::int64_t degrees_of_freedom, Temperature aim, double window);

/// Takes the given replicas away, and numbers the others anew. `Blocks` has members `blocks` and `replica`.
template <class Blocks>
void leave_out(Blocks& data, std::span<const ReplicaTemperature> off)
{
  Blocks kept = data;
  kept.blocks.clear();
  kept.replica.clear();
  for (std::size_t k = 0; k < data.blocks.size(); ++k) {
    const std::size_t replica = data.replica[k];
    const auto is_this = [replica](const ReplicaTemperature& each) { return each.replica == replica; };
    if (std::any_of(off.begin(), off.end(), is_this)) {
      continue;
    }
    const auto before = std::count_if(off.begin(), off.end(),
                                      [replica](const ReplicaTemperature& each) { return each.replica < replica; });
    kept.blocks.push_back(data.blocks[k]);
    kept.replica.push_back(replica - static_cast<std::size_t>(before));
  }
  data = std::move(kept);
}

/// The same for the series of replicas.
void leave_out(std::vector<ThermodynamicTable>& series, std::span<const ReplicaTemperature> off);

}  // namespace soret
