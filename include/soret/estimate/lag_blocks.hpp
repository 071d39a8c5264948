#pragma once
/// \file
/// Sums over pairs of configurations, by the time between them and by the stretch of the run in which they end.

#include <soret/estimate/block_statistics.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soret {

/// Sums over the origins whose lags ended during one stretch of time. What the sums are, and in which order, their
/// owner knows; they are of one length for every lag.
struct LagBlock {
  std::int64_t samples = 0;     ///< configurations looked at
  std::vector<double> origins;  ///< per lag: how many pairs of configurations, whole numbers
  std::vector<double> sums;     ///< lag by lag

  /// Adds another block. Throws RunTimeFailure if the shapes differ; a default-constructed block takes the other's.
  void add(const LagBlock& other);
  /// Takes away a block that was added before.
  void subtract(const LagBlock& part);
};

/// All blocks added up.
LagBlock total_of(std::span<const LagBlock> blocks);

/// Weights (numbers of samples) and replicas for the statistics.
BlockSequence sequence_of(std::span<const LagBlock> blocks, std::span<const std::size_t> replica);

/// The lags that an error can be given for: at least half of the blocks, and two if there are several, hold origins.
std::vector<std::size_t> usable_lags_of(std::span<const LagBlock> blocks);

/// Each block as samples, origins, sums in one flat array, for messages and checkpoints.
std::vector<double> packed(std::span<const LagBlock> blocks);

/// The reverse. Throws RunTimeFailure if the length is not a whole number of blocks.
std::vector<LagBlock> unpacked_lags(std::span<const double> values, std::size_t lags, std::size_t sums);

}  // namespace soret
