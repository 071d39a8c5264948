/// The list of cluster pairs holds every pair in range once, and keeps doing so as long as it promises.
#include "support/grids.hpp"
#include "support/instruction_set_scope.hpp"
#include "support/liquid.hpp"
#include "support/pair_census.hpp"
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/domain/migration.hpp>
#include <soret/neighbour/neighbours.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace soret;
using namespace test_support;

namespace {

constexpr double cutoff = 1.6;
constexpr double skin = 0.4;
const Box box{16.1, 17.0, 18.5};  // up to eight ranks along any axis
constexpr std::int64_t particle_count = 900;

System start() { return liquid(box, particle_count, {{"A", 1.0}}, 0.2); }

/// Moves every particle by a distance in a direction that depends on its id.
void displace(Particles& particles, double distance, Seed seed)
{
  const RandomStream directions{seed, Stream::velocities};
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const Vec3 direction = directions.normal3(0, static_cast<std::uint64_t>(particles.id[i]));
    const double scale = distance / std::sqrt(norm_squared(direction));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      particles.position[axis][i] += scale * direction[axis];
    }
  }
}

}  // namespace

TEST_CASE("the list holds each pair in range once over all ranks, and none is missed up to half the skin")
{
  const mpi::Communicator world = test_world();
  System everything = start();
  for (const GridShape& shape : all_grid_shapes(world.size())) {
    CAPTURE(shape[0]);
    CAPTURE(shape[1]);
    const RankGrid grid{world, box, cutoff + skin, shape};
    Neighbours neighbours{world, grid, cutoff, Skin{skin}};
    Particles particles = select_owned(grid, box, everything.particles);
    neighbours.rebuild(box, particles);
    check_equal(local_census(neighbours, cutoff + skin), brute_force_census(box, everything.particles, cutoff + skin));

    Particles moved = everything.particles;
    displace(moved, 0.499 * skin, Seed{21});
    displace(particles, 0.499 * skin, Seed{21});
    neighbours.refresh(particles);
    check_equal(local_census(neighbours, cutoff), brute_force_census(box, moved, cutoff));
  }
}

TEST_CASE("a new near list is due when a particle has moved by half its buffer, on whatever rank")
{
  const mpi::Communicator world = test_world();
  const RankGrid grid{world, box, cutoff + skin};
  const Neighbours neighbours{world, grid, cutoff, Skin{skin}};
  const double limit = 0.25 * skin * skin;
  const bool is_last = world.rank() == world.size() - 1;
  CHECK(!neighbours.all_need_near(0.999 * limit));
  CHECK(neighbours.all_need_near(is_last ? 1.001 * limit : 0.0));
  CHECK(neighbours.all_need_near(is_last ? std::nan("") : 0.0));
}

TEST_CASE("a search is due when a particle has moved by half of what the wide list reaches beyond the near one")
{
  const mpi::Communicator world = test_world();
  const RankGrid grid{world, box, cutoff + skin};
  const Neighbours neighbours{world, grid, cutoff, {Skin{0.1}, Skin{skin}}};
  const double limit = 0.5 * (skin - 0.1);
  const bool is_last = world.rank() == world.size() - 1;
  CHECK(!neighbours.all_need_search(0.999 * limit));
  CHECK(neighbours.all_need_search(is_last ? 1.001 * limit : 0.0));
  CHECK(neighbours.all_need_search(is_last ? std::nan("") : 0.0));
  CHECK(Neighbours{world, grid, cutoff, Skin{skin}}.all_need_search(0.0));
}

TEST_CASE("a near list picked from an older wide one misses no pair up to what it promises")
{
  const mpi::Communicator world = test_world();
  constexpr double near = 0.1;
  const System everything = start();
  for (const GridShape& shape : all_grid_shapes(world.size())) {
    CAPTURE(shape[0]);
    CAPTURE(shape[1]);
    const RankGrid grid{world, box, cutoff + skin, shape};
    Neighbours neighbours{world, grid, cutoff, {Skin{near}, Skin{skin}}};
    Particles particles = select_owned(grid, box, everything.particles);
    Particles moved = everything.particles;
    neighbours.rebuild(box, particles);
    check_equal(local_census(neighbours, cutoff + near), brute_force_census(box, moved, cutoff + near));
    const double wide_limit = 0.5 * (skin - near);
    for (Particles* all : {&particles, &moved}) {
      displace(*all, 0.999 * wide_limit, Seed{21});
    }
    neighbours.refresh(particles);
    neighbours.pick_near(particles.position);
    CHECK(neighbours.rebuild_count() == 1);
    CHECK(neighbours.near_count() == 2);
    CHECK(neighbours.reference() == particles.position);
    CHECK(neighbours.search_reference() != particles.position);
    check_equal(local_census(neighbours, cutoff + near), brute_force_census(box, moved, cutoff + near));
    for (Particles* all : {&particles, &moved}) {
      displace(*all, 0.499 * near, Seed{22});
    }
    neighbours.refresh(particles);
    check_equal(local_census(neighbours, cutoff), brute_force_census(box, moved, cutoff));
  }
}

TEST_CASE("cluster pairs without a particle pair in range are pruned, by every instruction set alike")
{
  const mpi::Communicator world = test_world();
  const RankGrid grid{world, box, cutoff + skin};
  std::vector<std::int32_t> first_partners;
  for (const InstructionSet set : available_instruction_sets()) {
    const InstructionSetScope scope{set};
    Neighbours neighbours{world, grid, cutoff, Skin{skin}};
    Particles particles = select_owned(grid, box, start().particles);
    neighbours.rebuild(box, particles);
    const ClusterPairs pairs = neighbours.pairs();
    std::vector<std::int32_t> partners;
    bool all_in_range = true;
    for (std::size_t row = 0; row < pairs.row_count; ++row) {
      const ClusterRow& clusters = pairs.rows[row];
      for (std::int32_t entry = clusters.begin; entry < clusters.end; ++entry) {
        partners.push_back(pairs.partners[entry]);
        const auto census =
            census_of_clusters(neighbours.slots(), clusters.cluster, pairs.partners[entry], cutoff + skin + 1e-4);
        all_in_range = all_in_range && census.sums[0] > 0.0;
      }
    }
    CHECK(all_in_range);
    if (first_partners.empty()) {
      first_partners = partners;
    }
    CHECK(partners == first_partners);
  }
}

TEST_CASE("rebuilding without a move keeps the order of particles")
{
  const mpi::Communicator world = test_world();
  const RankGrid grid{world, box, cutoff + skin};
  Neighbours neighbours{world, grid, cutoff, Skin{skin}};
  Particles particles = select_owned(grid, box, start().particles);
  neighbours.rebuild(box, particles);
  const Particles before = particles;
  neighbours.rebuild(box, particles);
  CHECK(particles.id == before.id);
  CHECK(particles.position == before.position);
  CHECK(neighbours.reference() == before.position);
  CHECK(neighbours.rebuild_count() == 2);
}

TEST_CASE("a box that has shrunk below the range of a domain is reported with the numbers")
{
  const mpi::Communicator world = test_world();
  const RankGrid grid{world, box, cutoff + skin};
  Neighbours neighbours{world, grid, cutoff, Skin{skin}};
  Particles particles;
  CHECK_THROWS_WITH_AS(neighbours.rebuild(Box{1.9, 17.0, 18.5}, particles), doctest::Contains("1.9 x 17 x 18.5"),
                       RunTimeFailure);
}

TEST_CASE("the parts of the list are all its rows, each once, and ghosts of messages are in the middle part only")
{
  const mpi::Communicator world = test_world();
  for (const GridShape& shape : all_grid_shapes(world.size())) {
    CAPTURE(shape[0]);
    CAPTURE(shape[1]);
    const RankGrid grid{world, box, cutoff + skin, shape};
    Neighbours neighbours{world, grid, cutoff, Skin{skin}};
    Particles particles = select_owned(grid, box, start().particles);
    neighbours.rebuild(box, particles);
    const auto first_of_messages = static_cast<std::int32_t>(neighbours.first_slot_of_messages() / cluster_size);
    const ClusterRow* next = neighbours.pairs().rows;
    bool all_as_said = true;
    for (const PairPart part : pair_parts) {
      const ClusterPairs pairs = neighbours.pairs(part);
      all_as_said = all_as_said && pairs.rows == next && pairs.partners == neighbours.pairs().partners;
      next += pairs.row_count;
      for (const ClusterRow* row = pairs.rows; row != next; ++row) {
        const bool of_messages = row->cluster >= first_of_messages ||
                                 std::any_of(pairs.partners + row->begin, pairs.partners + row->end,
                                             [=](std::int32_t partner) { return partner >= first_of_messages; });
        all_as_said = all_as_said && (!of_messages || part == PairPart::with_messages);
      }
    }
    CHECK(all_as_said);
    CHECK(next == neighbours.pairs().rows + neighbours.pairs().row_count);
    CHECK((neighbours.pairs(PairPart::with_messages).row_count > 0) == (world.size() > 1));
    // Behind all ghosts is the empty cluster.
    const std::size_t last = neighbours.slots().size() - cluster_size;
    CHECK((neighbours.first_slot_of_messages() < last) == (world.size() > 1));
  }
}

TEST_CASE("in a box of narrow domains every row may wait for messages")
{
  const mpi::Communicator world = test_world();
  const Box narrow{2.05 * world.size(), 8.0, 8.0};
  const System system = liquid(narrow, 60 * world.size(), {{"A", 1.0}}, 0.2);
  const RankGrid grid{world, narrow, cutoff + skin, GridShape{world.size(), 1, 1}};
  Neighbours neighbours{world, grid, cutoff, Skin{skin}};
  Particles particles = select_owned(grid, narrow, system.particles);
  neighbours.rebuild(narrow, particles);
  const std::size_t rows = neighbours.pairs().row_count;
  const std::size_t waiting = neighbours.pairs(PairPart::with_messages).row_count;
  CHECK(waiting <= rows);
  CHECK((world.size() == 1 ? waiting == 0 : waiting > rows / 2));
}
