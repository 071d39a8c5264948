#pragma once
/// \file
/// From Onsager's coefficients to mutual diffusion, thermal diffusion, Soret coefficient and thermal conductivity of a
/// binary mixture of any masses.
///
/// k_B = 1 throughout. The coefficients are those of
///   L_ab = V/3 int_0^inf <J_a(t)·J_b(0)> dt,  a, b = 1 (mass flux of species 1 in the barycentric frame) or q (heat
///   flux),
/// so that J_1 = -L_11 grad(mu_s,1 - mu_s,2)_T/T - L'_1q grad T/T². Formulas of Gittus and Bresme (2022), equations 3
/// to 5 and supporting information 7 and 13 to 16, after de Groot and Mazur's book. Functions of doubles are for use
/// inside a jackknife, those of Estimates take their inputs as independent.

#include <soret/core/quantity.hpp>
#include <soret/estimate/estimate.hpp>

namespace soret {

/// What is known exactly. Throws InputError from the functions below unless 0 < x1 < 1 and all others are positive.
struct BinaryMixture {
  double mole_fraction = 0.5;  ///< x1; x2 = 1 - x1
  double mass_1 = 1.0;
  double mass_2 = 1.0;
  NumberDensity density;  ///< particles of both species per volume
  Temperature temperature;

  /// m = x1 m1 + x2 m2
  double mean_mass() const { return mole_fraction * mass_1 + (1.0 - mole_fraction) * mass_2; }
  /// w1 = x1 m1/m
  double mass_fraction() const { return mole_fraction * mass_1 / mean_mass(); }
  /// rho, mass per volume
  double mass_density() const { return density.value() * mean_mass(); }
  /// The same with the labels of the species exchanged.
  BinaryMixture swapped() const { return {1.0 - mole_fraction, mass_2, mass_1, density, temperature}; }
};

/// L_1q = L_q1 is one number (their average, if both were measured).
template <class Number>
struct OnsagerCoefficients {
  Number mass_mass;  ///< L_11
  Number mass_heat;  ///< L_1q
  Number heat_heat;  ///< L_qq
};

/// The coefficients for the heat flux without the enthalpy that diffusion carries, J_q' = J_q - dh J_1, with dh =
/// h_1/m1 - h_2/m2 the difference of the specific partial enthalpies (kinetic part included, as in J_q):
///   L'_1q = L_1q - L_11 dh,  L'_qq = L_qq - 2 L_1q dh + L_11 dh²,  L'_11 = L_11.
OnsagerCoefficients<double> primed(const OnsagerCoefficients<double>& unprimed, double specific_enthalpy_difference);

/// What follows from the coefficients.
template <class Number>
struct OnsagerTransport {
  Number mutual_diffusion;      ///< D_12, length²/time
  Number thermal_diffusion;     ///< D_T, length²/(time temperature)
  Number soret;                 ///< S_T = D_T/D_12 of species 1, 1/temperature; positive: to the cold
  Number thermal_conductivity;  ///< lambda, without mass flux
  Number coupling;              ///< the part -L_1q²/(L_11 T²) of lambda that the coupling to mass makes
  Number primed_coupling;       ///< the same of the primed coefficients, -L'_1q²/(L_11 T²)
};

/// With w2 = 1 - w1 and d mu_s,1/d w1 = T Gamma m²/(x1 m1² m2), which follows from d w1/d x1 = m1 m2/m²:
///   D_12   = L_11/(rho w2 T) d mu_s,1/d w1 = L_11 Gamma m²/(n x1 x2 m1² m2²),   n = rho/m particles per volume,
///   D_T    = L'_1q/(rho w1 w2 T²),
///   S_T    = D_T/D_12 = L'_1q m1 m2/(m L_11 T² Gamma)   (L'_1q m1/(L_11 T² Gamma) for equal masses),
///   lambda = (L_qq - L_1q²/L_11)/T².
OnsagerTransport<double> onsager_transport(const BinaryMixture& mixture, const OnsagerCoefficients<double>& unprimed,
                                           double specific_enthalpy_difference, double thermodynamic_factor);

/// The same with first-order errors (propagate).
OnsagerTransport<Estimate> onsager_transport(const BinaryMixture& mixture,
                                             const OnsagerCoefficients<Estimate>& unprimed,
                                             const Estimate& specific_enthalpy_difference,
                                             const Estimate& thermodynamic_factor);

/// A molar quantity Z (per particle: enthalpy, volume, internal energy) at x1 - dx, x1 and x1 + dx, at the same
/// pressure and temperature.
template <class Number>
struct MolarValues {
  double mole_fraction;  ///< x1
  double step;           ///< dx
  Number below;          ///< Z(x1 - dx)
  Number here;           ///< Z(x1)
  Number above;          ///< Z(x1 + dx)
};

/// z_1 and z_2.
template <class Number>
struct PartialMolar {
  Number first;
  Number second;
};

/// z_1 = Z + x2 dZ/dx1, z_2 = Z - x1 dZ/dx1, with the slope (Z(x1 + dx) - Z(x1 - dx))/(2 dx) of the straight line
/// through three points. Throws InputError unless dx > 0 and all three fractions lie in [0, 1].
PartialMolar<double> partial_molar(const MolarValues<double>& values);
/// The same with first-order errors. Those of z_1 and z_2 are correlated: never combine the two as if they were not.
PartialMolar<Estimate> partial_molar(const MolarValues<Estimate>& values);

/// h_1/m1 - h_2/m2 from enthalpies per particle, for `primed`.
double specific_difference(const MolarValues<double>& values, double mass_1, double mass_2);
/// The same with its first-order error, the correlation of h_1 and h_2 included.
Estimate specific_difference(const MolarValues<Estimate>& values, double mass_1, double mass_2);

}  // namespace soret
