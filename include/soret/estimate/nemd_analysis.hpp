#pragma once
/// \file
/// Everything a run with a heat source says, with errors, and what to distrust about it.

#include <soret/core/quantity.hpp>
#include <soret/estimate/composition_relaxation.hpp>
#include <soret/estimate/local_response.hpp>
#include <soret/estimate/named_estimate.hpp>
#include <soret/estimate/profile_steadiness.hpp>
#include <soret/estimate/soret_coefficient.hpp>
#include <soret/estimate/steadiness.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// What was measured along with the profile and how it is to be read.
struct NemdAnalysis {
  ProfileWindow window = FitWindow{};
  std::vector<std::size_t> bath_entries;  ///< which entries of energy_added are the heat baths; empty: all
  std::optional<std::size_t> solvent;     ///< species to which solutes' number ratios refer
  /// tau_x of all species if known (see composition_relaxation_time()); empty: as measured in the profile's modes
  std::optional<Duration> composition_relaxation;
  std::vector<double> energy_times;      ///< times and values of the energy that should be conserved (total energy
  std::vector<double> conserved_energy;  ///< minus all that baths added); empty: no test of its drift
  FitWindow between_slabs{0.05, 0.45};   ///< where the response is analysed place by place
  std::optional<Temperature> glass_temperature;  ///< below which the model's composition settles too slowly
  double significance = 2.5;                     ///< deviations beyond this many standard errors are reported
};

/// All results of an analysis.
struct NemdEstimates {
  std::vector<NamedEstimate> estimates;
  std::vector<std::string> warnings;  ///< what to distrust, one sentence each; empty if nothing was found
  std::vector<DriftTest>
      drifts;  ///< of the Soret coefficients (of one species if binary) and of the temperature gradient
  std::vector<std::vector<LocalResponse>> places;  ///< between the slabs, per species; none for a pure fluid
  ProfileSteadiness steadiness;                    ///< of temperature and composition all along the axis
  /// Per species, those that the errors allow for; empty for a pure fluid or if nothing is known.
  std::vector<CompositionRelaxation> relaxation;
  ResolvedWindow window;
  std::array<HalfFit, 2> fits;  ///< the fit lines in the sum of all blocks

  bool contains(const std::string& name, const std::string& of = {}) const;
  /// Throws RunTimeFailure if there is no such estimate.
  const Estimate& at(const std::string& name, const std::string& of = {}) const;
};

/// The results, in this order; gradients and mass fluxes are positive from the cold to the hot slab, heat fluxes from
/// the hot to the cold one.
///   per species of a mixture: soret_coefficient, soret_coefficient_ascending and _descending (the sides of the cold
///   slab along
///     and against the axis), soret_halves_difference, soret_coefficient_of_density, soret_coefficient_of_ratio (with a
///     solvent), local_mole_fraction, mole_fraction_gradient, mole_fraction_curvature (zero in linear response);
///   per species: local_number_density, mass_flux;
///   local_temperature, temperature_gradient;
///   thermal_conductivity, heat_flux: from the bath power (from the microscopic flux if no bath did anything),
///   bath_power,
///     bath_imbalance (of all energies added, baths or not); thermal_conductivity_microscopic, heat_flux_microscopic,
///     heat_flux_mismatch (microscopic minus baths');
///   whole box: mean_temperature, density, pressure (trace/3), normal_pressure (component along the axis),
///   potential_energy and
///     total_energy (per particle); energy_drift (of the whole system per time) if a conserved energy was given;
///   per species: composition_relaxation_time, if it could be measured (composition_relaxation).
/// Errors of everything that is listed first, per species of a mixture, allow for the relaxation of the composition
/// (with_inefficiency); those of conductivities, temperature gradient and local temperature for that of the temperature
/// profile, l²/(pi² a) with half the box l and the diffusivity a = lambda/(rho c), c = 3 k_B taken for granted. A
/// composition time given in the settings takes the place of the measured one there and in the warnings. Throws
/// InputError if the settings do not fit the profile, RunTimeFailure without blocks.
NemdEstimates analyse_nemd(const ProfileBlocks& profile, const NemdAnalysis& settings);

}  // namespace soret
