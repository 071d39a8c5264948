#include <soret/core/aligned.hpp>
#include <soret/core/vec3.hpp>

#include <doctest/doctest.h>

#include <cstdint>

using namespace soret;

TEST_CASE("vectors compute component by component")
{
  const Vec3 a{1.0, 2.0, 3.0};
  const Vec3 b{-2.0, 0.5, 4.0};
  CHECK(a + b == Vec3{-1.0, 2.5, 7.0});
  CHECK(a - b == Vec3{3.0, 1.5, -1.0});
  CHECK(2.0 * a == a * 2.0);
  CHECK(2.0 * a == Vec3{2.0, 4.0, 6.0});
  CHECK(dot(a, b) == 11.0);
  CHECK(norm_squared(a) == 14.0);
  CHECK(a[index(Axis::z)] == 3.0);
}

TEST_CASE("every component of a symmetric tensor occurs once, the diagonal first")
{
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(symmetric_components[i] == std::array<std::size_t, 2>{i, i});
    for (std::size_t j = i; j < 3; ++j) {
      int found = 0;
      for (const auto& component : symmetric_components) {
        found += component == std::array<std::size_t, 2>{i, j} ? 1 : 0;
      }
      CHECK(found == 1);
    }
  }
}

TEST_CASE("aligned vectors start on a cache line")
{
  for (const std::size_t count : {1U, 3U, 1000U}) {
    AlignedVector<float> values(count, 1.0F);
    CHECK(reinterpret_cast<std::uintptr_t>(values.data()) % 64 == 0);
  }
}
