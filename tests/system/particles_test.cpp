#include <soret/system/particles.hpp>

#include <doctest/doctest.h>

using namespace soret;

TEST_CASE("an added particle has all its properties, no force and no image")
{
  Particles particles;
  particles.reserve(2);
  particles.add(7, Species{1}, {1.0, 2.0, 3.0}, {-1.0, 0.5, 0.0});
  particles.add(9, Species{0}, {4.0, 5.0, 6.0});
  REQUIRE(particles.size() == 2);
  CHECK(particles.id[0] == 7);
  CHECK(particles.species[0] == Species{1});
  CHECK(particles.position_of(1) == Vec3{4.0, 5.0, 6.0});
  CHECK(particles.velocity_of(0) == Vec3{-1.0, 0.5, 0.0});
  CHECK(particles.velocity_of(1) == Vec3{});
  CHECK(particles.force_of(0) == Vec3{});
  CHECK(particles.image[2][0] == 0);
  particles.resize(1);
  CHECK(particles.velocity[2].size() == 1);
  CHECK(particles.image[1].size() == 1);
  CHECK(particles.species.size() == 1);
}

TEST_CASE("kinetic energy and momentum weigh with the masses of the species")
{
  const SpeciesTable species{{"A", 1.0}, {"B", 3.0}};
  Particles particles;
  particles.add(0, Species{0}, {}, {2.0, 0.0, 0.0});
  particles.add(1, Species{1}, {}, {0.0, 1.0, -2.0});
  CHECK(local_kinetic_energy(particles, species) == 0.5 * (4.0 + 3.0 * 5.0));
  CHECK(local_momentum(particles, species) == Vec3{2.0, 3.0, -6.0});
}
