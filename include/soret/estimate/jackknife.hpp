#pragma once
/// \file
/// Errors of nonlinear functions of averages, by leaving out one block at a time.

#include <soret/estimate/block_statistics.hpp>

#include <cstddef>
#include <functional>
#include <limits>
#include <span>
#include <vector>

namespace soret {

/// Passed instead of a block's index: all blocks are used.
inline constexpr std::size_t none_left_out = std::numeric_limits<std::size_t>::max();

/// One or more numbers computed from all blocks except one (or from all, `none_left_out`).
using LeaveOneOutStatistic = std::function<std::vector<double>(std::size_t left_out)>;

/// One number with its jackknife error.
struct JackknifeEstimate {
  Estimate estimate;                  ///< the value from all blocks and its error
  double uncorrelated_error = 0.0;    ///< the error if all blocks were independent
  double bias = 0.0;                  ///< value minus the weighted mean of the pseudo-values; of order 1/blocks
  BlockCorrelation correlation;       ///< of the pseudo-values of neighbouring blocks
  std::vector<double> pseudo_values;  ///< one per block: what the block contributes, linearised
};

/// The delete-one jackknife for blocks of unequal weight (Busing, Meijer, van der Leeden,
/// doi:10.1023/A:1008800423698). With theta from all blocks, theta_(-k) without block k and h_k = W/w_k, the
/// pseudo-values
///   p_k = h_k theta - (h_k - 1) theta_(-k)
/// of a linear function are the block values themselves; they are treated as such by `block_mean`, so that correlated
/// blocks are noticed here too. Several numbers share the passes over the blocks. With one block the errors are
/// infinite. Throws RunTimeFailure if there is no block.
std::vector<JackknifeEstimate> jackknife(const BlockSequence& blocks, const LeaveOneOutStatistic& statistic);

/// The same with an error that allows for a statistical inefficiency of at least `inefficiency`, known from elsewhere
/// than the correlation of few blocks (composition_inefficiency): the error of `block_mean` with the larger of this and
/// the measured inefficiency. Nothing changes if the measured one is larger or there is only one block.
JackknifeEstimate with_inefficiency(JackknifeEstimate estimate, double inefficiency);

/// Numbers computed from an average over blocks.
using FunctionOfAverage = std::function<std::vector<double>(std::span<const double> average)>;

/// The jackknife of functions of averages: `block_averages[k]` holds what was averaged over block k, all of the same
/// length; `function` sees their weighted mean. Throws RunTimeFailure if the lengths differ.
std::vector<JackknifeEstimate> jackknife(const BlockSequence& blocks,
                                         std::span<const std::vector<double>> block_averages,
                                         const FunctionOfAverage& function);

}  // namespace soret
