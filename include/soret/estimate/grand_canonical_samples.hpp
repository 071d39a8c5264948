#pragma once
/// \file
/// Everything that was sampled in one or several Monte Carlo chains.

#include <soret/estimate/count_histogram.hpp>
#include <soret/estimate/grand_canonical_blocks.hpp>

#include <cstddef>
#include <vector>

namespace soret {

/// Sums in blocks and histograms of the particle numbers; the histograms of several chains are added up.
struct GrandCanonicalSamples {
  GrandCanonicalBlocks blocks;
  std::vector<CountHistogram> counts;      ///< of N_i, one per species
  CountHistogram total_count;              ///< of the sum of the N_i
  std::vector<JointCountHistogram> joint;  ///< of (N_i, N_j), i < j: (0, 1), (0, 2), ..., (1, 2), ...

  /// Where the pair i < j is in `joint`.
  std::size_t pair(std::size_t i, std::size_t j) const;
};

}  // namespace soret
