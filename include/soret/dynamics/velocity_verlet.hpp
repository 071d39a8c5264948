#pragma once
/// \file
/// The velocity Verlet integrator.

#include <soret/core/quantity.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <vector>

namespace soret {

/// Velocity Verlet (Swope, Andersen, Berens, Wilson 1982, doi:10.1063/1.442716) as its two elementary maps:
///
///     half kick:  v_i += (dt/2) f_i / m_i
///     drift:      r_i += fraction * dt * v_i
///
/// A step is half kick, drift (in one piece or in fractions that add up to one), new forces, half kick. Second order,
/// symplectic, time-reversible. Everything here is rank-local.
class VelocityVerlet {
 public:
  /// Throws InputError unless the step is positive and finite.
  explicit VelocityVerlet(TimeStep time_step);
  TimeStep time_step() const { return time_step_; }

  /// `fractions` of the half kick are made along each axis.
  void half_kick(Particles& particles, const SpeciesTable& species, const Vec3& fractions = {1.0, 1.0, 1.0}) const;
  void drift(Particles& particles, double fraction = 1.0) const { drift(particles, {fraction, fraction, fraction}); }
  void drift(Particles& particles, const Vec3& fractions) const;
  /// Drifts and returns the largest squared displacement |r_i - reference_i|² on this rank after it (0 without
  /// particles, NaN if any displacement is not finite). `reference` holds as many entries per axis as there are
  /// particles.
  double drift(Particles& particles, double fraction, const std::array<std::vector<double>, 3>& reference) const;

 private:
  TimeStep time_step_;
};

}  // namespace soret
