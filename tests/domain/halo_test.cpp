#include "support/by_id.hpp"
#include "support/grids.hpp"
#include "test_session.hpp"

#include <soret/core/random.hpp>
#include <soret/domain/halo.hpp>
#include <soret/domain/migration.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace soret;
using namespace test_support;

namespace {

constexpr std::size_t particle_count = 500;
constexpr double range = 2.9;
const Box box{26.5, 27.0, 28.5};  // up to nine ranks along any axis

Particles scattered(const Box& in)
{
  const RandomStream places{Seed{5}, Stream::placement};
  Particles particles;
  for (std::size_t i = 0; i < particle_count; ++i) {
    const auto u = places.uniform4(0, i);
    particles.add(static_cast<std::int64_t>(i), Species{static_cast<std::uint8_t>(i % 3)},
                  {in.lengths().x * u[0], in.lengths().y * u[1], in.lengths().z * u[2]});
  }
  return particles;
}

/// What identifies a set of pairs: how many there are, and sums that depend on which.
struct PairCensus {
  double count = 0.0;
  double squared_distances = 0.0;
  double fourth_powers = 0.0;

  void add(double r_squared)
  {
    count += 1.0;
    squared_distances += r_squared;
    fourth_powers += r_squared * r_squared;
  }
};

/// All pairs in range, every periodic image of a pair by itself.
PairCensus census_of_images(const Box& in, const Particles& particles)
{
  PairCensus census;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    for (std::size_t j = i + 1; j < particles.size(); ++j) {
      const Vec3 nearest = in.minimum_image(particles.position_of(i) - particles.position_of(j));
      for (int image = 0; image < 27; ++image) {
        const Vec3 r = nearest + Vec3{(image % 3 - 1) * in.lengths().x, (image / 3 % 3 - 1) * in.lengths().y,
                                      (image / 9 - 1) * in.lengths().z};
        if (norm_squared(r) < range * range) {
          census.add(norm_squared(r));
        }
      }
    }
  }
  return census;
}

/// The pairs that this rank counts by the rule of zones.
PairCensus local_census(const Particles& particles, const std::vector<Ghost>& ghosts)
{
  std::vector<Ghost> all;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    all.push_back({particles.position_of(i), particles.species[i], 0});
  }
  all.insert(all.end(), ghosts.begin(), ghosts.end());
  PairCensus census;
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      const double r_squared = norm_squared(all[i].position - all[j].position);
      if ((all[i].zone & all[j].zone) == 0 && r_squared < range * range) {
        census.add(r_squared);
      }
    }
  }
  return census;
}

/// The lowest domains are `lowest` times as wide as equal ones.
void check_census(const Box& in, const GridShape& shape, double lowest = 1.0)
{
  const mpi::Communicator world = test_world();
  RankGrid grid{world, in, range, shape};
  grid.shift_planes(planes_with_narrow_lowest(shape, lowest));
  const Particles everything = scattered(in);
  const Particles particles = select_owned(grid, in, everything);
  Halo halo{world, grid};
  const PairCensus local = local_census(particles, halo.build(in, particles, range));
  const PairCensus expected = census_of_images(in, everything);
  CHECK(world.all_sum(local.count) == expected.count);
  CHECK(world.all_sum(local.squared_distances) == doctest::Approx(expected.squared_distances).epsilon(1e-12));
  CHECK(world.all_sum(local.fourth_powers) == doctest::Approx(expected.fourth_powers).epsilon(1e-12));
}

/// What a rank holds of the scattered particles.
struct Domain {
  Particles particles;
  Halo halo;
  std::vector<Ghost> ghosts;
};

Domain domain_of(const mpi::Communicator& world, const GridShape& shape)
{
  const RankGrid grid{world, box, range, shape};
  Domain domain{select_owned(grid, box, scattered(box)), Halo{world, grid}, {}};
  domain.ghosts = domain.halo.build(box, domain.particles, range);
  return domain;
}

}  // namespace

TEST_CASE("each pair in range is counted exactly once over all ranks")
{
  for (const GridShape& shape : all_grid_shapes(test_world().size())) {
    CAPTURE(shape[0]);
    CAPTURE(shape[1]);
    check_census(box, shape);
  }
}

TEST_CASE("also where a domain is hardly wider than the range and pairs meet through several images")
{
  const int ranks = test_world().size();
  for (const GridShape& shape : all_grid_shapes(ranks)) {
    CAPTURE(shape[0]);
    CAPTURE(shape[1]);
    check_census(Box{2.95 * shape[0], 3.0 * shape[1], 2.91 * shape[2]}, shape);
  }
}

TEST_CASE("also where domains have different widths")
{
  for (const GridShape& shape : all_grid_shapes(test_world().size())) {
    CAPTURE(shape[0]);
    CAPTURE(shape[1]);
    check_census(Box{6.0 * shape[0], 5.9 * shape[1], 5.85 * shape[2]}, shape, 0.5);
  }
}

TEST_CASE("ghosts are copies of particles, lie beyond upper faces and carry their species")
{
  const mpi::Communicator world = test_world();
  const Particles everything = scattered(box);
  for (const GridShape& shape : all_grid_shapes(world.size())) {
    const RankGrid grid{world, box, range, shape};
    const Particles particles = select_owned(grid, box, everything);
    Halo halo{world, grid};
    const std::vector<Ghost> ghosts = halo.build(box, particles, range);
    const std::size_t count = particles.size() + ghosts.size();

    // Exchanging id * 1000 as all coordinates tells who each ghost is: a box length is far less.
    std::vector<double> identity(count, -1.0);
    for (std::size_t i = 0; i < particles.size(); ++i) {
      identity[i] = 1000.0 * static_cast<double>(particles.id[i]);
    }
    std::vector<double> y = identity;
    std::vector<double> z = identity;
    halo.exchange_positions({identity.data(), y.data(), z.data()});
    std::array<std::vector<double>, 3> vectors{std::vector<double>(count), std::vector<double>(count), z};
    for (std::size_t i = 0; i < particles.size(); ++i) {
      vectors[0][i] = particles.position[0][i];
      vectors[1][i] = static_cast<double>(particles.id[i]);
    }
    halo.exchange_vectors({vectors[0].data(), vectors[1].data(), vectors[2].data()});
    bool all_copies = true;
    bool all_beyond = true;
    for (std::size_t g = 0; g < ghosts.size(); ++g) {
      const auto id = static_cast<std::size_t>(std::lround(identity[particles.size() + g] / 1000.0));
      const Vec3 difference = ghosts[g].position - everything.position_of(id);
      all_copies = all_copies && vectors[1][particles.size() + g] == static_cast<double>(id) &&
                   vectors[0][particles.size() + g] == everything.position[0][id] &&
                   norm_squared(box.minimum_image(difference)) < 1e-24 && ghosts[g].species == everything.species[id];
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const double past = ghosts[g].position[axis] - grid.upper(box)[axis];
        all_beyond = all_beyond && ((ghosts[g].zone >> axis & 1U) != 0 ? past >= -1e-12 && past < range : past < 0.0);
      }
    }
    CHECK(all_copies);
    CHECK(all_beyond);
  }
}

TEST_CASE("positions go out and sums come home, in the numbering of the build and in another")
{
  const mpi::Communicator world = test_world();
  for (const GridShape& shape : all_grid_shapes(world.size())) {
    const RankGrid grid{world, box, range, shape};
    const Particles particles = select_owned(grid, box, scattered(box));
    Halo halo{world, grid};
    const std::size_t ghosts = halo.build(box, particles, range).size();
    const std::size_t count = particles.size() + ghosts;
    std::vector<std::int32_t> slot_of(count);
    std::iota(slot_of.begin(), slot_of.end(), 0);
    for (const bool reversed : {false, true}) {
      if (reversed) {
        std::reverse(slot_of.begin(), slot_of.end());
        halo.renumber(slot_of);
      }
      // Every ghost holds 1 and the number of its particle, also in blocks and in single precision; home come how many
      // copies there are, and that times the number.
      std::vector<double> numbers(count, 0.0);
      std::vector<double> ones(count, 1.0);
      for (std::size_t i = 0; i < particles.size(); ++i) {
        numbers[static_cast<std::size_t>(slot_of[i])] = 1000.0 * static_cast<double>(particles.id[i] + 1);
        ones[static_cast<std::size_t>(slot_of[i])] = 0.0;
      }
      std::vector<double> y(count, 0.0);
      std::vector<double> z(count, 0.0);
      halo.exchange_positions({numbers.data(), y.data(), z.data()});
      for (double& number : numbers) {
        number = std::round(number / 1000.0);
      }
      std::vector<double> blocks((count / block_width + 1) * 3 * block_width, 0.5);
      std::vector<float> rounded(numbers.begin(), numbers.end());
      const BlockedArray<double> last_two{blocks.data() + block_width, 3 * block_width, 2};
      for (std::size_t slot = 0; slot < count; ++slot) {
        last_two.of(slot)[0] = numbers[slot];
        last_two.of(slot)[block_width] = -numbers[slot];
      }
      const std::array<AnyBlockedArray, 4> sums{BlockedArray<double>{ones.data(), block_width}, last_two,
                                                BlockedArray<float>{rounded.data(), block_width},
                                                BlockedArray<double>{numbers.data(), block_width}};
      halo.return_sums(sums);
      double copies = 0.0;
      bool all_right = true;
      for (std::size_t i = 0; i < particles.size(); ++i) {
        const auto slot = static_cast<std::size_t>(slot_of[i]);
        const auto number = static_cast<double>(particles.id[i] + 1);
        copies += ones[slot];
        all_right = all_right && numbers[slot] == number * (1.0 + ones[slot]) &&
                    last_two.of(slot)[0] == numbers[slot] && last_two.of(slot)[block_width] == -numbers[slot] &&
                    rounded[slot] == static_cast<float>(numbers[slot]);
      }
      CHECK(all_right);
      CHECK(world.all_sum(copies) == world.all_sum(static_cast<double>(ghosts)));
    }
  }
}

TEST_CASE("images of own particles are there at once, other ghosts when the messages are in")
{
  const mpi::Communicator world = test_world();
  for (const GridShape& shape : all_grid_shapes(world.size())) {
    auto [particles, halo, ghosts] = domain_of(world, shape);
    const std::size_t own = particles.size();
    std::array<std::vector<double>, 3> positions;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      positions[axis] = particles.position[axis];
      positions[axis].resize(own + ghosts.size(), -1.0);
    }
    const std::array<double*, 3> data{positions[0].data(), positions[1].data(), positions[2].data()};
    const auto is_there = [&](std::size_t g) {
      return positions[0][own + g] == ghosts[g].position.x && positions[1][own + g] == ghosts[g].position.y &&
             positions[2][own + g] == ghosts[g].position.z;
    };
    halo.start_positions(data);
    bool right_at_start = true;
    std::int64_t in_messages = 0;
    for (std::size_t g = 0; g < ghosts.size(); ++g) {
      right_at_start = right_at_start && is_there(g) != halo.comes_in_messages(ghosts[g].zone);
      in_messages += halo.comes_in_messages(ghosts[g].zone) ? 1 : 0;
    }
    CHECK(right_at_start);
    CHECK((in_messages > 0) == (world.size() > 1));
    halo.finish_positions(data);
    bool all_there = true;
    for (std::size_t g = 0; g < ghosts.size(); ++g) {
      all_there = all_there && is_there(g);
    }
    CHECK(all_there);
  }
}

TEST_CASE("sums on images of own particles may grow until the end")
{
  const mpi::Communicator world = test_world();
  for (const GridShape& shape : all_grid_shapes(world.size())) {
    auto [particles, halo, ghosts] = domain_of(world, shape);
    const std::size_t own = particles.size();
    std::vector<double> late(own + ghosts.size(), 1.0);
    std::vector<double> at_once = late;
    for (std::size_t g = 0; g < ghosts.size(); ++g) {
      at_once[own + g] = 2.0;
      late[own + g] = halo.comes_in_messages(ghosts[g].zone) ? 2.0 : 1.0;
    }
    const std::array<AnyBlockedArray, 1> late_sums{BlockedArray<double>{late.data(), block_width}};
    const std::array<AnyBlockedArray, 1> sums{BlockedArray<double>{at_once.data(), block_width}};
    halo.start_sums(late_sums);
    for (std::size_t g = 0; g < ghosts.size(); ++g) {
      late[own + g] += halo.comes_in_messages(ghosts[g].zone) ? 0.0 : 1.0;
    }
    halo.finish_sums(late_sums);
    halo.return_sums(sums);
    late.resize(own);
    at_once.resize(own);
    CHECK(late == at_once);
  }
}

TEST_CASE("each of the neighbours across divided axes gets one message")
{
  const mpi::Communicator world = test_world();
  for (const GridShape& shape : all_grid_shapes(world.size())) {
    auto [particles, halo, ghosts] = domain_of(world, shape);
    std::int64_t messages = 1;
    for (const int ranks : shape) {
      messages *= ranks > 1 ? 2 : 1;
    }
    std::int64_t received = 0;  // ghosts that are no images
    for (const Ghost& ghost : ghosts) {
      bool across_divided_axes_only = true;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        across_divided_axes_only = across_divided_axes_only && ((ghost.zone >> axis & 1U) == 0 || shape[axis] > 1);
      }
      received += across_divided_axes_only ? 1 : 0;
    }
    CHECK(halo.local_traffic().messages == messages - 1);
    CHECK(world.all_sum(halo.local_traffic().particles) == world.all_sum(received));
  }
}
