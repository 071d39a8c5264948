#include <soret/neighbour/prune.hpp>

#include "kernels/prune_kernel.hpp"

#include <soret/core/instruction_set.hpp>

#include <algorithm>
#include <vector>

namespace soret {

void prune_pairs(const PairArraysFloat& arrays, double range, ClusterRow* rows, std::size_t row_count,
                 std::int32_t* partners)
{
  std::int32_t longest = 0;
  for (std::size_t row = 0; row < row_count; ++row) {
    longest = std::max(longest, rows[row].end - rows[row].begin);
  }
  std::vector<std::int32_t> scratch(3 * static_cast<std::size_t>(longest));
  switch (chosen_instruction_set()) {
#ifdef SORET_X86_KERNELS
    case InstructionSet::avx512:
      return kernels_avx512::prune_pairs(arrays, range, rows, row_count, partners, scratch.data());
    case InstructionSet::avx2:
      return kernels_avx2::prune_pairs(arrays, range, rows, row_count, partners, scratch.data());
    case InstructionSet::sse4:
      return kernels_sse4::prune_pairs(arrays, range, rows, row_count, partners, scratch.data());
#endif
    default:
      return kernels_portable::prune_pairs(arrays, range, rows, row_count, partners, scratch.data());
  }
}

}  // namespace soret
