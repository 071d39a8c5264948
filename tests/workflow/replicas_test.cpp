/// The ranks of a program, shared among independent copies.
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/workflow/ranks.hpp>

#include <doctest/doctest.h>

#include <fmt/format.h>

using namespace soret;

TEST_CASE("one copy has all ranks")
{
  const Ranks ranks = split_into_replicas(test_world(), 1);
  CHECK(ranks.replicas == 1);
  CHECK(ranks.replica_index == 0);
  CHECK(ranks.replica.size() == test_world().size());
  CHECK(ranks.replica.rank() == test_world().rank());
}

TEST_CASE("as many copies as ranks: each has a rank of its own")
{
  const mpi::Communicator world = test_world();
  const Ranks ranks = split_into_replicas(world, world.size());
  CHECK(ranks.replica_index == world.rank());
  CHECK(ranks.replica.size() == 1);
  CHECK(ranks.world.size() == world.size());
}

TEST_CASE("neighbouring ranks share a copy")
{
  const mpi::Communicator world = test_world();
  if (world.size() % 2 != 0) {
    return;
  }
  const Ranks ranks = split_into_replicas(world, 2);
  const int half = world.size() / 2;
  CHECK(ranks.replica.size() == half);
  CHECK(ranks.replica_index == world.rank() / half);
  CHECK(ranks.replica.rank() == world.rank() % half);
  // what one copy sums does not reach the other
  CHECK(ranks.replica.all_sum(static_cast<double>(1 + ranks.replica_index)) == half * (1 + ranks.replica_index));
}

TEST_CASE("ranks that cannot be shared evenly are refused with the numbers")
{
  const mpi::Communicator world = test_world();
  const int replicas = world.size() + 1;
  const std::string numbers = fmt::format("{} replicas cannot share {} ranks evenly", replicas, world.size());
  CHECK_THROWS_WITH_AS(split_into_replicas(world, replicas), doctest::Contains(numbers.c_str()), InputError);
  CHECK_THROWS_AS(split_into_replicas(world, 0), InputError);
}
