/// Messages that travel while something else is done.
#include "test_session.hpp"

#include <soret/core/error.hpp>
#include <soret/mpi/messages.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

using namespace soret;

namespace {

/// Neighbours in the ring of all ranks.
int above(const mpi::Communicator& world) { return (world.rank() + 1) % world.size(); }
int below(const mpi::Communicator& world) { return (world.rank() + world.size() - 1) % world.size(); }

}  // namespace

TEST_CASE("messages of several channels arrive where they belong, short and long ones, again and again")
{
  const mpi::Communicator world = test_world();
  mpi::Messages messages{world};
  for (int repeat = 0; repeat < 3; ++repeat) {
    for (const std::size_t length : {0UL, 1UL, 100'000UL}) {
      const auto text = [repeat](int from, int channel) { return 100.0 * from + 10.0 * repeat + channel; };
      std::vector<std::vector<double>> outgoing;
      std::vector<std::vector<double>> incoming(3, std::vector<double>(length, -1.0));
      for (int channel = 0; channel < 3; ++channel) {
        outgoing.emplace_back(length, text(world.rank(), channel));
      }
      for (const int channel : {2, 0, 1}) {
        messages.send(above(world), channel, outgoing[static_cast<std::size_t>(channel)]);
      }
      for (const int channel : {0, 1, 2}) {
        messages.receive(below(world), channel, incoming[static_cast<std::size_t>(channel)]);
      }
      messages.wait_received();
      for (int channel = 0; channel < 3; ++channel) {
        CHECK(incoming[static_cast<std::size_t>(channel)] == std::vector<double>(length, text(below(world), channel)));
      }
      messages.wait_sent();
    }
  }
}

TEST_CASE("what is under way stays so when the object moves, and is given up when it ends")
{
  const mpi::Communicator world = test_world();
  const std::vector<double> outgoing{1.5, static_cast<double>(world.rank())};
  const std::vector<double> expected{1.5, static_cast<double>(below(world))};
  std::vector<double> incoming(2, 0.0);
  std::vector<double> never(2, 0.0);
  {
    mpi::Messages first{world};
    first.receive(below(world), 0, incoming);
    mpi::Messages second{std::move(first)};
    second.send(above(world), 0, outgoing);
    second.wait_received();
    second.receive(below(world), 1, never);
  }
  CHECK(incoming == expected);
  world.barrier();  // all ranks have given up
  // What still waited for a message would take this one.
  std::vector<double> next(2, 0.0);
  mpi::Messages messages{world};
  messages.send(above(world), 1, outgoing);
  messages.receive(below(world), 1, next);
  messages.wait_received();
  CHECK(next == expected);
  CHECK(never == std::vector<double>(2, 0.0));
}

TEST_CASE("an object does not end before what it sends has left")
{
  const mpi::Communicator world = test_world();
  const int last = world.size() - 1;
  constexpr std::size_t length = 100'000;  // does not leave before it is asked for
  world.barrier();
  if (world.is_root() && last > 0) {
    std::vector<double> outgoing(length, 2.5);
    {
      mpi::Messages messages{world};
      messages.send(last, 0, outgoing);
    }
    std::fill(outgoing.begin(), outgoing.end(), -1.0);
  }
  if (world.rank() == last && last > 0) {
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    std::vector<double> incoming(length, 0.0);
    mpi::Messages messages{world};
    messages.receive(0, 0, incoming);
    messages.wait_received();
    CHECK(incoming == std::vector<double>(length, 2.5));
  }
}

TEST_CASE("a message that is not as long as expected, and a receiver that does not exist, are reported")
{
  const mpi::Communicator world = test_world();
  for (const std::size_t length : {1UL, 3UL}) {
    if (length > 2 && world.size() == 1) {
      continue;  // Open MPI cuts what a rank sends to itself without a word
    }
    const mpi::Communicator used_once = world.split(0);
    const std::vector<double> outgoing(length, 1.0);
    std::vector<double> incoming(2, 0.0);
    mpi::Messages messages{used_once};
    messages.receive(below(world), 0, incoming);
    messages.send(above(world), 0, outgoing);
    CHECK_THROWS_AS(messages.wait_received(), RunTimeFailure);
    messages.wait_sent();
  }
  mpi::Messages messages{world};
  CHECK_THROWS_WITH_AS(messages.send(world.size(), 0, std::vector<double>{1.0}), doctest::Contains("rank"),
                       RunTimeFailure);
}
