#pragma once
/// \file
/// The time series of a whole system's energy, pressure and momentum.

#include <soret/core/vec3.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace soret {

/// Averages over the samples of one row.
struct ThermodynamicRow {
  std::int64_t samples = 0;  ///< how many samples were averaged
  double step = 0.0;         ///< mean index of the step
  double time = 0.0;         ///< mean time
  Vec3 box_lengths;
  double kinetic_energy = 0.0;       ///< sum m v²/2 of the whole system
  double potential_energy = 0.0;     ///< of the whole system
  std::array<double, 6> pressure{};  ///< (sum m v_a v_b + sum W_ab)/V in the order of `symmetric_components`
  Vec3 momentum;                     ///< of the whole system
  std::vector<double> energy_added;  ///< by each control since the start of the run

  double volume() const { return box_lengths.x * box_lengths.y * box_lengths.z; }
  double total_energy() const { return kinetic_energy + potential_energy; }
  /// Total energy minus everything that was added: constant up to the integrator's error.
  double conserved_energy() const;
  /// k_B T = 2 kinetic energy / degrees of freedom.
  double temperature(std::int64_t degrees_of_freedom) const;
  /// Trace of the pressure tensor over three.
  double mean_pressure() const { return (pressure[0] + pressure[1] + pressure[2]) / 3.0; }
};

/// Rows in the order of time. All average over equally many samples, except the last.
using ThermodynamicTable = std::vector<ThermodynamicRow>;

}  // namespace soret
