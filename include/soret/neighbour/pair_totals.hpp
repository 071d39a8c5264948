#pragma once
/// \file
/// Sums over all pairs of particles.

#include <soret/core/vec3.hpp>

#include <array>
#include <optional>

namespace soret {

/// One rank's part of sums over pairs: added up over the ranks it is the whole. With r_ij = r_i - r_j and f_ij the
/// force on i by j,
///   potential energy   sum of u_ij,
///   virial             sum of r_ij^a f_ij^b   for (a, b) = symmetric_components[c],
///   heat flux          sum of [r_ij (f_ij . (v_i + v_j)) + u_ij (v_i + v_j)] / 2,
/// the last being the part of V J_q that pairs carry (FluxCorrelations); there are steps on which it is not known.
///
/// The velocities in it are not those of the step's end, which the new forces have yet to make, but what these are
/// expected to be from the forces of the two steps before (ForceHistory). They are off by dt³ (d²f/dt²)/(2m).
struct PairTotals {
  double potential_energy = 0.0;
  std::array<double, 6> virial{};
  std::optional<Vec3> heat_flux = {};
};

}  // namespace soret
