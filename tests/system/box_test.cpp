#include <soret/core/error.hpp>
#include <soret/system/box.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace soret;

TEST_CASE("lengths, volume and cross-sections")
{
  const Box box{2.0, 3.0, 5.0};
  CHECK(box.volume() == 30.0);
  CHECK(box.cross_section(Axis::x) == 15.0);
  CHECK(box.cross_section(Axis::z) == 6.0);
  CHECK(box.length(Axis::y) == 3.0);
}

TEST_CASE("a box needs positive finite lengths")
{
  CHECK_THROWS_WITH_AS((Box{1.0, -2.0, 1.0}), doctest::Contains("along y"), InputError);
  CHECK_THROWS_AS((Box{0.0, 1.0, 1.0}), InputError);
  CHECK_THROWS_AS((Box{1.0, 1.0, std::numeric_limits<double>::infinity()}), InputError);
  CHECK_THROWS_AS((Box{1.0, 1.0, std::nan("")}), InputError);
}

TEST_CASE("the minimum image is the nearest of all images")
{
  const Box box{4.0, 5.0, 6.0};
  CHECK(box.minimum_image({3.0, -3.0, 2.0}) == Vec3{-1.0, 2.0, 2.0});
  for (double x = -9.7; x < 9.7; x += 0.31) {
    const Vec3 image = box.minimum_image({x, 2.0 * x, -x});
    for (std::size_t axis = 0; axis < 3; ++axis) {
      CHECK(std::abs(image[axis]) <= 0.5 * box.lengths()[axis]);
    }
    CHECK(std::remainder(image.x - x, 4.0) == doctest::Approx(0.0).scale(1.0));
  }
}

TEST_CASE("a wrapped position lies inside, on the lower face if need be")
{
  const Box box{4.0, 5.0, 6.0};
  CHECK(box.wrapped({-1.0, 5.0, 13.0}) == Vec3{3.0, 0.0, 1.0});
  CHECK(box.wrapped({-1e-20, -1e-20, 6.0}) == Vec3{0.0, 0.0, 0.0});
  CHECK(box.wrapped({1.25, 2.5, 3.75}) == Vec3{1.25, 2.5, 3.75});
}

TEST_CASE("a slab may wrap around the boundary")
{
  const Slab middle{Axis::z, 0.5, 0.1};
  CHECK(middle.contains(5.0, 10.0));
  CHECK(middle.contains(5.49, 10.0));
  CHECK(!middle.contains(5.51, 10.0));
  CHECK(middle.contains(-5.0, 10.0));  // a particle that has left the box
  const Slab edge{Axis::z, 0.0, 0.1};
  CHECK(edge.contains(0.49, 10.0));
  CHECK(edge.contains(9.51, 10.0));
  CHECK(!edge.contains(0.51, 10.0));
  CHECK(!edge.contains(9.49, 10.0));
}

TEST_CASE("a slab holds the share of the box that its width says")
{
  for (const double centre : {0.0, 0.03, 0.5, 0.97}) {
    int inside = 0;
    for (int k = 0; k < 1000; ++k) {
      inside += Slab{Axis::x, centre, 0.25}.contains((k + 0.5) * 0.007, 7.0) ? 1 : 0;
    }
    CHECK(std::abs(inside - 250) <= 1);
  }
}

TEST_CASE("slabs overlap where they share volume, not where they touch")
{
  CHECK(overlap({Axis::z, 0.0, 0.2}, {Axis::z, 0.95, 0.1}));
  CHECK(overlap({Axis::z, 0.5, 0.3}, {Axis::z, 0.7, 0.2}));
  CHECK(!overlap({Axis::z, 0.1, 0.2}, {Axis::z, 0.3, 0.2}));
  CHECK(!overlap({Axis::z, 0.0, 0.2}, {Axis::z, 0.5, 0.2}));
  CHECK(overlap({Axis::x, 0.0, 0.1}, {Axis::z, 0.5, 0.1}));
}
