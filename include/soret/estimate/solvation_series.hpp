#pragma once
/// \file
/// Eastman's Soret coefficient from solvation free energies at several temperatures.

#include <soret/core/quantity.hpp>
#include <soret/estimate/estimate.hpp>
#include <soret/estimate/straight_line.hpp>

#include <span>

namespace soret {

/// The free energy of bringing a solute from the ideal gas into its solution at equal number density, mu^ex: negative
/// for a solute that is well dissolved. (Desolvation free energies have the opposite sign.)
struct SolvationPoint {
  Temperature temperature{1.0};
  Estimate free_energy;  ///< an energy
};

/// What a series at constant pressure says at one temperature.
struct SolvationSeries {
  Temperature temperature{1.0};
  Estimate free_energy;  ///< G on the line
  Estimate slope;        ///< dG/dT
  Estimate entropy;      ///< -dG/dT
  Estimate enthalpy;     ///< G - T dG/dT
  Estimate soret;        ///< S_T = (1/T) dG/dT, of the solute
  StraightLine line;     ///< G against T
  /// Whether chi² is within three of its standard deviations sqrt(2 nu) of nu = points - 2.
  bool is_straight = true;
};

/// A straight line weighted with 1/error² through G(T), and eastman_soret at `temperature` (equation 1 of
/// Diaz-Marquez, Stirnemann et al. 2023). S_T > 0, the solute goes to the
/// cold side, if its free energy rises with temperature. Throws InputError unless there are points at two temperatures,
/// all positive, with positive and finite errors.
SolvationSeries solvation_series(std::span<const SolvationPoint> points, Temperature temperature);

}  // namespace soret
