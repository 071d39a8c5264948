#pragma once
/// \file
/// Everything that runs in equilibrium say, with errors, and what to distrust about it.

#include <soret/core/quantity.hpp>
#include <soret/estimate/cepstral.hpp>
#include <soret/estimate/correlation_blocks.hpp>
#include <soret/estimate/diffusion.hpp>
#include <soret/estimate/displacement_blocks.hpp>
#include <soret/estimate/exchange_difference.hpp>
#include <soret/estimate/fluctuations.hpp>
#include <soret/estimate/green_kubo.hpp>
#include <soret/estimate/insertion_run.hpp>
#include <soret/estimate/kirkwood_buff.hpp>
#include <soret/estimate/multiple_tau_blocks.hpp>
#include <soret/estimate/named_estimate.hpp>
#include <soret/estimate/onsager_soret.hpp>
#include <soret/estimate/pair_distribution_blocks.hpp>
#include <soret/estimate/relaxation_blocks.hpp>
#include <soret/estimate/replica_choice.hpp>
#include <soret/estimate/small_wave_number.hpp>
#include <soret/estimate/softness.hpp>
#include <soret/estimate/structure_factor_blocks.hpp>
#include <soret/estimate/thermodynamic_table.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// One system and its series of energy and pressure.
struct EquilibriumRun {
  std::vector<std::int64_t> counts;        ///< particles of every species
  std::vector<ThermodynamicTable> series;  ///< one per replica
  std::optional<FluctuationBlocks> fluctuations = {};
  std::optional<ExchangeBlocks> exchanges = {};  ///< of the two species
  double box_length_error = 0.0;                 ///< standard error of the length of the mean box, if the box changes

  std::int64_t particles() const;
  double mole_fraction(std::size_t species) const;
};

/// What was measured in the stages of a run; those that were not made are empty.
struct EmdMeasurements {
  struct Transport : EquilibriumRun {
    CorrelationBlocks correlations;
    DisplacementBlocks displacements;
    bool is_isolated = false;                                 ///< constant energy, else constant temperature
    std::optional<CorrelationBlocks> velocities = {};         ///< autocorrelations, see velocity_of
    std::vector<ReplicaTemperature> left_out = {};            ///< replicas that are not in any of this
    std::optional<MultipleTauBlocks> long_correlations = {};  ///< at doubling lags, up to longer ones

    /// Whether there are blocks of both forms of correlation functions.
    bool has_long_correlations() const
    {
      return long_correlations && !long_correlations->blocks.empty() && !correlations.blocks.empty();
    }
  };
  struct Structure : EquilibriumRun {
    PairDistributionBlocks pairs;
    std::optional<StructureFactorBlocks> modes;
    double sample_spacing = 0.0;  ///< time between configurations; zero: unknown
    double equilibration = 0.0;   ///< time before the first configuration; zero: unknown
  };

  struct Relaxation : EquilibriumRun {
    RelaxationBlocks self;  ///< of each particle with itself
    RelaxationBlocks collective;
  };

  std::vector<std::string> species_names;
  std::vector<double> masses;
  Temperature temperature{1.0};          ///< that was aimed at
  bool is_active = false;                ///< particles propel themselves: no equilibrium
  bool books_box_motion = false;         ///< what moves the box at constant pressure conserves an energy of its own
  bool energies_jump = false;            ///< at the cutoff: pair potentials that are cut without a shift
  std::optional<Pressure> pressure;      ///< of the runs at constant pressure
  std::vector<EquilibriumRun> isobaric;  ///< the composition itself, then those below and above it (or none)
  std::optional<Transport> transport;
  std::optional<Structure> structure;
  std::optional<Relaxation> relaxation;
  std::vector<InsertionRun> insertions;
};

/// How they are analysed.
struct EmdAnalysis {
  std::optional<Duration> integration_limit;  ///< of time correlations; empty: found by rule (integration_limit)
  std::optional<Duration> diffusive_time;     ///< from which displacements are fitted; empty: diffusive_window
  double temperature_window = 0.002;          ///< how far a mean temperature may be off before it is reported
  std::optional<CageRule> cage = {};          ///< how softness is found; empty: it is of no interest
  /// Of the two species, what theories need and a single run cannot tell: the ratio of the cohesive energy to the
  /// activation energy of viscous flow (Shukla and Firoozabadi), the activation energy of self-diffusion (Prigogine,
  /// Artola et al.).
  std::optional<std::array<Estimate, 2>> flow_ratios;
  std::optional<std::array<Estimate, 2>> activation_energies;
  std::optional<Duration> displacement_at = {};  ///< a lag at which mean squared displacements are wanted as numbers
};

/// What the stages at constant pressure say about mixing.
struct PartialQuantities {
  MolarValues<Estimate> enthalpy;
  MolarValues<Estimate> energy;  ///< without the kinetic part
  MolarValues<Estimate> volume;
};

/// A coefficient by cepstral analysis, with the spectrum that it comes from.
struct CoefficientSpectrum {
  /// Of the coefficient: that of the estimate without "_cepstral"; onsager_sum_of_fluxes and
  /// onsager_difference_of_fluxes for S_+ and S_- of CepstralOnsager.
  std::string name;
  Dimension dimension;
  CepstralEstimate found;
};

/// The line through the mean squared displacements of a species, or of its centre.
struct DiffusiveLine {
  std::size_t species = 0;
  LagWindow window;
  StraightLine line;
};

/// The curves and choices behind the transport coefficients.
struct TransportCurves {
  IntegrationLimit onsager_limit{Duration{0.0}};
  IntegrationLimit stress_limit{Duration{0.0}};
  std::vector<IntegrationLimit> velocity_limits;  ///< of all species, if velocities were correlated
  std::vector<DiffusiveLine> diffusive;           ///< of the species whose diffusion could be measured
  std::optional<DiffusiveLine> relative;          ///< of the first species' centre, which gives mutual diffusion
  std::vector<CoefficientSpectrum> spectra;       ///< as many as the run was long enough for
  double volume = 0.0;
  Estimate temperature;

  /// Of the integral of a pair of fluxes.
  const IntegrationLimit& limit_of(const CorrelatedQuantities& quantities, std::size_t pair) const
  {
    return quantities.quantities[quantities.pairs[pair].a].name == flux::stress ? stress_limit : onsager_limit;
  }
};

/// The line that gives the thermodynamic factor from exchanges, and what it goes through.
struct ExchangeLine {
  std::vector<ExchangePoint> points;
  ExchangeSeries series;
};

/// All results of an analysis.
struct EmdEstimates {
  std::vector<NamedEstimate> estimates;
  std::vector<std::string> warnings;  ///< what to distrust, one sentence each; empty if nothing was found
  std::optional<TransportCurves> transport;
  std::optional<PartialQuantities> partial;
  std::optional<KirkwoodBuff> kirkwood_buff;
  std::optional<ConcentrationLimit> concentration;
  std::optional<PartialLimits> partial_limits;
  std::optional<ExchangeLine> exchanges;
  std::optional<Softness> softness;
  std::vector<InsertionResult> insertions;  ///< of EmdMeasurements::insertions, in order

  const Estimate* find(const std::string& name, const std::string& of = {}) const;
};

/// The results, in this order:
///   soret_coefficient and soret_coefficient_from_modes (per species) of a binary mixture for which all stages were
///   made; density, pressure, mean_temperature, potential_energy, enthalpy per particle of the first stage that was
///   made, those of an isolated stage brought to the temperature aimed at, along the isochore with the slopes of
///   isolated_response; partial_enthalpy, partial_energy, partial_volume (per species), specific_enthalpy_difference;
///   thermal_conductivity, thermal_conductivity_cepstral, thermal_conductivity_coupling, shear_viscosity,
///     shear_viscosity_cepstral, onsager_mass_mass_cepstral, onsager_heat_heat_cepstral, onsager_mass_heat_cepstral
///     (the mean of L_1q and L_q1), the limits onsager_integration_limit, stress_integration_limit,
///     velocity_integration_limit (per species), diffusive_window_begin and .._end (per species), self_diffusion (per
///     species), self_diffusion_infinite (per species, cubic boxes), self_diffusion_green_kubo (per species, by the
///     velocities' autocorrelation), time_to_move (one length unit, per species), onsager_mass_mass, onsager_mass_heat,
///     onsager_heat_mass, onsager_heat_heat, onsager_asymmetry (L_1q - L_q1, zero if all is well),
///     onsager_primed_mass_heat, temperature_of_transport, pressure_of_transport, box_length_of_transport (cubic
///     boxes);
///   box_length_of_structure (cube root of the volume), kirkwood_buff (per pair) with its window
///     kirkwood_buff_window_begin and .._end (radii), and the parts of Gamma; kirkwood_buff_from_modes (per pair) up to
///     structure_factor_window_end, concentration_window_end of S_cc;
///   relaxation_time of all particles (self-overlap) and relaxation_time_of_species, relaxation_time_scattering ("A
///     q=7.25", "all q=7.25") of F_s(q, t), relaxation_time_coherent ("all q=7.3") of F(q, t), bounds left out with a
///     warning; susceptibility_peak (largest chi_4 of all particles),
///     non_gaussian_peak (per species);
///   chemical_potential_difference (mu_2^ex - mu_1^ex by exchanges; .._forward, .._backward) and, from several
///     compositions, thermodynamic_factor_from_exchange;
///   softness S, caging_depth, caging_range, log_first_passage_time ln(D_0 tau/length²), and beside them the
///     softness_wave_number and softness_fit_range that they are for, and softness_tail_share, if asked for;
///   chemical_potential_excess (per species, relative to the ideal gas of the same number densities), the same by the
///     estimators of InsertionResult (chemical_potential_excess_bar, ...), chemical_potential_ideal T ln(rho_i) and
///     chemical_potential, both for thermal wavelengths of one; from shifted compositions
///     thermodynamic_factor_from_insertion, its parts by species (thermodynamic_factor_by_potential, .._ideal_part,
///     .._excess_part), chemical_potential_slope and gibbs_duhem (zero if all is well); from several temperatures
///     solvation_free_energy (of "A T=1.1"), solvation_entropy, solvation_enthalpy, soret_eastman (per species);
///   heat_capacity_isobaric, isothermal_compressibility, thermal_expansion of the first run at constant pressure;
///     heat_capacity (at constant volume, per particle) and thermal_pressure of the first stage that was made at
///     constant volume, else of that run, heat_capacity_of_structure of the second;
///     isothermal_compressibility_from_structure (one or two species), isothermal_compressibility_from_modes (one);
///   thermal_diffusion, onsager_primed_mass_heat, onsager_ratio L'_1q/L_11 and, per species,
///     soret_coefficient_times_thermodynamic_factor S_T Gamma of a binary mixture with stages at constant pressure and
///     composition around it and transport;
///   mutual_diffusion_kinetic D_12/Gamma and the same _from_displacements: of a binary mixture; with a
///     thermodynamic factor mutual_diffusion, mutual_diffusion_from_modes, mutual_diffusion_infinite (cubic boxes),
///     mutual_diffusion_from_displacements and, by displacements and Gamma from modes, interdiffusion;
///   the theories of the Soret coefficient that can be fed: soret_haase, soret_kempers, and with their
///     parameters soret_shukla_firoozabadi, soret_prigogine, soret_artola_rousseau_galliero (signs as printed), with
///     Gamma from g(r), or else from exchanges.
/// Energies are those of the pair potentials as they are cut; enthalpies contain the kinetic part 3/2 k_B T.
/// Throws RunTimeFailure if a stage holds too little to be analysed.
EmdEstimates analyse_emd(const EmdMeasurements& measured, const EmdAnalysis& settings);

}  // namespace soret
