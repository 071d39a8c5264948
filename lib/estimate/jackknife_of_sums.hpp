#pragma once
/// \file
/// The jackknife of statistics that need only the sums of blocks (private to the estimate module).

#include <soret/estimate/jackknife.hpp>

#include <cstddef>
#include <vector>

namespace soret {

/// A statistic of the sums over all blocks, with its error from leaving out one block at a time. `Blocks` has total(),
/// sequence() and blocks whose sums can be subtracted from each other.
template <class Blocks, class Statistic>
std::vector<JackknifeEstimate> jackknife_of_sums(const Blocks& all_blocks, const Statistic& statistic)
{
  const auto all = all_blocks.total();
  return jackknife(all_blocks.sequence(), [&](std::size_t left_out) {
    auto rest = all;
    if (left_out != none_left_out) {
      rest.subtract(all_blocks.blocks[left_out]);
    }
    return statistic(rest);
  });
}

}  // namespace soret
