#include <soret/neighbour/pair_runs.hpp>

#include <algorithm>
#include <bit>

namespace soret {

void PairRuns::clear(std::size_t expected_rows)
{
  rows_.clear();
  rows_.reserve(expected_rows);
  runs_.clear();
  expected_rows_ = expected_rows;
  partner_count_ = 0;
  longest_row_ = 0;
}

/// If that takes more memory, then at once for as many runs in the rows to come as there were in those before: a list
/// that doubled would for a while be there twice.
void PairRuns::make_room(std::size_t more)
{
  const std::size_t needed = runs_.size() + more;
  if (needed <= runs_.capacity()) {
    return;
  }
  constexpr double margin = 1.2;
  const double of_all_rows = static_cast<double>(expected_rows_) / static_cast<double>(rows_.size() + 1);
  runs_.reserve(std::max(needed, static_cast<std::size_t>(margin * of_all_rows * static_cast<double>(needed))));
}

void PairRuns::add_row(std::int32_t cluster, bool with_itself, std::span<const std::uint32_t> runs,
                       std::size_t partners)
{
  const std::size_t begin = runs_.size();
  make_room(runs.size());
  runs_.insert(runs_.end(), runs.begin(), runs.end());
  rows_.push_back({.cluster = cluster,
                   .with_itself = with_itself ? 1 : 0,
                   .begin = static_cast<std::uint32_t>(begin),
                   .end = static_cast<std::uint32_t>(runs_.size())});
  partner_count_ += partners;
  longest_row_ = std::max(longest_row_, partners);
}

bool PairRuns::has_partner_from(const WideRow& row, std::int32_t cluster) const
{
  return std::any_of(runs_.begin() + row.begin, runs_.begin() + row.end, [cluster](std::uint32_t run) {
    const std::int32_t last = static_cast<std::int32_t>(run >> run_length) + std::bit_width(run & run_mask) - 1;
    return last >= cluster;
  });
}

}  // namespace soret
