#pragma once
/// \file
/// What the insertion of one particle leaves behind, and its excess chemical potential by all estimators.

#include <soret/core/quantity.hpp>
#include <soret/estimate/coupling_ramps.hpp>
#include <soret/estimate/coupling_samples.hpp>
#include <soret/estimate/free_energy_convergence.hpp>
#include <soret/estimate/multistate_bennett.hpp>
#include <soret/estimate/thermodynamic_table.hpp>
#include <soret/estimate/widom.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// The runs in which one particle of a species was coupled to a mixture at constant temperature, and at constant volume
/// or under a barostat that counts the particle, at zero total momentum (see CouplingSamples).
struct InsertionRun {
  std::size_t species = 0;         ///< of the particle
  double composition_shift = 0.0;  ///< of the first species' mole fraction, from that of the other stages
  Temperature temperature{1.0};
  std::vector<std::int64_t> counts;                 ///< of the mixture; the coupled particle comes in addition
  std::vector<ThermodynamicTable> series;           ///< over all couplings, one per replica
  std::optional<CouplingSamples> windows;           ///< each coupling sampled at rest
  std::vector<CouplingRamp> ramps;                  ///< or passed through
  std::vector<InsertionSums> test_insertions;       ///< blocks of Widom's insertions into the uncoupled system
  std::vector<std::size_t> test_insertion_replica;  ///< of each block

  std::int64_t particles() const;
  double mole_fraction(std::size_t of) const;
  /// Number density. The coupled particle counts one half, as it is between absent and present over the run.
  Estimate density() const;
};

/// An excess chemical potential and the estimator that it is from.
struct ExcessByEstimator {
  /// "" (the best: all windows at once, else ramps), "bar", "integration", "integration_trapezoid",
  /// "exponential_forward", "exponential_backward", "ramp_upwards", "ramp_downwards", "widom".
  std::string estimator;
  Estimate excess;  ///< an energy
};

/// The curves behind a free energy from windows; everything in units of k_B T.
struct CouplingCurves {
  std::vector<double> lambdas;
  std::vector<Estimate> slopes;  ///< <du/dlambda>
  MultistateBennett result;
  std::vector<ConvergencePoint> convergence;
};

/// What one run says.
struct InsertionResult {
  std::vector<ExcessByEstimator> excess;  ///< the best first; empty if nothing could be had
  std::optional<CouplingCurves> curves;
  std::vector<std::string> warnings;

  /// Null if there is no such estimate.
  const Estimate* find(const std::string& estimator) const;
};

/// The excess chemical potential, relative to the ideal gas of the same number densities. What cannot be had from these
/// samples (a run that was stopped) becomes a warning. Convergence is judged by bennett_acceptance_ratio.
InsertionResult analyse_insertion(const InsertionRun& run);

}  // namespace soret
