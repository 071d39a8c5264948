#include "test_session.hpp"

#include <soret/core/error.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>
#include <vector>

using namespace soret;

TEST_CASE("reductions give every rank the same")
{
  const mpi::Communicator world = test_world();
  const int rank = world.rank();
  const int size = world.size();
  const double triangle = 0.5 * size * (size - 1);
  CHECK(world.all_sum(static_cast<double>(rank)) == triangle);
  CHECK(world.all_sum(std::int64_t{1} << 55) == size * (std::int64_t{1} << 55));  // beyond what a double holds exactly
  std::array<double, 3> values{1.0, static_cast<double>(rank), -0.5};
  world.all_sum(values);
  CHECK(values == std::array<double, 3>{static_cast<double>(size), triangle, -0.5 * size});
  CHECK(world.all_max(-static_cast<double>(rank)) == 0.0);
  CHECK(world.all_min(-static_cast<double>(rank)) == 1.0 - size);
  CHECK(world.all_any(rank == size - 1));
  CHECK(!world.all_any(false));
}

TEST_CASE("broadcasts resize")
{
  const mpi::Communicator world = test_world();
  std::string text = world.is_root() ? "from root" : "";
  std::vector<double> values = world.is_root() ? std::vector<double>{1.5, 2.5} : std::vector<double>(7, 0.0);
  world.broadcast(text);
  world.broadcast(values);
  CHECK(text == "from root");
  CHECK(values == std::vector<double>{1.5, 2.5});
}

TEST_CASE("gathers keep rank order and may be of different lengths")
{
  const mpi::Communicator world = test_world();
  const auto rank = static_cast<std::size_t>(world.rank());
  const std::vector<double> doubles(rank, 0.5);  // nothing at all from rank 0
  const std::vector<std::int64_t> integers(rank + 1, static_cast<std::int64_t>(rank));
  const auto all_doubles = world.gather(doubles);
  const auto all_integers = world.gather(integers);
  const auto all_texts = world.gather("rank " + std::to_string(rank));
  const std::size_t expected = world.is_root() ? static_cast<std::size_t>(world.size()) : 0;
  REQUIRE(all_doubles.size() == expected);
  REQUIRE(all_integers.size() == expected);
  REQUIRE(all_texts.size() == expected);
  for (std::size_t r = 0; r < expected; ++r) {
    CHECK(all_doubles[r] == std::vector<double>(r, 0.5));
    CHECK(all_integers[r] == std::vector<std::int64_t>(r + 1, static_cast<std::int64_t>(r)));
    CHECK(all_texts[r] == "rank " + std::to_string(r));
  }
}

TEST_CASE("a split makes groups by colour, in the order of ranks")
{
  const mpi::Communicator world = test_world();
  const mpi::Communicator half = world.split(world.rank() % 2);
  CHECK(half.size() == (world.size() + 1 - world.rank() % 2) / 2);
  CHECK(half.rank() == world.rank() / 2);
  CHECK(half.all_max(static_cast<double>(world.rank())) <= world.size() - 1);
  CHECK(half.all_min(static_cast<double>(world.rank())) == world.rank() % 2);
}

TEST_CASE("an exchange around a ring, in both directions")
{
  const mpi::Communicator world = test_world();
  const int size = world.size();
  const int above = (world.rank() + 1) % size;
  const int below = (world.rank() + size - 1) % size;
  const std::array<double, 2> mine{static_cast<double>(world.rank()), 0.25};
  std::array<double, 2> received{};
  world.exchange(above, mine, below, received);
  CHECK(received == std::array<double, 2>{static_cast<double>(below), 0.25});
  world.exchange(below, mine, above, received);
  CHECK(received == std::array<double, 2>{static_cast<double>(above), 0.25});
}

TEST_CASE("an exchange whose length the receiver does not know, empty ones included")
{
  const mpi::Communicator world = test_world();
  const int size = world.size();
  const int above = (world.rank() + 1) % size;
  const int below = (world.rank() + size - 1) % size;
  const std::vector<double> mine(static_cast<std::size_t>(3 * world.rank()), static_cast<double>(world.rank()));
  const std::vector<double> received = world.exchange_unknown_length(above, mine, below);
  CHECK(received == std::vector<double>(static_cast<std::size_t>(3 * below), static_cast<double>(below)));
}

TEST_CASE("a rank that exchanges with itself gets what it sends, and must expect as much")
{
  const mpi::Communicator world = test_world();
  const std::array<double, 2> mine{1.0, 2.0};
  std::array<double, 2> received{};
  world.exchange(world.rank(), mine, world.rank(), received);
  CHECK(received == mine);
  std::array<double, 3> too_long{};
  CHECK_THROWS_AS(world.exchange(world.rank(), mine, world.rank(), too_long), RunTimeFailure);
}
