#pragma once
/// \file
/// The stochastic cell-rescaling barostat.

#include <soret/core/quantity.hpp>
#include <soret/core/random.hpp>
#include <soret/system/particles.hpp>

#include <optional>

namespace soret {

using Compressibility = Quantity<struct CompressibilityTag>;  ///< isothermal, length³ / energy

/// Stochastic cell rescaling (Bernetti, Bussi 2020, doi:10.1063/5.0020514): a first-order barostat that samples the NPT
/// ensemble when the thermostat keeps the same temperature. With lambda = sqrt(V), in which the noise is additive,
///
///     dlambda = -(beta_T lambda/(2 tau_p)) (P_0 - P - k_B T/(2V)) dt + sqrt(k_B T beta_T/(2 tau_p)) dW,
///
/// P being the instantaneous pressure (kinetic part included). beta_T only sets the time scale: an estimate will do.
/// Isotropic, or along one axis with P the pressure-tensor component of that axis.
struct StochasticCellRescaling {
  Pressure pressure;                ///< P_0
  Temperature temperature;          ///< that of the thermostat
  RelaxationTime relaxation_time;   ///< tau_p
  Compressibility compressibility;  ///< beta_T
  Seed seed;
  std::optional<Axis> axis = {};  ///< nothing: all three alike

  /// Throws InputError, naming the value, unless all are finite and all but the pressure positive.
  void check() const;

  /// Factors of the box lengths for an `interval` (time since the last call) that ends with `step`, the same on every
  /// rank. The relative change of the volume is limited to 5 % so that a bad start cannot tear the system apart;
  /// sampling never comes near it with a sensible tau_p.
  Vec3 scale_factors(Pressure measured, const Box& box, Duration interval, std::int64_t step) const;
};

/// Applies the factors s of one rescaling: box L -> s L, positions r -> s r, velocities v -> v/s, which keeps the
/// volume of phase space. Rank-local in the particles.
Box rescale_cell(Particles& particles, const Box& box, const Vec3& factors);

}  // namespace soret
