#pragma once
/// \file
/// How potentials end at their cutoff, and what is lost beyond it.

namespace soret {

/// How a potential ends at its cutoff r_c.
enum class Truncation {
  cut,      ///< u(r) as it is; the energy jumps at r_c
  shifted,  ///< u(r) - u(r_c); forces as before
};

/// Integrals of the potential over the homogeneous fluid beyond the cutoff, g(r) = 1 (Frenkel and Smit, Understanding
/// Molecular Simulation, section 3.2.2). A mixture has
///   U_tail / V = 1/2 sum_ab rho_a rho_b energy_ab,   p_tail = -1/6 sum_ab rho_a rho_b virial_ab.
struct TailIntegrals {
  double energy = 0.0;  ///< 4 pi ∫_rc^∞ u(r) r² dr
  double virial = 0.0;  ///< 4 pi ∫_rc^∞ (du/dr) r³ dr
};

}  // namespace soret
