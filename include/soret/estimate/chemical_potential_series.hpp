#pragma once
/// \file
/// The thermodynamic factor from chemical potentials at several compositions.

#include <soret/core/quantity.hpp>
#include <soret/estimate/estimate.hpp>
#include <soret/estimate/straight_line.hpp>

#include <array>
#include <optional>
#include <span>

namespace soret {

/// Excess chemical potentials (relative to the ideal gas at the same number densities) of one binary mixture.
struct ChemicalPotentialPoint {
  double mole_fraction = 0.5;  ///< x1
  Estimate density;            ///< total number density rho
  Estimate excess_1;           ///< mu_1^ex, an energy
  std::optional<Estimate> excess_2;
};

/// mu = mu^id + mu^ex of one species.
struct ChemicalPotentialParts {
  Estimate ideal;
  Estimate excess;
  Estimate total;
};

/// mu^id = T ln(x rho Lambda³) and the sum with mu^ex; the errors of density and mu^ex are taken as independent. Throws
/// InputError unless x, rho, Lambda and T are positive.
ChemicalPotentialParts chemical_potential(double mole_fraction, const Estimate& density, const Estimate& excess,
                                          Temperature temperature, double thermal_wavelength = 1.0);

/// Gamma and its parts as one species sees them.
struct ThermodynamicFactorParts {
  Estimate ideal;   ///< 1 + (x_i/rho) d rho/d x_i: one only if the density does not depend on the composition
  Estimate excess;  ///< (x_i/T) d mu_i^ex/d x_i
  Estimate total;   ///< Gamma
};

/// What a series at constant temperature and pressure says about its middle.
struct ChemicalPotentialSeries {
  double mole_fraction = 0.5;  ///< x1 at which everything is given
  Estimate density;
  std::array<std::optional<ChemicalPotentialParts>, 2> potentials;
  std::array<std::optional<Estimate>, 2> slopes;  ///< (d mu_i/d x_i)_{T,p}, each along its own fraction
  std::array<std::optional<ThermodynamicFactorParts>, 2> factors;
  /// x1 d mu_1/d x1 + x2 d mu_2/d x1 = T d ln rho/d x1 + x1 d mu_1^ex/d x1 + x2 d mu_2^ex/d x1, zero by Gibbs and
  /// Duhem.
  std::optional<Estimate> gibbs_duhem;
  StraightLine log_density;                          ///< ln rho against x1
  std::array<std::optional<StraightLine>, 2> lines;  ///< mu_i^ex against x1
};

/// Straight lines weighted with 1/error² through ln rho and mu_i^ex at compositions x1 - dx, (x1,) x1 + dx, evaluated
/// at `mole_fraction`; from these, as Gittus and Bresme (2022), supporting information, sections 1.2 and 2.5,
///   d mu_i/d x_i = T (1/x_i + d ln rho/d x_i) + d mu_i^ex/d x_i,   Gamma = (x_i/T) d mu_i/d x_i.
/// Densities and excess potentials are taken as independent. What is curved is not seen by two points; with more, the
/// chi² of the lines tells. Points should lie symmetrically about `mole_fraction`. mu_2 is used if all points have it.
/// Lambda_i of the ideal parts are `thermal_wavelengths`. Throws InputError unless there are two points with different
/// fractions within (0, 1), densities and temperature are positive and all errors are positive and finite.
ChemicalPotentialSeries chemical_potential_series(std::span<const ChemicalPotentialPoint> points, double mole_fraction,
                                                  Temperature temperature,
                                                  const std::array<double, 2>& thermal_wavelengths = {1.0, 1.0});

}  // namespace soret
