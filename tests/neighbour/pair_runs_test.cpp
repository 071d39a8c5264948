#include <soret/neighbour/pair_runs.hpp>

#include <doctest/doctest.h>

#include <vector>

using namespace soret;

namespace {

std::uint32_t run(std::uint32_t first, std::uint32_t which) { return first << run_length | which; }

}  // namespace

TEST_CASE("rows come back as they were added, and nothing of former ones")
{
  const std::vector<std::vector<std::uint32_t>> rows{{run(3, 0b111), run(40, 1)}, {run(7, 0xff)}, {}};
  PairRuns runs;
  for (int repeat = 0; repeat < 2; ++repeat) {
    runs.clear(1);  // more come than were expected
    runs.add_row(5, true, rows[0], 4);
    runs.add_row(6, false, rows[1], 8);
    runs.add_row(9, true, rows[2], 0);
  }
  CHECK(runs.partner_count() == 12);
  CHECK(runs.longest_row() == 8);
  const WidePairs view = runs.view();
  REQUIRE(view.row_count == 3);
  for (std::size_t k = 0; k < 3; ++k) {
    const WideRow& row = view.rows[k];
    CHECK(row.cluster == std::vector{5, 6, 9}[k]);
    CHECK(row.with_itself == std::vector{1, 0, 1}[k]);
    CHECK(std::vector(view.runs + row.begin, view.runs + row.end) == rows[k]);
  }
}

TEST_CASE("a partner beyond a cluster is found wherever it is in its run")
{
  PairRuns runs;
  runs.clear(2);
  runs.add_row(0, true, std::vector{run(10, 0b11011)}, 4);
  runs.add_row(1, false, std::vector{run(2, 1), run(20, 1), run(3, 0b10000000)}, 3);
  CHECK(runs.has_partner_from(runs.rows()[0], 14));
  CHECK_FALSE(runs.has_partner_from(runs.rows()[0], 15));
  CHECK(runs.has_partner_from(runs.rows()[1], 20));
  CHECK_FALSE(runs.has_partner_from(runs.rows()[1], 21));
}
