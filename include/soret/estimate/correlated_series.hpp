#pragma once
/// \file
/// Means of long correlated time series: autocorrelation times and the blocking analysis.

#include <soret/estimate/estimate.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// Normalised autocorrelation c(lag)/c(0) of a series about its mean. Throws RunTimeFailure unless lag < values.size();
/// a constant series has autocorrelation 0 beyond lag 0.
double autocorrelation(std::span<const double> values, std::size_t lag);

/// Integrated autocorrelation time in units of the sampling interval,
///   tau = 1/2 + sum_{k=1}^{M} c(k)/c(0),  M the smallest with M >= 6 tau (Sokal's self-consistent window),
/// so that the variance of the mean is 2 tau var/n. At least 1/2. Throws RunTimeFailure for fewer than two values.
double integrated_autocorrelation_time(std::span<const double> values);

/// The same of several replicas, one after the other, whose first values have these indices. The mean is common, pairs
/// lie within a replica: if all lags of short replicas are summed, their scatter is what remains. No starts mean one
/// replica.
double integrated_autocorrelation_time(std::span<const double> values, std::span<const std::size_t> replica_starts);

/// One stage of a blocking analysis.
struct BlockingLevel {
  std::size_t block_length = 1;  ///< values in a block: 1, 2, 4, ...
  std::size_t blocks = 0;
  double standard_error = 0.0;  ///< of the mean, as if these blocks were independent
  double error_of_error = 0.0;  ///< standard_error / sqrt(2 (blocks - 1))
};

/// The blocking analysis of Flyvbjerg and Petersen (doi:10.1063/1.457480).
struct BlockingAnalysis {
  Estimate estimate;                      ///< mean with the error of the chosen level
  std::vector<BlockingLevel> levels;      ///< from single values to the last level with at least two blocks
  std::size_t chosen = 0;                 ///< index of the chosen level
  double statistical_inefficiency = 1.0;  ///< (error of the chosen level / error of level 0)²
  bool plateau_reached = true;            ///< false: the series is too short for its correlation, the error too small
};

/// Averages neighbours in pairs until two blocks are left and chooses the first level with block length B satisfying
///   B³ > 2 n g²,  g = (error of the level / error of level 0)²   (Lee et al., doi:10.1103/PhysRevE.83.066706);
/// if none does, the level with the largest error. Throws RunTimeFailure for fewer than two values.
BlockingAnalysis blocking_analysis(std::span<const double> values);

}  // namespace soret
