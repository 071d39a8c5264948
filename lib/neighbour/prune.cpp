#include <soret/neighbour/prune.hpp>

#include "kernels/prune_kernel.hpp"

#include <soret/core/instruction_set.hpp>

#include <algorithm>
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

void prune_pairs(const PairArraysFloat& arrays, double range, const PairRuns& wide, PairLists& near)
{
  constexpr std::size_t rows_at_a_time = 64;  // so that expanded they stay in the first-level cache
  const PruneKernel kernel = chosen_prune_kernel();
  const std::size_t row_count = wide.rows().size();
  near.rows.resize(row_count);
  const std::size_t room = wide.partner_count() + list_padding;
  near.partners.clear();  // not to be copied where there is more room
  if (near.partners.capacity() < room) {
    near.partners.reserve(room + room / 8);
  }
  near.partners.resize(room);
  PairLists piece;
  std::vector<std::int32_t> scratch;
  std::int32_t kept = 0;
  for (std::size_t begin = 0; begin < row_count; begin += rows_at_a_time) {
    const std::size_t end = std::min(begin + rows_at_a_time, row_count);
    wide.expand(begin, end, piece);
    const std::size_t of_row = piece.partners.size();  // at least what the longest row and list_padding need
    scratch.resize(std::max(scratch.size(), 3 * of_row));
    kernel(arrays, range, piece.view(), near.rows.data() + begin, near.partners.data() + kept,
           {scratch.data(), scratch.data() + of_row, scratch.data() + 2 * of_row});
    for (std::size_t k = begin; k < end; ++k) {
      ClusterRow& row = near.rows[k];
      row.begin += kept;
      row.lower += kept;
      row.upper += kept;
      row.end += kept;
    }
    kept = near.rows[end - 1].end;
  }
}

}  // namespace soret
