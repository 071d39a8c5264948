#pragma once
/// \file
/// Standard errors of everything that Monte Carlo chains say, and how long they remember.

#include <soret/estimate/estimate.hpp>
#include <soret/estimate/grand_canonical_blocks.hpp>
#include <soret/estimate/steadiness.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// Numbers computed from summed blocks.
using ChainFunction = std::function<std::vector<double>(const GrandCanonicalBlock& sums)>;

/// How long an observable is remembered by the chain, in attempted moves.
struct ChainMemory {
  Estimate autocorrelation_time;  ///< tau_int: error² of a mean over n attempts is 2 tau_int var/n
  Estimate effective_samples;     ///< of all chains together: n/(2 tau_int)
  double shortest_chain = 0.0;    ///< attempts of the shortest chain over tau_int
};

/// The samples of all chains, in equal blocks that are much finer than what is remembered.
class ChainStatistics {
 public:
  /// Blocks are merged until there are at most 16384 in all chains. Throws RunTimeFailure if there is none.
  explicit ChainStatistics(const GrandCanonicalBlocks& blocks);

  const GrandCanonicalBlocks& blocks() const { return blocks_; }
  const GrandCanonicalBlock& total() const { return total_; }

  /// Values from all samples, with errors. The jackknife's pseudo-values make of a nonlinear function a series that
  /// averages to it; with c(0) the variance and q' the integrated autocorrelation time of its n values in all chains
  /// (PooledSeries),
  ///   error² = 2 q' c(0)/n,   degrees of freedom n/(2 q') - 1
  /// (the idea of Wolff, doi:10.1016/S0010-4655(03)00467-3, for blocks). With four chains or more the scatter of their
  /// means counts instead if chi² says that it contradicts this error. With fewer than eight blocks errors are
  /// infinite.
  std::vector<Estimate> estimates(const ChainFunction& function) const;

  /// Of the observable sum_a w_a O_a; `weights` are as long as the shape's observables. From the error of its mean as
  /// above and the variance of single samples. An observable that does not vary is not remembered at all: tau_int is
  /// half an interval between samples. Relative errors are those of q'.
  ChainMemory memory(std::span<const double> weights) const;
  /// Its normalised autocorrelation at lags of 0, 1, ... blocks, fewer than `lags` if no chain is that long. Zero
  /// beyond lag 0 if it does not vary.
  std::vector<double> autocorrelation(std::span<const double> weights, std::size_t lags) const;
  /// Whether the chains agree about the mean of such an observable, and whether it rises or falls with the number of
  /// attempts, given how long it is remembered.
  ReplicaAgreement agreement(std::span<const double> weights) const;
  DriftTest drift(const std::string& name, std::span<const double> weights) const;

 private:
  std::vector<double> block_means(std::span<const double> weights) const;
  /// 2 q' of block values: their inefficiency.
  double inefficiency_of(std::span<const double> block_values) const;
  std::vector<std::vector<double>> by_chain(std::span<const double> block_values) const;
  Estimate error_of(double value, std::span<const double> block_values) const;

  GrandCanonicalBlocks blocks_;
  GrandCanonicalBlock total_;
};

}  // namespace soret
