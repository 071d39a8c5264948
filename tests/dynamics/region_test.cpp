#include "toy.hpp"

#include <soret/core/error.hpp>
#include <soret/dynamics/region.hpp>

#include <doctest/doctest.h>

using namespace soret;

namespace {

std::vector<std::size_t> indices(const Members& members)
{
  std::vector<std::size_t> found;
  members.for_each([&](std::size_t i) { found.push_back(i); });
  return found;
}

}  // namespace

TEST_CASE("members are the particles that the slab contains, wherever their image lies")
{
  const Box box{4.0, 5.0, 20.0};
  Particles particles;
  for (int k = -3000; k < 6000; ++k) {  // coordinates from -1.5 to 3 box lengths
    const double fraction = 0.0005 * (k + 0.37);
    particles.add(k, Species{0}, {fraction * 4.0, fraction * 5.0, fraction * 20.0});
  }
  Members members;
  for (const Slab& slab : {Slab{Axis::x, 0.5, 0.1}, Slab{Axis::y, 0.0, 0.2}, Slab{Axis::z, 0.97, 0.1},
                           Slab{Axis::z, 0.25, 1.0}, Slab{Axis::z, 0.03, 0.0001}}) {
    std::vector<std::size_t> expected;
    for (std::size_t i = 0; i < particles.size(); ++i) {
      if (slab.contains(particles.position[index(slab.axis)][i], box.length(slab.axis))) {
        expected.push_back(i);
      }
    }
    members.local_find(slab, box, particles);
    CHECK(indices(members) == expected);
    CHECK(members.size() == expected.size());
  }
  members.local_find(Region{}, box, particles);
  CHECK(members.size() == particles.size());
  CHECK(indices(members).back() == particles.size() - 1);
  members.local_find(Slab{Axis::x, 0.5, 0.1}, box, Particles{});
  CHECK(members.size() == 0);
}

TEST_CASE("impossible slabs are refused")
{
  CHECK_THROWS_WITH_AS(Region(Slab{Axis::z, 1.0, 0.1}),
                       "slab centre is 1; it must be a fraction of the box length in [0, 1)", InputError);
  CHECK_THROWS_WITH_AS(Region(Slab{Axis::z, 0.5, 0.0}),
                       "slab width is 0; it must be a fraction of the box length in (0, 1]", InputError);
  CHECK_THROWS_AS(Region(Slab{Axis::z, 0.5, 1.1}), InputError);
  CHECK_NOTHROW(require_disjoint("source", Slab{Axis::z, 0.0, 0.1}, Slab{Axis::z, 0.5, 0.1}));
  CHECK_THROWS_WITH_AS(
      require_disjoint("source", Slab{Axis::z, 0.0, 0.1}, Slab{Axis::z, 0.95, 0.1}),
      "source: the hot slab (0.1 wide at 0 along z) and the cold slab (0.1 wide at 0.95 along z) overlap; "
      "they must be parallel and apart",
      InputError);
}
