#include "mixtures.hpp"
#include "support/pair_census.hpp"
#include "test_session.hpp"

#include <soret/domain/migration.hpp>
#include <soret/simulation/elastic_neighbours.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>

using namespace soret;
using namespace test_support;

namespace {

constexpr double cutoff = 2.5;
constexpr double skin = 0.2;

Box stretched(const Box& box, const Vec3& factors)
{
  const Vec3& lengths = box.lengths();
  return Box{lengths.x * factors.x, lengths.y * factors.y, lengths.z * factors.z};
}

/// The mixture on its ranks, and lists of it.
struct Listed {
  Box box = mixture().box;
  RankGrid grid{test_world(), box, cutoff + skin};
  Particles particles = select_owned(grid, box, mixture().particles);
  ElasticNeighbours neighbours;

  explicit Listed(ListBuffers buffers = Skin{skin}) : neighbours{test_world(), grid, cutoff, buffers, box}
  {
    neighbours.rebuild(box, particles);
  }

  /// Moves one particle of every rank by `displacement` along y, then box and all particles by the factors.
  void move(double displacement, const Vec3& factors)
  {
    if (particles.size() > 0) {
      particles.position[1][0] += displacement;
    }
    for (std::size_t axis = 0; axis < 3; ++axis) {
      for (double& position : particles.position[axis]) {
        position *= factors[axis];
      }
    }
    box = stretched(box, factors);
    neighbours.update(box, particles);
  }
};

}  // namespace

TEST_CASE("lists are made anew just when particles out of range may have come closer than the cutoff")
{
  for (const Vec3& factors : {Vec3{1.0, 1.0, 1.0}, Vec3{0.99, 0.99, 0.99}, Vec3{0.95, 0.95, 0.95}, Vec3{1.0, 1.0, 0.93},
                              Vec3{0.92, 1.0, 1.02}, Vec3{1.03, 1.03, 1.03}}) {
    for (const double displacement : {0.0, 0.02, 0.05, 0.085, 0.099, 0.101, 0.13}) {
      CAPTURE(factors.x);
      CAPTURE(factors.z);
      CAPTURE(displacement);
      Listed listed;
      listed.move(displacement, factors);
      // Two particles that were at the list's range and go towards each other where the box shrinks most.
      const double least = std::min({factors.x, factors.y, factors.z});
      const bool may_interact = least * (cutoff + skin - 2.0 * displacement) <= cutoff;
      CHECK(listed.neighbours.lists().rebuild_count() == (may_interact ? 2 : 1));
      CHECK(listed.neighbours.has_frame_of(listed.box) == (may_interact || factors == Vec3{1.0, 1.0, 1.0}));
    }
  }
}

TEST_CASE("so it is where the near list was picked in another box than the wide one was searched in")
{
  const ListBuffers buffers{Skin{skin}, Skin{0.7}};
  constexpr double first = 0.15;  // more than the near list allows, less than the wide one
  std::array<int, 3> outcomes{};
  for (const Vec3& expansion : {Vec3{1.03, 1.03, 1.03}, Vec3{1.0, 1.03, 1.0}}) {
    const double least = std::min(expansion.x, expansion.y);
    for (const double displacement : {0.0, 0.05, 0.08, 0.099, 0.101}) {
      for (int shrinkage = 0; shrinkage <= 20; ++shrinkage) {
        const double factor = 1.0 - 0.005 * shrinkage;
        CAPTURE(expansion.x);
        CAPTURE(displacement);
        CAPTURE(factor);
        Listed listed{buffers};
        const Neighbours& lists = listed.neighbours.lists();
        REQUIRE(lists.range() == cutoff + 0.7);
        listed.move(first, expansion);
        REQUIRE(lists.near_count() == 2);
        REQUIRE(lists.rebuild_count() == 1);
        listed.move(displacement, {factor, factor, factor});
        // Displacements in the box in which each list was made.
        const double since_search = first + displacement / expansion.y;
        const bool near_is_old = factor * (lists.near_range() - 2.0 * displacement) <= cutoff;
        const bool wide_is_old = least * factor * (lists.range() - 2.0 * since_search) <= lists.near_range();
        CHECK(lists.near_count() == (near_is_old ? 3 : 2));
        CHECK(lists.rebuild_count() == (near_is_old && wide_is_old ? 2 : 1));
        ++outcomes[static_cast<std::size_t>(lists.near_count() + lists.rebuild_count() - 3)];
      }
    }
  }
  CHECK(std::ranges::all_of(outcomes, [](int count) { return count > 10; }));
}

TEST_CASE("ghosts and empty slots are where they belong however often the box moves")
{
  Listed listed;
  Listed fresh;
  for (int step = 0; step < 300; ++step) {
    listed.move(0.0, {0.99, 0.99, 1.0});
    listed.move(0.0, {1.0 / 0.99, 1.0 / 0.99, 1.0});
  }
  const Vec3 factors{0.99, 1.01, 1.0};
  listed.move(0.0, factors);
  CHECK(listed.neighbours.lists().rebuild_count() == 1);
  Slots& slots = listed.neighbours.lists().slots();
  Slots& expected = fresh.neighbours.lists().slots();
  REQUIRE(slots.size() == expected.size());
  double worst = 0.0;
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double factor = expected.is_empty(slot) ? 1.0 : factors[axis];
      worst = std::max(worst, std::abs(slots.positions()[axis][slot] - factor * expected.positions()[axis][slot]));
    }
  }
  CHECK(worst < 1e-10);
}

TEST_CASE("where nobody expected a rebuild it is made when the answer is there, and no pair is missed then")
{
  const mpi::Communicator world = test_world();
  const bool alone = world.size() == 1;
  const bool is_last = world.rank() == world.size() - 1;
  Listed listed;
  ElasticNeighbours& neighbours = listed.neighbours;
  auto start_update = [&, moved = 0.0](double displacement) mutable {
    listed.particles.position[1][0] += displacement - moved;
    moved = displacement;
    neighbours.start_update(listed.particles, displacement * displacement);
  };
  for (int step = 1; step <= 3; ++step) {
    start_update(0.01 * skin * step);
    CHECK(!neighbours.renew_if_needed(listed.particles));
    CHECK(neighbours.lists().rebuild_count() == 1);
  }
  start_update(is_last ? 0.6 * skin : 0.04 * skin);
  CHECK(neighbours.lists().rebuild_count() == (alone ? 2 : 1));  // one rank knows at once
  CHECK(neighbours.renew_if_needed(listed.particles) == !alone);
  CHECK(neighbours.lists().rebuild_count() == 2);
  CHECK(!neighbours.renew_if_needed(listed.particles));
  const PairCensus expected =
      brute_force_census(listed.box, all_particles(world, listed.particles, mixture().particles.size()), cutoff + skin);
  check_equal(local_census(neighbours.lists(), cutoff + skin), expected);
}

TEST_CASE("no pair is missed while box and particles wander and near lists are picked from older wide ones")
{
  const mpi::Communicator world = test_world();
  Listed listed{{Skin{0.5 * skin}, Skin{skin + 0.4}}};
  const Neighbours& lists = listed.neighbours.lists();
  const RandomStream wandering{Seed{5}, Stream::velocities};
  const RandomStream stretching{Seed{6}, Stream::velocities};
  for (std::uint64_t step = 0; step < 80; ++step) {
    CAPTURE(step);
    for (std::size_t i = 0; i < listed.particles.size(); ++i) {
      const Vec3 change = wandering.normal3(step, static_cast<std::uint64_t>(listed.particles.id[i]));
      for (std::size_t axis = 0; axis < 3; ++axis) {
        listed.particles.position[axis][i] += 0.012 * change[axis];
      }
    }
    const Vec3 stretch = stretching.normal3(step, 0);
    listed.move(0.0, {std::exp(0.001 * stretch.x), std::exp(0.001 * stretch.y), std::exp(0.001 * stretch.z)});
    check_equal(
        local_census(listed.neighbours.lists(), cutoff),
        brute_force_census(listed.box, all_particles(world, listed.particles, mixture().particles.size()), cutoff));
  }
  CHECK(lists.rebuild_count() > 1);
  CHECK(lists.near_count() > 2 * lists.rebuild_count());
}
