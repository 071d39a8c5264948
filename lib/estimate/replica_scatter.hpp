#pragma once
/// \file
/// Whether the scatter of independent replicas contradicts the error that was found within them.

#include <soret/estimate/block_statistics.hpp>
#include <soret/estimate/estimate.hpp>

#include <cmath>
#include <cstddef>
#include <numeric>
#include <span>

namespace soret::detail {

/// `within` is a mean with the error that the fluctuations within R replicas make, `means` are the replicas' own. Their
/// scatter makes an error, too, b with R - 1 degrees of freedom. Taking the larger of both would be biased upwards; b
/// counts only if chi² = (R - 1) (b/within)² is too large (ReplicaAgreement), and if there are at least four replicas.
inline Estimate error_of_replicas(const Estimate& within, std::span<const double> means)
{
  constexpr std::size_t fewest = 4;
  if (means.size() < fewest) {
    return within;
  }
  BlockSequence independent = equal_blocks(means.size());
  std::iota(independent.replica.begin(), independent.replica.end(), std::size_t{0});
  const Estimate between = block_mean(means, independent).estimate;
  const std::size_t freedom = means.size() - 1;
  const double ratio = between.standard_error / within.standard_error;
  const ReplicaAgreement agreement{static_cast<double>(freedom) * ratio * ratio, freedom};
  return agreement.is_broken() ? Estimate{within.value, between.standard_error, between.degrees_of_freedom} : within;
}

}  // namespace soret::detail
