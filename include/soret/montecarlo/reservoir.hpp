#pragma once
/// \file
/// What a Monte Carlo chain is in contact with: a heat bath, particle reservoirs, a piston.

#include <soret/core/quantity.hpp>
#include <soret/system/particles.hpp>

#include <optional>
#include <vector>

namespace soret {

/// z = exp(mu/k_B T)/Lambda³, particles / length³: the density of the ideal gas at that chemical potential.
using Activity = Quantity<struct ActivityTag>;
/// mu of a species, energy, with its ideal part k_B T ln(rho Lambda³).
using ChemicalPotential = Quantity<struct ChemicalPotentialTag>;
/// Lambda of a species, length. In reduced units it is 1 unless something else is said, which makes
/// mu = k_B T ln(rho) + mu_ex.
using ThermalWavelength = Quantity<struct ThermalWavelengthTag>;

/// z = exp(mu/k_B T)/Lambda³.
Activity activity_of(ChemicalPotential mu, Temperature temperature,
                     ThermalWavelength wavelength = ThermalWavelength{1.0});

/// mu = k_B T ln(z Lambda³).
ChemicalPotential chemical_potential_of(Activity activity, Temperature temperature,
                                        ThermalWavelength wavelength = ThermalWavelength{1.0});

/// Temperature, activities and pressure of the surroundings.
class Reservoir {
 public:
  /// `activities`: one per species, or none at all if no move needs them; `pressure`: only for volume changes. Throws
  /// InputError unless the temperature is positive and finite, every activity positive and finite, the pressure finite.
  explicit Reservoir(Temperature temperature, std::vector<Activity> activities = {},
                     std::optional<Pressure> pressure = {});

  double thermal_energy() const { return thermal_energy_; }        ///< k_B T
  double beta() const { return 1.0 / thermal_energy_; }            ///< 1/(k_B T)
  std::size_t activities() const { return log_activity_.size(); }  ///< how many activities are given
  /// ln z_i. Throws std::out_of_range if activities are not given.
  double log_activity(Species species) const { return log_activity_.at(index(species)); }
  std::optional<Pressure> pressure() const { return pressure_; }

 private:
  double thermal_energy_;
  std::vector<double> log_activity_;
  std::optional<Pressure> pressure_;
};

}  // namespace soret
