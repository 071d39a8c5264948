#include "support/by_id.hpp"
#include "support/grids.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/domain/migration.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

using namespace soret;
using namespace test_support;

namespace {

constexpr std::size_t particle_count = 300;
const Box box{26.5, 27.0, 31.0};

/// Uniform points; the velocity and the species are functions of the id, to see that they travel along.
Particles scattered()
{
  const RandomStream places{Seed{3}, Stream::placement};
  Particles particles;
  for (std::size_t i = 0; i < particle_count; ++i) {
    const auto u = places.uniform4(0, i);
    const auto number = static_cast<double>(i);
    particles.add(static_cast<std::int64_t>(i), Species{static_cast<std::uint8_t>(i % 5)},
                  {24.0 * u[0], 27.0 * u[1], 31.0 * u[2]}, {number, -number, 0.5 * number});
  }
  return particles;
}

/// A displacement of up to 0.95 domains along each axis.
Vec3 displacement(const GridShape& shape, int round, std::int64_t id)
{
  const RandomStream moves{Seed{4}, Stream::placement};
  const auto u = moves.uniform4(static_cast<std::uint64_t>(round), static_cast<std::uint64_t>(id));
  Vec3 move;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    move[axis] = 0.95 * (2.0 * u[axis] - 1.0) * box.lengths()[axis] / shape[axis];
  }
  return move;
}

/// What goes along with each particle: values that follow from its id.
std::array<std::vector<double>, 2> luggage_of(const Particles& particles)
{
  std::array<std::vector<double>, 2> luggage;
  for (const std::int64_t id : particles.id) {
    luggage[0].push_back(static_cast<double>(7 * id));
    luggage[1].push_back(static_cast<double>(-id));
  }
  return luggage;
}

void check_owned_once(const RankGrid& grid, const Particles& particles)
{
  bool all_inside = true;
  bool all_as_they_were = true;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const auto number = static_cast<double>(particles.id[i]);
    all_inside = all_inside && grid.owns(box, particles.position_of(i));
    all_as_they_were = all_as_they_were && particles.velocity_of(i) == Vec3{number, -number, 0.5 * number} &&
                       index(particles.species[i]) == static_cast<std::size_t>(particles.id[i]) % 5;
  }
  CHECK(all_inside);
  CHECK(all_as_they_were);
  CHECK(all_copies_by_id(test_world(), particles, particle_count) == std::vector<double>(particle_count, 1.0));
}

}  // namespace

TEST_CASE("over many moves every particle has one owner and its way is not forgotten")
{
  const mpi::Communicator world = test_world();
  for (const GridShape& shape : all_grid_shapes(world.size())) {
    CAPTURE(shape[0]);
    CAPTURE(shape[1]);
    const RankGrid grid{world, box, 2.9, shape};
    Particles particles = select_owned(grid, box, scattered());
    const Particles start = scattered();
    std::vector<Vec3> way(particle_count);
    for (std::size_t i = 0; i < particle_count; ++i) {
      way[i] = start.position_of(i);
    }
    for (int round = 0; round < 25; ++round) {
      for (std::size_t i = 0; i < particles.size(); ++i) {
        const Vec3 move = displacement(shape, round, particles.id[i]);
        for (std::size_t axis = 0; axis < 3; ++axis) {
          particles.position[axis][i] += move[axis];
        }
      }
      for (std::size_t i = 0; i < particle_count; ++i) {
        way[i] += displacement(shape, round, static_cast<std::int64_t>(i));
      }
      std::array<std::vector<double>, 2> luggage = luggage_of(particles);
      const std::array<std::vector<double>*, 2> carried{&luggage[0], &luggage[1]};
      migrate(world, grid, box, particles, Luggage{carried}.first(static_cast<std::size_t>(round) % 3));
      check_owned_once(grid, particles);
      for (std::size_t k = 0; k < static_cast<std::size_t>(round) % 3; ++k) {
        CHECK(luggage[k] == luggage_of(particles)[k]);
      }
    }
    CHECK(largest_distance(all_unwrapped_by_id(world, box, particles, particle_count), way) < 1e-11);
  }
}

TEST_CASE("particles find their way home when planes have been shifted, by whatever distance")
{
  const mpi::Communicator world = test_world();
  for (const GridShape& shape : all_grid_shapes(world.size())) {
    CAPTURE(shape[0]);
    CAPTURE(shape[1]);
    RankGrid grid{world, box, 2.9, shape};
    Particles particles = select_owned(grid, box, scattered());
    for (const double width : {0.05, 0.9, 0.01, 1.0}) {
      const GridPlanes planes = planes_with_narrow_lowest(shape, width);
      const int hops = grid.hops_to(planes);
      grid.shift_planes(planes);
      migrate(world, grid, box, particles, {}, hops);
      check_owned_once(grid, particles);
    }
  }
}

TEST_CASE("a coordinate a hair below zero is wrapped into the box")
{
  const mpi::Communicator world = test_world();
  const RankGrid grid{world, box, 2.9};
  Particles everything;
  everything.add(0, Species{0}, {0.0, 0.0, 0.0}, {0.0, 0.0, 0.0});
  Particles particles = select_owned(grid, box, everything);
  for (double& x : particles.position[0]) {
    x = -1e-18;
  }
  migrate(world, grid, box, particles);
  CHECK(all_copies_by_id(world, particles, 1) == std::vector<double>{1.0});
  CHECK(std::abs(all_unwrapped_by_id(world, box, particles, 1)[0].x) < 1e-14);
}

TEST_CASE("a lost particle is named on the rank that finds it")
{
  const mpi::Communicator world = test_world();
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), 1e15}) {
    const mpi::Communicator alone = world.split(world.rank());
    const RankGrid grid{alone, box, 2.9};
    Particles particles = scattered();
    particles.position[1][123] = bad;
    CHECK_THROWS_WITH_AS(migrate(alone, grid, box, particles), doctest::Contains("particle 123 is lost"),
                         RunTimeFailure);
  }
}

TEST_CASE("a particle that moves further than one domain is lost")
{
  const mpi::Communicator world = test_world();
  if (world.size() < 4) {
    return;  // with three domains along an axis or fewer all are neighbours
  }
  const RankGrid grid{world, box, 2.9, GridShape{1, 1, world.size()}};
  Particles particles = select_owned(grid, box, scattered());
  const double width = box.lengths().z / world.size();
  for (std::size_t i = 0; i < particles.size(); ++i) {
    if (particles.id[i] == 77) {
      particles.position[2][i] += 2.0 * width;
    }
  }
  std::string message;
  try {
    migrate(world, grid, box, particles);
  }
  catch (const RunTimeFailure& failure) {
    message = failure.what();
  }
  CHECK(world.all_sum(std::int64_t{message.empty() ? 0 : 1}) == 1);
  CHECK((message.empty() || message.find("particle 77 is lost") != std::string::npos));
}
