#include "id_order.hpp"

#include "root_task.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace soret {

namespace {

constexpr std::int64_t particles_per_piece = 100'000;

/// Rows (id, values...) of all ranks, ordered by id, without the ids. Ids are exact in a double up to 2^53.
std::vector<double> merged_rows(const std::vector<std::vector<double>>& gathered, std::size_t width)
{
  std::vector<const double*> rows;
  for (const std::vector<double>& of_rank : gathered) {
    for (std::size_t at = 0; at < of_rank.size(); at += width + 1) {
      rows.push_back(&of_rank[at]);
    }
  }
  std::ranges::sort(rows, {}, [](const double* row) { return *row; });
  std::vector<double> merged;
  merged.reserve(rows.size() * width);
  for (const double* row : rows) {
    merged.insert(merged.end(), row + 1, row + 1 + width);
  }
  return merged;
}

}  // namespace

void gather_in_id_order(const mpi::Communicator& communicator, std::span<const std::int64_t> ids, std::size_t width,
                        const FillRow& fill, const ConsumeRows& consume)
{
  std::vector<std::size_t> order(ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t particle) { return ids[particle]; });

  const double infinity = HUGE_VAL;
  const double lowest = communicator.all_min(ids.empty() ? infinity : static_cast<double>(ids[order.front()]));
  const double highest = communicator.all_max(ids.empty() ? -infinity : static_cast<double>(ids[order.back()]));
  const std::int64_t total = communicator.all_sum(static_cast<std::int64_t>(ids.size()));
  const std::int64_t pieces = (total + particles_per_piece - 1) / particles_per_piece;
  std::size_t next = 0;   // in `order`
  std::size_t first = 0;  // on root: particles consumed
  for (std::int64_t piece = 0; piece < pieces; ++piece) {
    const double limit = lowest + (highest - lowest) * static_cast<double>(piece + 1) / static_cast<double>(pieces);
    std::vector<double> rows;
    for (; next < order.size() && (piece + 1 == pieces || static_cast<double>(ids[order[next]]) < limit); ++next) {
      rows.push_back(static_cast<double>(ids[order[next]]));
      rows.resize(rows.size() + width);
      fill(order[next], std::span{rows}.last(width));
    }
    const std::vector<std::vector<double>> gathered = communicator.gather(std::span<const double>{rows});
    run_on_root(communicator, [&] {
      const std::vector<double> merged = merged_rows(gathered, width);
      consume(first, merged);
      first += merged.size() / width;
    });
  }
}

}  // namespace soret
