#pragma once
/// \file
/// Equations of motion in which the box moves with the particles.

#include <soret/dynamics/velocity_verlet.hpp>
#include <soret/system/particles.hpp>

namespace soret {

/// The elementary maps of a step in which the box is a dynamical variable; they take the place of those of velocity
/// Verlet. All but the virial is the same on every rank, so that all ranks change the box alike. All members are
/// rank-local.
class BoxMotion {
 public:
  virtual ~BoxMotion() = default;

  /// Half a step of the forces and of what the moving box does to velocities.
  virtual void half_kick(const VelocityVerlet& integrator, Particles& particles, const SpeciesTable& species) const = 0;
  /// A fraction of the step of the positions, about the origin of the box. Returns the factors of the box lengths.
  /// Throws RunTimeFailure if the box moves by more than makes sense in one step.
  virtual Vec3 drift(const VelocityVerlet& integrator, Particles& particles, double fraction) const = 0;
  /// Called whenever forces have been computed: the volume now, and this rank's share of the diagonal of the virial,
  /// sum over pairs of r_ij^a F_ij^a (the ranks' shares add up to it).
  virtual void accept_virial(double volume, const Vec3& local_virial) = 0;
};

}  // namespace soret
