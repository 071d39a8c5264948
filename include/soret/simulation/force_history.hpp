#pragma once
/// \file
/// Forces of the last steps, from which velocities are expected before the next forces are known.

#include <soret/core/quantity.hpp>
#include <soret/core/state.hpp>
#include <soret/domain/migration.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cstddef>
#include <vector>

namespace soret {

/// Velocity Verlet knows the velocities of time t only after the forces of time t:
///
///     v(t) = v(t - dt/2) + dt/(2m) f(t).
///
/// With f(t) = 2 f(t - dt) - f(t - 2dt) + O(dt²) they can be expected beforehand, off by dt³ (d²f/dt²)/(2m). (With
/// f(t - dt) alone they would be too long on average: in a harmonic motion of frequency w by a part (w dt)²/2.)
///
/// All members are rank-local.
class ForceHistory {
 public:
  /// Takes the forces out of `particles`, whose forces have no meaning from then on until they are computed anew.
  void take_forces(Particles& particles);
  /// To be called in steps in which forces are not taken, and when particles are moved other than by a step.
  void forget() { known_ = 0; }

  /// Whether the forces of one step are known, so that there will be two once those of the next are taken.
  bool has_forces() const { return known_ > 0; }
  /// What has to follow the particles when they change order or owner. Valid until the next call of a member.
  Luggage luggage();

  /// Velocities at the end of the step, after its first half kick. Uses up the older of two forces, which must be
  /// known. Valid until the next call of a member.
  const std::array<std::vector<double>, 3>& expected_velocities(const Particles& particles, const SpeciesTable& species,
                                                                TimeStep time_step);

  /// The forces of the last step, if they are known.
  void save(State& state) const;
  void load(const State& state);

 private:
  std::size_t known_ = 0;  ///< steps whose forces are known, the newer first
  std::array<std::vector<double>, 3> newer_;
  std::array<std::vector<double>, 3> older_;
  std::array<std::vector<double>*, 6> luggage_{};
};

}  // namespace soret
