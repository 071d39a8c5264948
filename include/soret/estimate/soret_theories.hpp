#pragma once
/// \file
/// What theories of thermodiffusion make of equilibrium properties: the Soret coefficient of species 1 of a binary
/// mixture.
///
/// Everywhere k_B = 1, energies are per particle, and S_T,1 = -(1/(x1 x2)) grad x1/grad T is positive if species 1
/// collects in the cold. Swapping the labels of the species changes the sign. Inputs are taken as independent
/// (propagate). The denominator x1 (d mu_1/d x1)_{P,T} = T Gamma, with the thermodynamic factor Gamma, is the same for
/// both species (Gibbs-Duhem). Formulas as collected by Gittus and Bresme (2022), supporting information, equations 3
/// to 6, but for the signs stated below.

#include <soret/core/quantity.hpp>
#include <soret/estimate/estimate.hpp>

#include <array>

namespace soret {

/// A quantity of species 1 and 2.
using EstimatePair = std::array<Estimate, 2>;

/// The state point that all theories refer to.
struct BinaryState {
  double mole_fraction = 0.5;  ///< x1; x2 = 1 - x1
  Temperature temperature;
  Estimate thermodynamic_factor{1.0};  ///< Gamma = (x1/T) (d mu_1/d x1)_{P,T}
};

/// The ideal gas of the same temperature and composition, from kinetic theory. Zero leaves its part away.
struct KineticPart {
  EstimatePair enthalpies{};  ///< h_i^0, counted as the partial molar enthalpies are: 5/2 T if these are complete
  Estimate soret{};           ///< S_T,1^0
};

/// Haase (Z. Phys. 127, 1 (1949)), as Kempers derived it in the frame of the centre of mass (doi:10.1063/1.1398315):
///   T S_T = [m1 m2/(x1 m1 + x2 m2) ((h_2 - h_2^0)/m2 - (h_1 - h_1^0)/m1) + T² S_T^0] / (T Gamma),
/// with the partial molar enthalpies h_i = (dH/dN_i)_{P,T}. A part of h_i that is the same for both species, 5/2 T for
/// instance, cancels for equal masses only. Throws InputError unless 0 < x1 < 1, masses and Gamma are positive.
Estimate haase_soret(const BinaryState& state, const std::array<double, 2>& masses, const EstimatePair& enthalpies,
                     const KineticPart& kinetic = {});

/// Kempers (doi:10.1063/1.1398315), in the frame of the centre of volume: as Haase, with the partial molar volumes v_i
/// = (dV/dN_i)_{P,T} in the place of the masses.
Estimate kempers_soret(const BinaryState& state, const EstimatePair& volumes, const EstimatePair& enthalpies,
                       const KineticPart& kinetic = {});

/// Shukla and Firoozabadi (Ind. Eng. Chem. Res. 37, 3331 (1998)):
///   T S_T = -[u_1/tau_1 - u_2/tau_2 + (v_2 - v_1) (x1 u_1/tau_1 + x2 u_2/tau_2)/(x1 v_1 + x2 v_2)] / (T Gamma),
/// with the partial molar internal energies u_i without their kinetic part (negative in a liquid), partial molar
/// volumes v_i and tau_i = (cohesive energy)/(activation energy of viscous flow). The sign before the bracket is not in
/// the formula as printed, whose authors count a species that goes to the hot side as positive: with it the more
/// strongly bound species goes to the cold side, as in Haase's and Kempers' formulas and in the results of Gittus and
/// Bresme.
Estimate shukla_firoozabadi_soret(const BinaryState& state, const EstimatePair& energies, const EstimatePair& volumes,
                                  const EstimatePair& taus);

/// Which way the theories of activated diffusion go: their formulas were printed with the sign opposite to what their
/// text says, and were used in both forms.
enum class ActivationSign {
  as_printed,  ///< the species of higher activation energy goes to the hot side (Gittus and Bresme)
  as_argued    ///< it goes to the cold side, where it is trapped (Diaz-Marquez, Stirnemann et al. 2023, equations 2, 4)
};

/// Prigogine (Physica 16, 577 (1950)), with the activation energies E_i of self-diffusion, D_i = D_i^0 exp(-E_i/T):
///   T S_T = (E_2 - E_1)/T as printed, (E_1 - E_2)/T as argued.
/// Throws InputError unless the temperature is positive.
Estimate prigogine_soret(Temperature temperature, const EstimatePair& activation_energies, ActivationSign sign);

/// Artola, Rousseau and Galliero (J. Am. Chem. Soc. 130, 10963 (2008)), Prigogine's with a part for the masses:
///   T S_T = (E_2 - E_1)/T + (m2 - m1)/(m2 + m1) (E_2 + E_1)/T as printed, the negative of it as argued.
Estimate artola_rousseau_galliero_soret(Temperature temperature, const std::array<double, 2>& masses,
                                        const EstimatePair& activation_energies, ActivationSign sign);

/// Eastman (J. Am. Chem. Soc. 50, 283 (1928)), of a solute in dilute solution:  S_T = (1/T) dG/dT,  with the free
/// energy G(T) of its solvation. It has no counterpart for the solvent.
Estimate eastman_soret(Temperature temperature, const Estimate& solvation_free_energy_slope);

}  // namespace soret
