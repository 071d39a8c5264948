#pragma once
/// \file
/// Everything that Monte Carlo chains say, with errors, and what to distrust about it.

#include <soret/core/quantity.hpp>
#include <soret/estimate/chain_statistics.hpp>
#include <soret/estimate/grand_canonical_samples.hpp>
#include <soret/estimate/named_estimate.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// What was measured in the chains of a run.
struct GcmcMeasurements {
  /// How often a kind of move was tried and accepted, in all chains.
  struct Acceptance {
    std::string kind;
    std::int64_t attempted = 0;
    std::int64_t accepted = 0;
  };

  GrandCanonicalSamples samples;
  Temperature temperature{1.0};
  std::vector<double> activities;    ///< z_i of every species; empty: the numbers of particles are fixed
  std::optional<Pressure> pressure;  ///< if the volume changes
  bool energies_jump = false;        ///< at the cutoff: pair potentials that are cut without a shift, tails left out
  std::vector<Acceptance> moves;

  bool is_open() const { return !activities.empty(); }
};

/// How long something that was watched is remembered.
struct NamedMemory {
  std::string name;             ///< "N(A)", "N", "x(A)" of an open system; "U", "V" of others
  std::vector<double> weights;  ///< the observable, or its linear part, in those of GrandCanonicalShape
  ChainMemory memory;
  std::vector<double> correlation;  ///< normalised autocorrelation at lags of 0, 1, ... `lag_attempts`
};

/// The results, in this order:
///   thermodynamic_factor, thermodynamic_factor_excess (open, two species), kirkwood_buff (open, per pair);
///   density, potential_energy per particle, particle_number (open; per species), mole_fraction (open; per species of a
///     mixture), pressure, mean_temperature (exact), enthalpy per particle (isobaric, with 3/2 k_B T);
///   chemical_potential_excess (per species: of an open system k_B T ln(z_i V/\<N_i\>), else by ghost insertions),
///     chemical_potential_excess_by_insertion (open, with ghost insertions);
///   reduced_compressibility (open), partial_volume, partial_energy, partial_enthalpy (open; per species of a mixture);
///   acceptance (per kind of move), autocorrelation_time in attempted moves and effective_samples (per observable).
/// The pressure is (\<N\> k_B T + \<W\>/3)/\<V\>; of an isobaric chain (\<N\> k_B T + \<W\>/3 + k_B T)/\<V\>, whose
/// expectation is exactly the pressure that was set. Errors are those of ChainStatistics; those of acceptances are
/// unknown (infinite).
struct GcmcEstimates {
  std::vector<NamedEstimate> estimates;
  std::vector<std::string> warnings;  ///< what to distrust, one sentence each; empty if nothing was found
  std::vector<NamedMemory> memories;
  double lag_attempts = 0.0;  ///< between the lags of their autocorrelations

  const Estimate* find(const std::string& name, const std::string& of = {}) const;
};

/// Analyses everything. Throws RunTimeFailure if nothing was sampled.
GcmcEstimates analyse_gcmc(const GcmcMeasurements& measured);

/// The estimate that a run is made for: the thermodynamic factor of an open mixture of two species, else of an open
/// system the density, else the potential energy per particle. Infinite error if it cannot be had. Throws
/// RunTimeFailure if nothing was sampled.
NamedEstimate main_estimate(const GcmcMeasurements& measured);

/// Effective samples of the particle number or mole fraction (energy, volume) that is remembered longest.
double fewest_effective_samples(const GcmcMeasurements& measured);

}  // namespace soret
