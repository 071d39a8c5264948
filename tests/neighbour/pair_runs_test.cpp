#include <soret/neighbour/pair_runs.hpp>

#include <doctest/doctest.h>

#include <numeric>
#include <vector>

using namespace soret;

namespace {

std::vector<std::int32_t> partners_of(const PairLists& list, std::size_t row)
{
  const auto first = list.partners.begin();
  return {first + list.rows.at(row).begin, first + list.rows.at(row).end};
}

std::vector<std::int32_t> consecutive(std::int32_t first, std::size_t count)
{
  std::vector<std::int32_t> partners(count);
  std::iota(partners.begin(), partners.end(), first);
  return partners;
}

}  // namespace

TEST_CASE("rows come back as they were added: gaps, long runs, a step back, none")
{
  const std::vector<std::vector<std::int32_t>> rows{
      {3, 4, 5, 9, 11, 12}, consecutive(100, 37), {}, {7, 6, 8, 9, 2}, {(1 << 29) - 1}};
  PairRuns runs;
  for (int repeat = 0; repeat < 2; ++repeat) {  // nothing of the former rows is left
    runs.clear(rows.size());
    std::int32_t cluster = 0;
    for (const std::vector<std::int32_t>& partners : rows) {
      runs.add_row(cluster, cluster % 2 == 0, partners);
      ++cluster;
    }
  }
  CHECK(runs.partner_count() == 6 + 37 + 5 + 1);
  PairLists list;
  runs.expand(0, rows.size(), list);
  REQUIRE(list.rows.size() == rows.size());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    CHECK(partners_of(list, row) == rows[row]);
    CHECK(list.rows[row].cluster == static_cast<std::int32_t>(row));
    CHECK(list.rows[row].with_itself == (row % 2 == 0 ? 1 : 0));
    CHECK(list.rows[row].lower == list.rows[row].end);
    CHECK(list.rows[row].upper == list.rows[row].end);
  }
  runs.expand(1, 2, list);
  REQUIRE(list.rows.size() == 1);
  CHECK(partners_of(list, 0) == rows[1]);
}

TEST_CASE("a partner beyond a cluster is found wherever it is in its run")
{
  PairRuns runs;
  runs.clear(2);
  runs.add_row(0, true, consecutive(10, 5));
  runs.add_row(1, false, std::vector<std::int32_t>{2, 20, 3});
  CHECK(runs.has_partner_from(runs.rows()[0], 14));
  CHECK_FALSE(runs.has_partner_from(runs.rows()[0], 15));
  CHECK(runs.has_partner_from(runs.rows()[1], 20));
  CHECK_FALSE(runs.has_partner_from(runs.rows()[1], 21));
}
