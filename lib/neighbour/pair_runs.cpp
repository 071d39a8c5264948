#include <soret/neighbour/pair_runs.hpp>

#include <algorithm>

namespace soret {

namespace {

constexpr unsigned length_bits = 3;
constexpr std::int32_t longest_run = 1 << length_bits;
static_assert(longest_run <= std::int32_t{list_padding});
constexpr std::uint32_t length_mask = longest_run - 1;

std::int32_t first_of(std::uint32_t run) { return static_cast<std::int32_t>(run >> length_bits); }
std::int32_t last_of(std::uint32_t run) { return first_of(run) + static_cast<std::int32_t>(run & length_mask); }

}  // namespace

void PairRuns::clear(std::size_t expected_rows)
{
  rows_.clear();
  rows_.reserve(expected_rows);
  runs_.clear();
  expected_rows_ = expected_rows;
  partner_count_ = 0;
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

void PairRuns::add_row(std::int32_t cluster, bool with_itself, std::span<const std::int32_t> partners)
{
  const std::size_t begin = runs_.size();
  make_room(partners.size());
  runs_.resize(begin + partners.size());
  std::size_t end = begin;
  std::int32_t first = 0;
  std::int32_t next = -1;
  for (const std::int32_t partner : partners) {
    const bool starts = partner != next || partner - first == longest_run;
    first = starts ? partner : first;
    end += starts ? 1 : 0;
    runs_[end - 1] = static_cast<std::uint32_t>(first) << length_bits | static_cast<std::uint32_t>(partner - first);
    next = partner + 1;
  }
  runs_.resize(end);
  rows_.push_back({.cluster = cluster,
                   .with_itself = with_itself ? 1 : 0,
                   .begin = static_cast<std::uint32_t>(begin),
                   .end = static_cast<std::uint32_t>(end)});
  partner_count_ += partners.size();
}

bool PairRuns::has_partner_from(const Row& row, std::int32_t cluster) const
{
  return std::any_of(runs_.begin() + row.begin, runs_.begin() + row.end,
                     [cluster](std::uint32_t run) { return last_of(run) >= cluster; });
}

void PairRuns::expand(std::size_t begin, std::size_t end, PairLists& list) const
{
  std::size_t runs = 0;
  for (std::size_t row = begin; row < end; ++row) {
    runs += rows_[row].end - rows_[row].begin;
  }
  list.rows.resize(end - begin);
  list.partners.resize(longest_run * runs + list_padding);
  std::int32_t* const partners = list.partners.data();
  std::int32_t* next = partners;
  for (std::size_t row = begin; row < end; ++row) {
    const auto from = static_cast<std::int32_t>(next - partners);
    const std::uint32_t* const last = runs_.data() + rows_[row].end;
    for (const std::uint32_t* run = runs_.data() + rows_[row].begin; run != last; ++run) {
      const std::uint32_t value = *run;
      for (std::int32_t k = 0; k < longest_run; ++k) {  // always all: no branch; what is too much is overwritten
        next[k] = first_of(value) + k;
      }
      next += 1 + (value & length_mask);
    }
    const auto to = static_cast<std::int32_t>(next - partners);
    list.rows[row - begin] = {.cluster = rows_[row].cluster,
                              .with_itself = rows_[row].with_itself,
                              .begin = from,
                              .lower = to,
                              .upper = to,
                              .end = to};
  }
}

}  // namespace soret
