#pragma once
/// \file
/// What correlators sum up over a stretch of time.

#include <soret/core/state.hpp>
#include <soret/sampling/doubling_blocks.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace soret {

/// Sums of products over time origins, a block of DoublingBlocks.
struct CorrelationSums {
  std::int64_t samples = 0;           ///< units of which blocks are made, of as many origins each
  std::vector<std::int64_t> origins;  ///< [kind]: number of time origins
  std::vector<double> sums;

  /// Appends what came later, of equally many kinds and sums.
  void add(const CorrelationSums& later);
};

/// Nothing summed yet.
CorrelationSums no_sums(std::size_t kinds, std::size_t sums);

/// Puts the blocks into `state`.
void save_blocks(const DoublingBlocks<CorrelationSums>& blocks, State& state);
/// The blocks as they were saved; `empty` has their numbers of kinds and sums.
DoublingBlocks<CorrelationSums> load_blocks(const State& state, std::size_t fewest, const CorrelationSums& empty);

}  // namespace soret
