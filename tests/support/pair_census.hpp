#pragma once
/// \file
/// Whether a list holds just the pairs that it should.

#include "test_session.hpp"

#include <soret/neighbour/neighbours.hpp>
#include <soret/system/box.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>

namespace test_support {

using namespace soret;

/// How many pairs are in range, and sums that depend on which.
struct PairCensus {
  std::array<double, 3> sums{};

  void add(double r_squared)
  {
    sums[0] += 1.0;
    sums[1] += r_squared;
    sums[2] += r_squared * r_squared;
  }
};

/// `local`: of one rank, the expected of all of them. Collective.
inline void check_equal(const PairCensus& local, const PairCensus& expected)
{
  PairCensus found = local;
  test_world().all_sum(found.sums);
  CHECK(expected.sums[0] > 0.0);
  CHECK(found.sums[0] == expected.sums[0]);
  CHECK(found.sums[1] == doctest::Approx(expected.sums[1]).epsilon(1e-12));
  CHECK(found.sums[2] == doctest::Approx(expected.sums[2]).epsilon(1e-12));
}

/// Of all pairs by minimum images.
inline PairCensus brute_force_census(const Box& box, const Particles& particles, double range)
{
  PairCensus census;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    for (std::size_t j = i + 1; j < particles.size(); ++j) {
      const double r_squared = norm_squared(box.minimum_image(particles.position_of(i) - particles.position_of(j)));
      if (r_squared < range * range) {
        census.add(r_squared);
      }
    }
  }
  return census;
}

inline Vec3 slot_position(Slots& slots, std::size_t slot)
{
  const auto positions = slots.positions();
  return {positions[0][slot], positions[1][slot], positions[2][slot]};
}

/// The pairs in range of one entry of the list: of two clusters, or inside one.
inline PairCensus census_of_clusters(Slots& slots, std::int32_t a, std::int32_t b, double range)
{
  PairCensus census;
  for (std::size_t i = 0; i < cluster_size; ++i) {
    for (std::size_t j = a == b ? i + 1 : 0; j < cluster_size; ++j) {
      const Vec3 r = slot_position(slots, static_cast<std::size_t>(a) * cluster_size + i) -
                     slot_position(slots, static_cast<std::size_t>(b) * cluster_size + j);
      if (norm_squared(r) < range * range) {
        census.add(norm_squared(r));
      }
    }
  }
  return census;
}

/// Of the pairs in range that are in the lists of this rank.
inline PairCensus local_census(Neighbours& neighbours, double range)
{
  PairCensus census;
  const ClusterPairs pairs = neighbours.pairs();
  const auto add = [&](std::int32_t a, std::int32_t b) {
    const PairCensus part = census_of_clusters(neighbours.slots(), a, b, range);
    for (std::size_t k = 0; k < 3; ++k) {
      census.sums[k] += part.sums[k];
    }
  };
  for (std::size_t row = 0; row < pairs.row_count; ++row) {
    const ClusterRow& clusters = pairs.rows[row];
    if (clusters.with_itself != 0) {
      add(clusters.cluster, clusters.cluster);
    }
    for (std::int32_t entry = clusters.begin; entry < clusters.end; ++entry) {
      add(clusters.cluster, pairs.partners[entry]);
    }
  }
  return census;
}

}  // namespace test_support
