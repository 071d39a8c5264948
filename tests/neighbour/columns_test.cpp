#include <soret/core/random.hpp>
#include <soret/neighbour/columns.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace soret;

namespace {

struct Points {
  std::vector<double> x, y, z;
};

/// Random points; several share a height, which a sort may not exchange.
Points scattered(std::size_t count)
{
  const RandomStream places{Seed{8}, Stream::placement};
  Points points;
  for (std::size_t i = 0; i < count; ++i) {
    const auto u = places.uniform4(0, i);
    points.x.push_back(2.0 + 6.0 * u[0]);
    points.y.push_back(1.0 + 5.0 * u[1]);
    points.z.push_back(std::floor(20.0 * u[2]) / 2.0);
  }
  return points;
}

Points in_order(const Points& points, const std::vector<std::int32_t>& order)
{
  Points sorted;
  for (const std::int32_t i : order) {
    const auto k = static_cast<std::size_t>(i);
    sorted.x.push_back(points.x[k]);
    sorted.y.push_back(points.y[k]);
    sorted.z.push_back(points.z[k]);
  }
  return sorted;
}

const Vec3 lower{2.0, 1.0, 0.0};
const Vec3 upper{8.0, 6.0, 10.0};

ColumnOrder sort(const Points& points, std::int32_t first_cluster = 0)
{
  return sort_into_columns(ColumnGrid{lower, upper, points.x.size()}, points.x, points.y, points.z, first_cluster);
}

}  // namespace

TEST_CASE("sorting what is sorted changes nothing")
{
  const Points sorted = in_order(scattered(237), sort(scattered(237)).order);
  std::vector<std::int32_t> unchanged(237);
  std::iota(unchanged.begin(), unchanged.end(), 0);
  CHECK(sort(sorted).order == unchanged);
}

TEST_CASE("every particle has a slot of its own, columns are sorted in z and their clusters filled from the front")
{
  constexpr std::int32_t first_cluster = 17;
  const Points points = scattered(237);
  const ColumnGrid grid{lower, upper, points.x.size()};
  const ColumnOrder sorted = sort(points, first_cluster);
  std::vector<int> in_slot(static_cast<std::size_t>(sorted.cluster_count) * cluster_size, -1);
  for (std::size_t k = 0; k < 237; ++k) {
    int& occupant = in_slot[static_cast<std::size_t>(sorted.slot[k])];
    CHECK(occupant == -1);
    occupant = sorted.order[k];
  }
  std::int32_t next_cluster = first_cluster;
  for (std::size_t c = 0; c < sorted.columns.size(); ++c) {
    const Column& column = sorted.columns[c];
    CHECK(column.first_cluster == next_cluster);
    next_cluster = column.end_cluster;
    double height = -1.0;
    bool ended = false;
    for (auto slot = static_cast<std::size_t>(column.first_cluster - first_cluster) * cluster_size;
         slot < static_cast<std::size_t>(column.end_cluster - first_cluster) * cluster_size; ++slot) {
      ended = ended || in_slot[slot] < 0;
      CHECK((in_slot[slot] < 0) == ended);
      if (!ended) {
        const auto i = static_cast<std::size_t>(in_slot[slot]);
        CHECK(grid.column_of(points.x[i], points.y[i]) == c);
        CHECK(points.z[i] >= height);
        height = points.z[i];
        CHECK((points.x[i] >= column.x_low && points.x[i] <= column.x_high));
        CHECK((points.y[i] >= column.y_low && points.y[i] <= column.y_high));
      }
    }
  }
  CHECK(next_cluster == first_cluster + sorted.cluster_count);
}

TEST_CASE("coordinates outside the grid go to its border columns")
{
  const ColumnGrid grid{lower, upper, 1000};
  REQUIRE(grid.count() > 1);
  CHECK(grid.column_of(-100.0, -100.0) == 0);
  CHECK(grid.column_of(100.0, 100.0) == grid.count() - 1);
  CHECK(ColumnGrid(lower, upper, 0).count() == 1);
}
