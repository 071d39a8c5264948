#pragma once
/// \file
/// The parts of analyse_emd (private to the estimate module).

#include "collector.hpp"

#include <soret/estimate/emd_analysis.hpp>
#include <soret/estimate/onsager_soret.hpp>

#include <string>

namespace soret {

namespace dimension {
inline constexpr Dimension diffusion{.length = 2, .time = -1};
inline constexpr Dimension thermal_diffusion{.length = 2, .time = -1, .temperature = -1};
inline constexpr Dimension viscosity{.length = -3, .energy = 1, .time = 1};
inline constexpr Dimension conductivity{.length = -1, .energy = 1, .time = -1, .temperature = -1};
inline constexpr Dimension area{.length = 2};
inline constexpr Dimension volume{.length = 3};
inline constexpr Dimension specific_energy{.length = 2, .time = -2};
inline constexpr Dimension mass_mass{.length = -5, .energy = 1, .time = 3, .temperature = 1};
inline constexpr Dimension mass_heat{.length = -3, .energy = 1, .time = 1, .temperature = 1};
inline constexpr Dimension heat_heat{.length = -1, .energy = 1, .time = -1, .temperature = 1};
}  // namespace dimension

using EmdCollector = Collector<EmdEstimates>;

/// Potential energy, enthalpy with 3/2 k_B T, and volume, per particle; of one run at constant pressure.
struct MolarState {
  Estimate energy;
  Estimate enthalpy;
  Estimate volume;
};
MolarState molar_state(const EquilibriumRun& run, Temperature temperature, Pressure pressure);

/// Density, pressure, temperature and energy of the first stage there is.
void add_state(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings);

/// Partial molar quantities, if there are runs below and above the composition.
std::optional<PartialQuantities> add_partial_quantities(EmdCollector& collector, const EmdMeasurements& measured);

/// Viscosity, diffusion, conduction, Onsager's coefficients.
void add_transport(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings);

/// Viscosity, conduction and Onsager's coefficients from the fluxes; fills the limits and spectra of `curves`.
void add_correlations(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings,
                      TransportCurves& curves);

/// The lags up to which time correlations are integrated: those given, else those found by rule.
IntegrationLimit limit_of(const std::optional<Duration>& given, const IntegrationLimit& found);

/// Says if there is no plateau.
void warn_unsettled(EmdCollector& collector, const IntegrationLimit& limit, const std::string& of);

/// Whether correlations at doubling lags agree with the others at the limits of the integrals (compare_forms), and
/// whether anything comes after these: differences as improbable as three standard errors of a normal variable become
/// warnings.
void check_long_correlations(EmdCollector& collector, const EmdMeasurements& measured, const TransportCurves& curves);

/// Self-diffusion by the autocorrelation of velocities. After everything else in add_transport.
void add_velocities(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings);

/// Kirkwood-Buff integrals and the limits of structure factors.
void add_structure(EmdCollector& collector, const EmdMeasurements& measured);

/// Relaxation times and whether the samples were in equilibrium. Needs the stage relaxation.
void add_relaxation(EmdCollector& collector, const EmdMeasurements& measured);

/// Softness, depth and range of the caging potential, if they are asked for and there are structure factors.
void add_softness(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings);

/// Chemical potentials, what they make of the thermodynamic factor, and solvation free energies against temperature.
void add_insertions(EmdCollector& collector, const EmdMeasurements& measured);

/// The difference of chemical potentials and what it makes of the thermodynamic factor.
void add_exchanges(EmdCollector& collector, const EmdMeasurements& measured);

/// Heat capacities, compressibility, thermal expansion. After add_structure.
void add_response(EmdCollector& collector, const EmdMeasurements& measured);

/// The mixture of the transport stage. Two species.
BinaryMixture mixture_of(const EmdMeasurements& measured, const Estimate& temperature);

/// Which measurement a thermodynamic factor comes from.
enum class FactorOrigin { distribution_functions, modes, insertion, exchange };

/// What names of results end with that follow from such a factor.
inline std::string ending(FactorOrigin origin)
{
  switch (origin) {
    case FactorOrigin::distribution_functions:
      return "";
    case FactorOrigin::modes:
      return "_from_modes";
    case FactorOrigin::insertion:
      return "_from_insertion";
    case FactorOrigin::exchange:
      break;
  }
  return "_from_exchange";
}

/// Thermal diffusion, what of Onsager's coefficients drives it, and the Soret coefficient times the thermodynamic
/// factor; that factor is not needed.
void add_thermal_diffusion(EmdCollector& collector, const EmdMeasurements& measured, const PartialQuantities& partial);

/// The Soret coefficient, given the thermodynamic factor.
void add_soret(EmdCollector& collector, const EmdMeasurements& measured, const PartialQuantities& partial,
               const Estimate& thermodynamic_factor, FactorOrigin origin);

/// Mutual diffusion over the thermodynamic factor, from time correlations and from displacements. Two species, after
/// add_transport.
void add_kinetic_diffusion(EmdCollector& collector, const EmdMeasurements& measured);

/// Mutual diffusion, given the thermodynamic factor. After add_kinetic_diffusion and add_soret.
void add_mutual_diffusion(EmdCollector& collector, const EmdMeasurements& measured,
                          const Estimate& thermodynamic_factor, FactorOrigin origin);

/// The theories that can be fed.
void add_theories(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings,
                  const PartialQuantities& partial, const Estimate& thermodynamic_factor);

}  // namespace soret
