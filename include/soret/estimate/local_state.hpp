#pragma once
/// \file
/// Temperature, composition, their gradients and the fluxes at a place between the slabs, from fits in a window.

#include <soret/estimate/fit_window.hpp>
#include <soret/estimate/straight_line.hpp>

#include <array>
#include <vector>

namespace soret {

/// The fit lines of one side, against the distance from the cold slab. Every bin weighs as many particles as it held,
/// since the variance of its mean temperature and composition goes as one over that number.
struct HalfFit {
  StraightLine temperature;
  std::vector<StraightLine> mole_fraction;   ///< per species
  std::vector<StraightLine> number_density;  ///< per species; bins weigh equally
};

/// Local values. Gradients and fluxes are positive towards the hot slab.
struct LocalState {
  double temperature = 0.0;
  double temperature_gradient = 0.0;
  std::vector<double> mole_fraction;  ///< per species
  std::vector<double> mole_fraction_gradient;
  std::vector<double> mole_fraction_curvature;  ///< d²x/dz², see profile_curvature; towards the hot slab or away alike
  std::vector<double> number_density;
  std::vector<double> number_density_gradient;
  std::vector<double> mass_flux;  ///< mean over the window
  double heat_flux = 0.0;         ///< microscopic, mean over the window
};

/// Fits one side. Throws RunTimeFailure if fewer than two bins of the window hold particles.
HalfFit fit_half(const SlabAverages& averages, const HalfWindow& window);

/// Local values on one side at the window's centre.
LocalState local_state(const SlabAverages& averages, const HalfWindow& window);

/// The mean of the two sides, which are mirror images.
LocalState mean_of(const std::array<LocalState, 2>& halves);

/// S_T of a species, from local values:
///   S_T,i = -(1/(x_i (1 - x_i))) (dx_i/dz)/(dT/dz);
/// positive: the species goes to the cold side. In a binary mixture S_T,2 = -S_T,1. (de Groot and Mazur,
/// Non-equilibrium Thermodynamics; Gittus and Bresme 2022, equation 1.)
double soret_coefficient(const LocalState& state, std::size_t species);

/// S_T = -d ln c/dT of a solute, c = N_solute/N_solvent (proportional to the molality):
///   S_T = -((dx_s/dz)/x_s - (dx_0/dz)/x_0)/(dT/dz).
/// Identical with `soret_coefficient` in a binary mixture (Diaz-Marquez et al. 2023).
double soret_coefficient_of_ratio(const LocalState& state, std::size_t solute, std::size_t solvent);

/// -d ln rho_s/dT with the solute's number density: differs from the others by the thermal expansion, d ln rho/dT.
double soret_coefficient_of_density(const LocalState& state, std::size_t species);

}  // namespace soret
