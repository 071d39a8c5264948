#include <soret/neighbour/prune.hpp>

#include "kernels/prune_kernel.hpp"

#include <soret/core/instruction_set.hpp>

#include <cstdint>
#include <vector>

namespace soret {

namespace {

PruneKernel chosen_prune_kernel()
{
  switch (chosen_instruction_set()) {
#ifdef SORET_X86_KERNELS
    case InstructionSet::avx512:
      return &kernels_avx512::prune_pairs;
    case InstructionSet::avx2:
      return &kernels_avx2::prune_pairs;
    case InstructionSet::sse4:
      return &kernels_sse4::prune_pairs;
#endif
    default:
      return &kernels_portable::prune_pairs;
  }
}

}  // namespace

void prune_pairs(const PairArraysFloat& arrays, double range, const PairLists& wide, PairLists& near)
{
  const std::size_t room = static_cast<std::size_t>(wide.longest_row) + list_padding;
  std::vector<std::int32_t> scratch(3 * room);
  near.rows.resize(wide.rows.size());
  near.partners.resize(wide.partners.size());
  near.longest_row = wide.longest_row;
  chosen_prune_kernel()(arrays, range, wide.view(), near.rows.data(), near.partners.data(),
                        {scratch.data(), scratch.data() + room, scratch.data() + 2 * room});
}

}  // namespace soret
