#include <soret/neighbour/prune.hpp>

#include "kernels/prune_kernel.hpp"

#include <soret/core/error.hpp>
#include <soret/core/instruction_set.hpp>

#include <cstdint>
#include <limits>
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
  const WidePairs pairs = wide.view();
  if (wide.partner_count() > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
    throw RunTimeFailure("more than 2147483647 pairs of clusters on one rank; use more ranks");
  }
  near.rows.resize(pairs.row_count);
  near.partners.clear();  // not to be copied where there is more room
  near.partners.resize(wide.partner_count() + list_padding);
  const std::size_t of_row = wide.longest_row() + 2 * list_padding;
  std::vector<std::int32_t> scratch(4 * of_row);
  const auto part = [&scratch, of_row](std::size_t k) { return scratch.data() + k * of_row; };
  chosen_prune_kernel()(arrays, range, pairs, near.rows.data(), near.partners.data(),
                        {.partners = part(0), .reached = part(1), .lower = part(2), .upper = part(3)});
}

}  // namespace soret
