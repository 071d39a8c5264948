#include <soret/neighbour/prune.hpp>

#include "kernels/prune_kernel.hpp"

#include <soret/core/instruction_set.hpp>

namespace soret {

void prune_pairs(const PairArraysDouble& arrays, double range, ClusterRow* rows, std::size_t row_count,
                 std::int32_t* partners)
{
  switch (chosen_instruction_set()) {
#ifdef SORET_X86_KERNELS
    case InstructionSet::avx512:
      return kernels_avx512::prune_pairs(arrays, range, rows, row_count, partners);
    case InstructionSet::avx2:
      return kernels_avx2::prune_pairs(arrays, range, rows, row_count, partners);
    case InstructionSet::sse4:
      return kernels_sse4::prune_pairs(arrays, range, rows, row_count, partners);
#endif
    default:
      return kernels_portable::prune_pairs(arrays, range, rows, row_count, partners);
  }
}

}  // namespace soret
