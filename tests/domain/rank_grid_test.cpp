#include "support/grids.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/domain/migration.hpp>
#include <soret/domain/rank_grid.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>

using namespace soret;
using namespace test_support;

TEST_CASE("the grid of least surface is chosen among those with domains wide enough")
{
  CHECK(choose_grid_shape(1, Box{10.0, 10.0, 10.0}, 3.0) == GridShape{1, 1, 1});
  CHECK(choose_grid_shape(8, Box{10.0, 10.0, 10.0}, 3.0) == GridShape{2, 2, 2});
  CHECK(choose_grid_shape(4, Box{10.0, 10.0, 40.0}, 3.0) == GridShape{1, 1, 4});
  // Four domains of 10 along z would have the least surface, but are too narrow.
  CHECK(choose_grid_shape(4, Box{25.0, 12.0, 40.0}, 11.0) == GridShape{2, 1, 2});
}

TEST_CASE("a box that cannot be divided is refused with the numbers")
{
  CHECK_THROWS_WITH_AS(choose_grid_shape(8, Box{10.0, 11.0, 12.0}, 6.5), doctest::Contains("10 x 11 x 12"), InputError);
  CHECK_THROWS_WITH_AS(choose_grid_shape(8, Box{10.0, 11.0, 12.0}, 6.5), doctest::Contains("8 ranks"), InputError);
  CHECK_THROWS_WITH_AS(choose_grid_shape(8, Box{10.0, 11.0, 12.0}, 6.5), doctest::Contains("6.5"), InputError);
  const mpi::Communicator world = test_world();
  const int ranks = world.size();
  CHECK_THROWS_WITH_AS((RankGrid{world, Box{50.0, 50.0, 50.0}, 2.0, GridShape{ranks, 2, 1}}),
                       doctest::Contains((std::to_string(ranks) + " x 2 x 1").c_str()), InputError);
  CHECK_THROWS_WITH_AS((RankGrid{world, Box{10.0, 10.0, 10.0}, 11.0, GridShape{1, 1, ranks}}),
                       doctest::Contains("narrower than 11"), InputError);
}

TEST_CASE("domains tile the box and neighbours are each other's")
{
  const mpi::Communicator world = test_world();
  const Box box{26.5, 27.0, 31.0};
  for (const GridShape& shape : all_grid_shapes(world.size())) {
    CAPTURE(shape[0]);
    CAPTURE(shape[1]);
    const RankGrid grid{world, box, 2.9, shape};
    CHECK(grid.shape() == shape);
    const Vec3 extent = grid.upper(box) - grid.lower(box);
    CHECK(world.all_sum(extent.x * extent.y * extent.z) == doctest::Approx(box.volume()).epsilon(1e-13));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      // The upper neighbour begins where this rank ends, bit for bit.
      const std::array<double, 2> mine{grid.lower(box)[axis], grid.upper(box)[axis]};
      std::array<double, 2> above{};
      world.exchange(grid.neighbour(axis, -1), mine, grid.neighbour(axis, +1), above);
      const bool is_highest = grid.coordinates()[axis] == shape[axis] - 1;
      CHECK(above[0] == (is_highest ? 0.0 : mine[1]));
      CHECK(grid.is_lowest(axis) == (mine[0] == 0.0));
      std::array<int, 3> offset{};
      offset[axis] = -1;
      CHECK(grid.neighbour(offset) == grid.neighbour(axis, -1));
    }
    // Across a corner: the place of the rank that says so is one further down along each axis.
    const GridShape& here = grid.coordinates();
    const std::array<double, 3> mine{static_cast<double>(here[0]), static_cast<double>(here[1]),
                                     static_cast<double>(here[2])};
    std::array<double, 3> below{};
    world.exchange(grid.neighbour({1, 1, 1}), mine, grid.neighbour({-1, -1, -1}), below);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      CHECK(below[axis] == (here[axis] + shape[axis] - 1) % shape[axis]);
    }
  }
}

TEST_CASE("shifted planes divide the box as they say, and follow it")
{
  const mpi::Communicator world = test_world();
  const int ranks = world.size();
  RankGrid grid{world, Box{30.0, 30.0, 30.0}, 2.9, GridShape{1, 1, ranks}};
  const Box box{30.0, 30.0, 10.0 * ranks};
  CHECK(grid.narrowest(box) == 10.0);
  const GridPlanes planes = planes_with_narrow_lowest(grid.shape(), 0.25);
  grid.shift_planes(planes);
  CHECK(grid.planes() == planes);
  CHECK(grid.narrowest(box) == (ranks > 1 ? 2.5 : 10.0));
  CHECK(grid.narrowest(Box{30.0, 30.0, 20.0 * ranks}) == (ranks > 1 ? 5.0 : 20.0));
  CHECK(grid.narrowest_if_equal(box) == 10.0);
  CHECK(grid.lower(box).x == 0.0);
  CHECK(grid.upper(box).x == 30.0);
  const auto place = static_cast<std::size_t>(world.rank());
  CHECK(grid.lower(box).z == doctest::Approx(10.0 * planes[2][place]).epsilon(1e-15));
  CHECK(grid.upper(box).z == doctest::Approx(10.0 * planes[2][place + 1]).epsilon(1e-15));
}

TEST_CASE("the way home is that across fewer domains, however wide they are")
{
  const mpi::Communicator world = test_world();
  const int ranks = world.size();
  RankGrid grid{world, Box{30.0, 30.0, 30.0}, 2.9, GridShape{1, ranks, 1}};
  grid.shift_planes(planes_with_narrow_lowest(grid.shape(), 0.25));
  const Box box{30.0, 10.0 * ranks, 30.0};
  for (int owner = 0; owner < ranks; ++owner) {
    const auto k = static_cast<std::size_t>(owner);
    const double inside = 5.0 * (grid.planes()[1][k] + grid.planes()[1][k + 1]);
    const int up = grid.domains_up_to(1, box, inside);
    CHECK((world.rank() + up + ranks) % ranks == owner);
    CHECK(2 * std::abs(up) <= ranks);
  }
}

TEST_CASE("hops are counted from the domains that particles are in to those where they will be")
{
  const mpi::Communicator world = test_world();
  const RankGrid grid{world, Box{30.0, 30.0, 30.0}, 2.9, GridShape{1, 1, world.size()}};
  CHECK(grid.hops_to(grid.planes()) == 0);
  if (world.size() == 4) {
    CHECK(grid.hops_to({{{0.0, 1.0}, {0.0, 1.0}, {0.0, 0.9, 2.0, 3.0, 4.0}}}) == 1);
    CHECK(grid.hops_to({{{0.0, 1.0}, {0.0, 1.0}, {0.0, 0.1, 0.2, 3.0, 4.0}}}) == 2);
    CHECK(grid.hops_to({{{0.0, 1.0}, {0.0, 1.0}, {0.0, 0.1, 0.2, 0.3, 4.0}}}) == 3);
    CHECK(grid.hops_to({{{0.0, 1.0}, {0.0, 1.0}, {0.0, 3.0, 3.5, 3.75, 4.0}}}) == 2);
  }
}

TEST_CASE("planes that do not divide the box are refused")
{
  const mpi::Communicator world = test_world();
  RankGrid grid{world, Box{30.0, 30.0, 30.0}, 2.9, GridShape{1, 1, world.size()}};
  const auto refusal = doctest::Contains("along z do not divide a box");
  for (const double width : {0.0, -0.5}) {
    GridPlanes planes = planes_with_narrow_lowest(grid.shape(), width);
    planes[2].back() += width;
    if (world.size() > 1 || width < 0.0) {
      CHECK_THROWS_WITH_AS(grid.shift_planes(planes), refusal, InputError);
    }
  }
  GridPlanes planes = grid.planes();
  planes[2].push_back(world.size() + 1.0);
  CHECK_THROWS_WITH_AS(grid.shift_planes(planes), refusal, InputError);
}

TEST_CASE("a particle on a face belongs to one rank")
{
  const mpi::Communicator world = test_world();
  const Box box{26.3, 27.1, 31.7};
  for (const GridShape& shape : all_grid_shapes(world.size())) {
    const RankGrid grid{world, box, 2.9, shape};
    Particles everything;
    std::int64_t id = 0;
    for (int ix = 0; ix < shape[0]; ++ix) {
      for (int iy = 0; iy < shape[1]; ++iy) {
        for (int iz = 0; iz < shape[2]; ++iz) {
          const Vec3 corner{26.3 * ix / shape[0], 27.1 * iy / shape[1], 31.7 * iz / shape[2]};
          everything.add(id++, Species{0}, corner);
          const Vec3 before{std::nextafter(corner.x, 0.0), std::nextafter(corner.y, 0.0),
                            std::nextafter(corner.z, 0.0)};
          everything.add(id++, Species{0}, before);
        }
      }
    }
    const Particles owned = select_owned(grid, box, everything);
    CHECK(world.all_sum(static_cast<std::int64_t>(owned.size())) == id);
  }
}
