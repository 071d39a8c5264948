#pragma once
/// \file
/// Physical constants, CODATA recommended values of 2018 (Tiesinga et al. 2021, doi:10.1103/RevModPhys.93.025010), SI
/// units.

namespace soret::constants {

inline constexpr double boltzmann = 1.380649e-23;             ///< k_B in J/K, exact since 2019
inline constexpr double avogadro = 6.02214076e23;             ///< N_A in 1/mol, exact since 2019
inline constexpr double elementary_charge = 1.602176634e-19;  ///< e in C, exact since 2019; 1 eV in J
inline constexpr double atomic_mass = 1.66053906660e-27;      ///< u in kg, standard uncertainty 5e-37
inline constexpr double calorie = 4.184;                      ///< thermochemical calorie in J, by definition
inline constexpr double atmosphere = 101325.0;                ///< standard atmosphere in Pa, by definition

}  // namespace soret::constants
