/// The curvature of every particle's cage against that of all.
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/estimate/softness.hpp>
#include <soret/sampling/local_softness.hpp>
#include <soret/sampling/structure_factor.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

using namespace soret;

namespace {

const SpeciesTable species{{"A", 1.0}, {"B", 1.0}};
const Box box{9.0, 9.0, 9.0};

bool is_free(const Particles& particles, const Vec3& place, double diameter)
{
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const Vec3 apart = box.minimum_image(particles.position_of(i) - place);
    const double closest = 0.5 * (diameter + (index(particles.species[i]) == 0 ? 1.0 : 0.8));
    if (dot(apart, apart) < closest * closest) {
      return false;
    }
  }
  return true;
}

/// 300 large and 100 small hard spheres, put in one after the other at random places where there is room.
Particles hard_spheres(std::uint64_t seed)
{
  const RandomStream stream{Seed{seed}, Stream::placement};
  Particles particles;
  for (std::uint64_t attempt = 0; particles.size() < 400; ++attempt) {
    const auto u = stream.uniform4(0, attempt);
    const Vec3 place{9.0 * u[0], 9.0 * u[1], 9.0 * u[2]};
    const bool is_small = particles.size() >= 300;
    if (is_free(particles, place, is_small ? 0.8 : 1.0)) {
      particles.add(static_cast<std::int64_t>(particles.size()), Species{is_small}, place);
    }
  }
  return particles;
}

constexpr int frames = 40;
const CageRule rule{.largest_wave_number = WaveNumber{20.0}};

StructureFactorBlocks structure_of_spheres()
{
  StructureFactor sampler{test_world(), WaveNumber{20.0}, WaveNumber{0.1}, Blocks{4}};
  for (int frame = 0; frame < frames; ++frame) {
    const Particles particles = hard_spheres(static_cast<std::uint64_t>(frame));
    sampler.sample({box, species, particles, {}, {}, frame, 0.0, {}});
  }
  return sampler.reduce();
}

}  // namespace

TEST_CASE("the mean curvature of all particles' cages is that of the caging potential")
{
  if (test_world().size() > 1) {
    return;
  }
  const StructureFactorBlocks data = structure_of_spheres();
  const Softness bulk = softness(data, rule);
  for (const double reach : {3.0, 4.5}) {
    const LocalCage cage{data, rule, Distance{reach}};
    double mean = 0.0;
    for (int frame = 0; frame < frames; ++frame) {
      const Particles particles = hard_spheres(static_cast<std::uint64_t>(frame));
      const std::vector<double> curvatures = local_cage_curvatures(box, species, particles, cage);
      REQUIRE(curvatures.size() == particles.size());
      mean += std::accumulate(curvatures.begin(), curvatures.end(), 0.0) / 400.0 / frames;
    }
    MESSAGE("reach " << reach << ": mean of all " << mean << ", of the bulk " << 1.0 / bulk.softness.value << ", noise "
                     << bulk.noise_share);
    CHECK(std::abs(mean * bulk.softness.value - 1.0) < 3.0 * bulk.softness.relative_error());
  }
}

TEST_CASE("a particle alone has the cage that the mean density makes, a pair the kernel besides")
{
  if (test_world().size() > 1) {
    return;
  }
  const StructureFactorBlocks data = structure_of_spheres();
  const LocalCage cage{data, rule, Distance{3.0}};
  Particles particles;
  particles.add(1, Species{0}, {8.9, 1.0, 1.0});
  const double alone = local_cage_curvatures(box, species, particles, cage)[0];
  CHECK(alone == doctest::Approx(cage.beyond(0)));
  particles.add(2, Species{1}, {0.3, 1.0, 1.0});  // 0.4 away through the wall
  const std::vector<double> pair = local_cage_curvatures(box, species, particles, cage);
  CHECK(pair[0] == doctest::Approx(cage.beyond(0) + cage.kernel(0, 1, 0.4)));
  CHECK(pair[1] == doctest::Approx(cage.beyond(1) + cage.kernel(1, 0, 0.4)));
  CHECK(std::abs(cage.kernel(0, 1, 0.4)) > 1.0);
}

TEST_CASE("cages of other liquids and longer reaches than the box are refused")
{
  if (test_world().size() > 1) {
    return;
  }
  const StructureFactorBlocks data = structure_of_spheres();
  const LocalCage cage{data, rule, Distance{4.6}};
  CHECK_THROWS_AS(local_cage_curvatures(box, species, hard_spheres(1), cage), InputError);
  CHECK_THROWS_AS(local_cage_curvatures(box, {{"A", 1.0}}, hard_spheres(1), cage), InputError);
  CHECK_THROWS_AS(LocalCage(data, rule, Distance{0.0}), InputError);
  CHECK(largest_reach(Box{5.0, 9.0, 9.0}).value() == 2.5);
}
