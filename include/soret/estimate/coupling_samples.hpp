#pragma once
/// \file
/// What runs with a coupling parameter leave behind, and what all estimators of free energies take.

#include <soret/core/quantity.hpp>
#include <soret/estimate/estimate.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// The samples of one window: configurations x_n drawn at its value of the coupling parameter, in the order of time,
/// one replica after the other. All energies are in units of k_B T.
struct CouplingWindow {
  /// u_l(x_n), shape (samples, windows), row by row: the energy of the sample at the coupling of every window. What
  /// does not depend on l may be left out of a row: only differences within a row are used. Finite.
  std::vector<double> energies;
  std::vector<double> slopes;               ///< du/dlambda of the sample at the window's own coupling
  std::vector<double> volumes;              ///< of the sample; may be empty if samples are not weighted by volume
  std::vector<std::size_t> replica_starts;  ///< index of the first sample of each replica: 0, ...

  std::size_t samples() const { return slopes.size(); }
  /// Adds one sample to the last replica (to the first one if there is none).
  void add(std::span<const double> energies_of_sample, double slope, double volume);
  /// Adds the samples of other replicas behind those that are there.
  void append(const CouplingWindow& replicas);
};

/// The windows of one path of coupling, lambda_0 < ... < lambda_{K-1}.
///
/// With `weighted_by_volume`, each sample weighs as its volume, so that the free energies are those of the ensemble
/// with one more factor V: every mean of a below becomes that of V a over that of V (Gittus and Bresme 2022, supporting
/// information, equation 18). With N particles and the inserted one mu^ex needs V^(N + 1) exp(-(U + pV)/T). A run at
/// constant pressure and zero total momentum, with 3 (N + 1) - 3 degrees of freedom, samples V^N although its barostat
/// counts the coupled particle: weighting is right. It would be wrong for a barostat that counts the particle in a run
/// whose total momentum fluctuates. The result is mu^ex for an ideal part at a density of N_i + 1 over the mean volume
/// of the uncoupled system as sampled with V^N.
struct CouplingSamples {
  std::vector<double> lambdas;
  Temperature temperature{1.0};
  bool weighted_by_volume = false;
  std::vector<CouplingWindow> windows;

  std::size_t size() const { return windows.size(); }
  /// Of all windows.
  std::size_t samples() const;
  /// u_l(x_n) of sample n of window k.
  double energy(std::size_t k, std::size_t n, std::size_t l) const { return windows[k].energies[n * size() + l]; }
  /// Weights of the samples of window k, of mean one: V_n over the mean volume, or all one.
  std::vector<double> weights(std::size_t k) const;
  /// The part [first, last) of every replica of every window, as fractions of its length.
  CouplingSamples part(double first, double last) const;
  /// Throws InputError unless there are at least two windows, of increasing lambda, each with at least two samples,
  /// with arrays that fit together, finite energies and slopes, positive volumes and a positive temperature.
  void require_consistent() const;
};

/// Free energies along a path, in units of k_B T: f_k = -ln Z_k.
struct FreeEnergyProfile {
  std::vector<double> lambdas;
  std::vector<Estimate> from_first;  ///< f_k - f_0; the first is 0 ± 0
  std::vector<Estimate> steps;       ///< f_{k+1} - f_k, one less

  /// f_{K-1} - f_0.
  const Estimate& total() const { return from_first.back(); }
};

/// An estimate in units of k_B T as an energy.
Estimate times_temperature(const Estimate& reduced, Temperature temperature);

/// What the samples of each window are worth: N_k/g_k with the statistical inefficiency g_k = 2 tau_k of the slopes
/// (integrated_autocorrelation_time), at least one.
std::vector<double> effective_counts(const CouplingSamples& samples);

}  // namespace soret
