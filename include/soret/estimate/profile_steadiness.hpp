#pragma once
/// \file
/// Whether the profiles of a run had become stationary: judged by a test, not assumed.

#include <soret/estimate/composition_relaxation.hpp>
#include <soret/estimate/profile_blocks.hpp>
#include <soret/estimate/steadiness.hpp>

#include <limits>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// What can be said about a profile.
enum class Steadiness {
  steady,    ///< no drift, in a run that is long against the composition's relaxation
  moving,    ///< it drifts more than noise explains
  undecided  ///< no drift is seen, but the run is too short to see a slow one
};

/// The test of one profile: the drifts of its lowest modes together.
struct ModeDrifts {
  std::string name;              ///< "the temperature profile", "the composition profile of A"
  std::vector<DriftTest> modes;  ///< n = 1, 2, 3 (see mode_amplitude)
  /// Mean of (rate/error)² over the modes: about 1 if nothing drifts.
  double ratio = 0.0;
  double probability = 1.0;  ///< of a ratio as large by chance, by Fisher's F
};

/// All of a run.
struct ProfileSteadiness {
  std::vector<ModeDrifts> profiles;
  /// Length of the sampling of one replica in relaxation times of the composition; infinite if these are not known.
  double relaxation_times = std::numeric_limits<double>::infinity();
  Steadiness verdict = Steadiness::undecided;
  double significance = 0.01;

  std::string message() const;  ///< the verdict and its reason
};

/// Shorter runs, in relaxation times of the composition, do not show whether they are stationary.
inline constexpr double fewest_times_to_judge = 5.0;

/// The test: the amplitudes C_n, n = 1, 2, 3, of T(z) and of x_s(z) for every species s (one of two, since they mirror
/// each other) in every block, each replica's less its mean, are fitted by straight lines in time (drift_test); modes
/// of different n fluctuate independently of each other. Errors allow for the relaxation of the composition, tau_x/n²
/// for mode n. The mean of (rate/error)² follows Fisher's F with 3 and the errors' degrees of freedom if nothing
/// drifts. The profile is moving if for one of k profiles the probability is below `significance`/k; otherwise steady,
/// or undecided if there are fewer than four blocks or the replicas are shorter than `fewest_times_to_judge` relaxation
/// times. Throws RunTimeFailure without blocks.
ProfileSteadiness judge_steadiness(const ProfileBlocks& profile, std::span<const CompositionRelaxation> relaxation,
                                   double significance = 0.01);

}  // namespace soret
