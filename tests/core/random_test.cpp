#include <soret/core/random.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <set>
#include <vector>

using namespace soret;

TEST_CASE("a random number is a function of seed, stream, instance, step, particle and draw")
{
  const RandomStream stream{Seed{17}, Stream::langevin};
  CHECK(stream.bits(3, 5) == RandomStream{Seed{17}, Stream::langevin}.bits(3, 5));
  CHECK(stream.bits(3, 5) != stream.bits(4, 5));
  CHECK(stream.bits(3, 5) != stream.bits(3, 6));
  CHECK(stream.bits(3, 5) != stream.bits(3, 5, 1));
  CHECK(stream.bits(3, 5) != RandomStream{Seed{18}, Stream::langevin}.bits(3, 5));
  CHECK(stream.bits(3, 5) != RandomStream{Seed{17}, Stream::csvr}.bits(3, 5));
  CHECK(stream.bits(3, 5) != RandomStream{Seed{17}, Stream::langevin, 1}.bits(3, 5));
}

TEST_CASE("Philox4x64-10 gives the published known answer for counter and key zero")
{
  const auto bits = RandomStream{Seed{0}, static_cast<Stream>(0)}.bits(0, 0);
  CHECK(bits[0] == 0x16554d9eca36314cULL);
  CHECK(bits[1] == 0xdb20fe9d672d0fdcULL);
  CHECK(bits[2] == 0xd7e772cee186176bULL);
  CHECK(bits[3] == 0x7e68b68aec7ba23bULL);
}

TEST_CASE("moments of uniforms and normals within four standard errors")
{
  const RandomStream stream{Seed{1}, Stream::velocities};
  constexpr int count = 40000;
  double uniform_sum = 0.0;
  Vec3 sum;
  Vec3 squares;
  double fourth = 0.0;
  double correlation = 0.0;
  for (int i = 0; i < count; ++i) {
    const double u = stream.uniform(0, static_cast<std::uint64_t>(i));
    REQUIRE((u > 0.0 && u < 1.0));
    uniform_sum += u;
    const Vec3 g = stream.normal3(1, static_cast<std::uint64_t>(i));
    sum += g;
    squares += Vec3{g.x * g.x, g.y * g.y, g.z * g.z};
    fourth += g.x * g.x * g.x * g.x;
    correlation += g.x * g.z;
  }
  const double root = std::sqrt(static_cast<double>(count));
  CHECK(std::abs(uniform_sum / count - 0.5) < 4.0 * std::sqrt(1.0 / 12.0) / root);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    CHECK(std::abs(sum[axis] / count) < 4.0 / root);
    CHECK(std::abs(squares[axis] / count - 1.0) < 4.0 * std::sqrt(2.0) / root);
  }
  CHECK(std::abs(fourth / count - 3.0) < 4.0 * std::sqrt(96.0) / root);
  CHECK(std::abs(correlation / count) < 4.0 / root);
}

TEST_CASE("what a particle draws does not depend on who drew before")
{
  const RandomStream stream{Seed{17}, Stream::langevin, 2};
  std::vector<Vec3> forwards;
  for (std::uint64_t particle = 0; particle < 50; ++particle) {
    forwards.push_back(stream.normal3(9, particle));
  }
  const RandomStream other{Seed{17}, Stream::langevin, 2};
  for (std::uint64_t particle = 50; particle-- > 0;) {
    CHECK(other.normal3(9, particle) == forwards[particle]);
  }
}

TEST_CASE("no number occurs twice among neighbouring keys")
{
  std::set<std::uint64_t> seen;
  std::size_t drawn = 0;
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    for (const Stream use : {Stream::placement, Stream::velocities, Stream::barostat}) {
      for (std::uint64_t step = 0; step < 10; ++step) {
        for (std::uint64_t particle = 0; particle < 20; ++particle) {
          for (const std::uint64_t bits : RandomStream{Seed{seed}, use}.bits(step, particle)) {
            seen.insert(bits);
            ++drawn;
          }
        }
      }
    }
  }
  CHECK(seen.size() == drawn);
}

TEST_CASE("neighbouring steps and particles are uncorrelated within four standard errors")
{
  const RandomStream stream{Seed{5}, Stream::langevin};
  constexpr int count = 20000;
  double along_steps = 0.0;
  double along_particles = 0.0;
  for (std::uint64_t k = 0; k < count; ++k) {
    along_steps += stream.normal(k, 3) * stream.normal(k + 1, 3);
    along_particles += stream.normal(3, k) * stream.normal(3, k + 1);
  }
  CHECK(std::abs(along_steps) < 4.0 * std::sqrt(count));
  CHECK(std::abs(along_particles) < 4.0 * std::sqrt(count));
}
