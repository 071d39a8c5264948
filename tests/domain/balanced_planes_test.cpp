#include <soret/core/random.hpp>
#include <soret/domain/balanced_planes.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

using namespace soret;

namespace {

double squared_shifts(const std::vector<double>& a, const std::vector<double>& b)
{
  double sum = 0.0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    sum += (a[k] - b[k]) * (a[k] - b[k]);
  }
  return sum;
}

double narrowest(const std::vector<double>& planes)
{
  double width = planes.back();
  for (std::size_t k = 1; k < planes.size(); ++k) {
    width = std::min(width, planes[k] - planes[k - 1]);
  }
  return width;
}

}  // namespace

TEST_CASE("the imbalance is the largest cost over the mean, minus 1")
{
  CHECK(imbalance_of(std::vector<double>{3.0, 3.0, 3.0}) == 0.0);
  CHECK(imbalance_of(std::vector<double>{1.0, 6.0, 2.0}) == 1.0);
  CHECK(imbalance_of(std::vector<double>{0.0, 0.0}) == 0.0);
}

TEST_CASE("cost between planes is that of whole layers and parts of them")
{
  const std::vector<double> layers{8.0, 4.0, 2.0, 0.0, 0.0, 0.0, 16.0, 0.0};
  CHECK(costs_between(layers, std::vector<double>{0.0, 1.0, 2.0}) == std::vector<double>{14.0, 16.0});
  CHECK(costs_between(layers, std::vector<double>{0.0, 0.375, 1.625, 2.0}) == std::vector<double>{10.0, 12.0, 8.0});
}

TEST_CASE("balanced planes have the same cost between them")
{
  const std::vector<double> layers{8.0, 4.0, 4.0, 0.0, 0.0, 0.0, 0.0, 0.0};
  CHECK(balanced_planes(layers, {0.0, 1.0, 2.0}, 0.0) == std::vector<double>{0.0, 0.25, 2.0});
  CHECK(balanced_planes(layers, {0.0, 1.0, 2.0, 3.0, 4.0}, 0.0) == std::vector<double>{0.0, 0.25, 0.5, 1.0, 4.0});
  CHECK(balanced_planes({{0.0, 6.0, 0.0}}, {0.0, 1.0, 2.0, 3.0}, 0.0) ==
        std::vector<double>{0.0, 1.0 + 1.0 / 3.0, 1.0 + 2.0 / 3.0, 3.0});
}

TEST_CASE("planes go the part of their way that is asked for")
{
  const std::vector<double> layers{1.0, 0.0, 0.0, 0.0};
  CHECK(balanced_planes(layers, {0.0, 1.0, 2.0}, 0.0, 0.5) == std::vector<double>{0.0, 0.625, 2.0});
  CHECK(balanced_planes(layers, {0.0, 1.0, 2.0}, 0.0, 0.0) == std::vector<double>{0.0, 1.0, 2.0});
}

TEST_CASE("where all layers cost the same, or nothing, planes stay, bit for bit")
{
  for (const double cost : {0.0, 3.0}) {
    const std::vector<double> layers(12, cost);
    CHECK(balanced_planes(layers, {0.0, 1.0}, 0.9) == std::vector<double>{0.0, 1.0});
    CHECK(balanced_planes(layers, {0.0, 1.0, 2.0}, 1.0) == std::vector<double>{0.0, 1.0, 2.0});
    CHECK(balanced_planes(layers, {0.0, 1.0, 2.0, 3.0}, 0.9) == std::vector<double>{0.0, 1.0, 2.0, 3.0});
  }
}

TEST_CASE("domains keep the least width, at the faces of the box too")
{
  const std::vector<double> layers{0.0, 0.0, 0.0, 1.0};
  CHECK(balanced_planes(layers, {0.0, 1.0, 2.0}, 0.5) == std::vector<double>{0.0, 1.5, 2.0});
  CHECK(spread_planes({0.0, 1.75, 2.0, 2.25, 4.0}, 0.5) == std::vector<double>{0.0, 1.5, 2.0, 2.5, 4.0});
  CHECK(spread_planes({0.0, 3.5, 3.75, 3.875, 4.0}, 0.5) == std::vector<double>{0.0, 2.5, 3.0, 3.5, 4.0});
  CHECK(spread_planes({0.0, 0.125, 0.25, 3.0, 4.0}, 0.5) == std::vector<double>{0.0, 0.5, 1.0, 3.0, 4.0});
  CHECK(spread_planes({0.0, 0.4, 2.6, 3.0}, 1.0) == std::vector<double>{0.0, 1.0, 2.0, 3.0});
}

TEST_CASE("spread planes are the nearest ones: no others that are apart come nearer")
{
  constexpr std::size_t domains = 6;
  constexpr double least = 0.6;
  const RandomStream numbers{Seed{9}, Stream::placement};
  for (std::uint64_t trial = 0; trial < 50; ++trial) {
    std::vector<double> wanted(domains + 1, 0.0);
    wanted.back() = static_cast<double>(domains);
    for (std::size_t k = 1; k < domains; ++k) {
      wanted[k] = wanted.back() * numbers.uniform4(trial, k)[0];
    }
    std::sort(wanted.begin(), wanted.end());
    const std::vector<double> spread = spread_planes(wanted, least);
    CHECK(narrowest(spread) > least - 1e-12);
    CHECK(spread_planes(spread, least) == spread);
    for (std::uint64_t other = 0; other < 200; ++other) {
      // Towards any other planes that are apart the distance does not shrink.
      std::vector<double> towards(domains + 1, 0.0);
      towards.back() = wanted.back();
      for (std::size_t k = 1; k < domains; ++k) {
        towards[k] = wanted.back() * numbers.uniform4(1000 + trial, 10 * other + k)[1];
      }
      std::sort(towards.begin(), towards.end());
      towards = spread_planes(towards, least);
      for (std::size_t k = 1; k < domains; ++k) {
        towards[k] = spread[k] + 1e-3 * (towards[k] - spread[k]);
      }
      CHECK(squared_shifts(towards, wanted) > squared_shifts(spread, wanted) - 1e-14);
    }
  }
}
