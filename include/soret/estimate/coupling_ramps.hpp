#pragma once
/// \file
/// Free energies from runs in which the coupling parameter moves.

#include <soret/estimate/estimate.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace soret {

/// Sums over the configurations of a ramp at one coupling lambda_i; weights w are volumes, or one. All energies are in
/// units of k_B T.
struct RampStep {
  std::int64_t samples = 0;
  double weight = 0.0;  ///< sum of w
  double up = 0.0;      ///< sum of w exp(-(u_{i+1} - u_i)); zero at the last coupling
  double down = 0.0;    ///< sum of w exp(-(u_{i-1} - u_i)); zero at the first coupling
};

/// One passage along the ladder of couplings, from its first to its last or back.
struct CouplingRamp {
  bool upwards = true;
  std::vector<RampStep> steps;  ///< one per coupling, in the order of lambda whatever that of time
};

/// What ramps say about f_{K-1} - f_0, in units of k_B T.
struct RampFreeEnergy {
  Estimate upwards;      ///< mean over upward ramps; too high if they are too fast
  Estimate downwards;    ///< mean over downward ramps; too low if they are too fast
  Estimate free_energy;  ///< mean of the two: what lags behind cancels to first order
  Estimate hysteresis;   ///< upwards - downwards, zero if all is well
};

/// Each ramp gives, by exponential averaging at every coupling (Gittus and Bresme 2022, supporting information,
/// equation 18),
///   upwards   f = -sum_{i < K - 1} ln(sum w exp(-(u_{i+1} - u_i))/sum w),
///   downwards f =  sum_{i > 0} ln(sum w exp(-(u_{i-1} - u_i))/sum w),
/// the inner sums over the configurations at coupling i, and errors are those of the mean over ramps, which must be
/// independent. With one ramp of a direction they are infinite. Throws RunTimeFailure if there is no complete ramp in
/// either direction (one with samples at every coupling); incomplete ones are left out.
RampFreeEnergy ramp_free_energy(std::span<const CouplingRamp> ramps);

}  // namespace soret
