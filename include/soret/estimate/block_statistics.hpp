#pragma once
/// \file
/// Means of block values with errors that notice when neighbouring blocks are correlated.

#include <soret/core/quantity.hpp>
#include <soret/estimate/estimate.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// Which blocks there are: how much each weighs (its number of samples) and which independent replica it belongs to.
/// The blocks of a replica are neighbours in the list, in the order of time.
struct BlockSequence {
  std::vector<double> weights;
  std::vector<std::size_t> replica;

  std::size_t size() const { return weights.size(); }
  double total_weight() const;
};

/// `count` blocks of equal weight in one replica.
BlockSequence equal_blocks(std::size_t count);

/// The correlation between neighbouring blocks of the same replica.
struct BlockCorrelation {
  double lag_one = 0.0;        ///< correlation coefficient of neighbours, corrected for the bias of short series
  double lag_one_error = 0.0;  ///< its standard error if the blocks are independent: 1/sqrt(pairs)
  double statistical_inefficiency = 1.0;  ///< variance of the mean over that of independent blocks, at least 1

  /// Whether the correlation is larger than two of its standard errors: the blocks are too short.
  bool is_significant() const { return lag_one > 2.0 * lag_one_error; }
};

/// Variance of a long mean over that of as many independent blocks, for consecutive blocks of length b = `block` of a
/// process whose correlation decays as exp(-t/tau):
///   g = u/(u - 1 + exp(-u)),  u = b/tau:  1 + 1/u for long blocks, 2/u for short ones.
/// 1 if tau is zero, infinite if b is zero. Dimensionless.
double statistical_inefficiency(Duration block, RelaxationTime relaxation);

/// Correlation of neighbours in a series of n values whose mean was subtracted,
///   r = r_raw + (1 + 4 r_raw)/n   (the first-order bias of Marriott and Pope, doi:10.1093/biomet/41.3-4.390),
/// and the inefficiency of averages over blocks with that r of a process of exponential memory: g =
/// statistical_inefficiency for the u with
///   r = (1 - exp(-u))²/(2 (u - 1 + exp(-u))),
/// r kept within [0, 0.9], hence g below 13.3. (For single values in place of averages it would be (1 + r)/(1 - r),
/// which is larger.) A slow part that hides in fast noise is underestimated. Fewer than four pairs say nothing: g = 1.
BlockCorrelation block_correlation(std::span<const double> values, const BlockSequence& blocks);

/// A mean over blocks.
struct BlockedEstimate {
  Estimate estimate;                ///< the error includes the correlation of neighbouring blocks
  double uncorrelated_error = 0.0;  ///< what the error would be if all blocks were independent
  BlockCorrelation correlation;
};

/// The weighted mean m = sum_k w_k x_k / W, W = sum_k w_k, of block means x_k whose variance goes as 1/w_k:
///   degrees of freedom nu = n/g - 1 (at least 1 for n > 1),   error² = sum_k w_k (x_k - m)² / (W nu),
/// with the inefficiency g of `block_correlation`: the squared deviations from a mean whose variance is g/n that of a
/// block sum up to n - g block variances, not n - 1. One block has an infinite error.
/// Throws RunTimeFailure if there is no block, the lengths differ or a weight is not positive.
BlockedEstimate block_mean(std::span<const double> block_means, const BlockSequence& blocks);

/// Whether replicas agree: the sum over replicas of ((mean of the replica - mean of all) / expected deviation)², where
/// the expected deviation comes from the scatter of the blocks within the replicas; and the number expected, replicas
/// - 1.
struct ReplicaAgreement {
  double chi_squared = 0.0;
  std::size_t degrees_of_freedom = 0;
  /// Whether chi² exceeds what it should be by more than three of its standard deviations sqrt(2 degrees_of_freedom).
  bool is_broken() const;
};

/// Compares the replicas' means of n block values. Their statistical inefficiency g is that of `block_correlation`
/// within the replicas, but at least `least_inefficiency` (see with_inefficiency), so that the R replicas hold n/g - R
/// independent deviations. If that is less than one (one replica, one block in each, blocks far too short), there is
/// nothing to compare.
ReplicaAgreement replica_agreement(std::span<const double> block_means, const BlockSequence& blocks,
                                   double least_inefficiency = 1.0);

}  // namespace soret
