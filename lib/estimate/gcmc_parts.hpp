#pragma once
/// \file
/// The parts of analyse_gcmc (private to the estimate module).

#include "collector.hpp"

#include <soret/estimate/gcmc_analysis.hpp>
#include <soret/estimate/number_fluctuations.hpp>

#include <vector>

namespace soret {

using GcmcCollector = Collector<GcmcEstimates>;

/// What the parts share.
struct GcmcChains {
  const GcmcMeasurements& measured;
  ChainStatistics statistics;

  const GrandCanonicalShape& shape() const { return statistics.blocks().shape; }
  const std::vector<std::string>& names() const { return shape().species_names; }
  double thermal_energy() const { return measured.temperature.value(); }
};

/// <N> of all species.
double total_number(const GrandCanonicalShape& shape, const GrandCanonicalBlock& sums);

/// First and second moments of numbers and energy.
OpenMoments open_moments(const GrandCanonicalShape& shape, const GrandCanonicalBlock& sums);

/// Gamma of a binary mixture. Throws RunTimeFailure as binary_solution does.
double thermodynamic_factor_of(const GrandCanonicalShape& shape, const GrandCanonicalBlock& sums);

/// Kirkwood-Buff integrals and the thermodynamic factor of an open system.
void add_fluctuations(GcmcCollector& collector, const GcmcChains& chains);

/// Density, composition, energy, pressure, chemical potentials.
void add_state(GcmcCollector& collector, const GcmcChains& chains);

/// Partial molar quantities and the compressibility of an open system.
void add_partial_quantities(GcmcCollector& collector, const GcmcChains& chains);

/// How long each observable that matters is remembered.
std::vector<NamedMemory> memories_of(const GcmcChains& chains);

/// Acceptances and memories, and what follows from them for trust.
void add_quality(GcmcCollector& collector, const GcmcChains& chains);

}  // namespace soret
