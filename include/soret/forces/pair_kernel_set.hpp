#pragma once
/// \file
/// The compiled forms of one potential's pair loop, as plain function pointers.

#include <soret/forces/trial_sums.hpp>
#include <soret/neighbour/cluster_pairs.hpp>

#include <cstddef>

namespace soret {

/// Coefficients of all species pairs: values[(i * species_count + j) * (coefficient_count + 1) + k]; the last of each
/// pair is the squared cutoff (0: the pair does not interact).
template <class Real>
struct PairCoefficients {
  const Real* values;
  std::size_t species_count;
  /// The same for up to `cluster_size` species, in whole registers: rows[(i * (coefficient_count + 1) + k) *
  /// cluster_size + j], aligned, zero where there is no species j. Null if there are more.
  const Real* rows = nullptr;
};

template <class Real, class SpeciesLane>
using PairKernel = void (*)(const ClusterPairs&, const PairCoefficients<Real>&, const PairArrays<Real, SpeciesLane>&);

/// What a pair loop sums up besides the forces.
enum class PairLoopKind {
  forces,  ///< nothing
  fluxes,  ///< over all pairs: energy and heat flux
  tallies  ///< for every particle: energy and virial
};

/// The pair loops of one potential for one instruction set.
struct PairKernelSet {
  PairKernel<double, std::int64_t> force_double;
  PairKernel<double, std::int64_t> flux_double;
  PairKernel<double, std::int64_t> tally_double;
  PairKernel<float, std::int32_t> force_float;
  PairKernel<float, std::int32_t> flux_float;
  PairKernel<float, std::int32_t> tally_float;
  std::size_t coefficient_count;
  const char* instruction_set;  ///< Highway's name of the target
  TrialKernel trial = nullptr;
};

}  // namespace soret
