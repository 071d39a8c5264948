/// Messages that travel while something else is done.
#include "test_session.hpp"

#include <soret/mpi/messages.hpp>

#include <doctest/doctest.h>

#include <utility>
#include <vector>

using namespace soret;

TEST_CASE("messages of several channels arrive where they belong, short and long ones, again and again")
{
  const mpi::Communicator world = test_world();
  const int above = (world.rank() + 1) % world.size();
  const int below = (world.rank() + world.size() - 1) % world.size();
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
        messages.send(above, channel, outgoing[static_cast<std::size_t>(channel)]);
      }
      for (const int channel : {0, 1, 2}) {
        messages.receive(below, channel, incoming[static_cast<std::size_t>(channel)]);
      }
      messages.wait_received();
      for (int channel = 0; channel < 3; ++channel) {
        CHECK(incoming[static_cast<std::size_t>(channel)] == std::vector<double>(length, text(below, channel)));
      }
      messages.wait_sent();
    }
  }
}

TEST_CASE("what is under way stays so when the object moves, and is given up when it ends")
{
  const mpi::Communicator world = test_world();
  const int above = (world.rank() + 1) % world.size();
  const int below = (world.rank() + world.size() - 1) % world.size();
  const std::vector<double> outgoing{1.5, static_cast<double>(world.rank())};
  std::vector<double> incoming(2, 0.0);
  std::vector<double> never(2, 0.0);
  {
    mpi::Messages first{world};
    first.receive(below, 0, incoming);
    mpi::Messages second{std::move(first)};
    second.send(above, 0, outgoing);
    second.wait_received();
    second.receive(below, 1, never);
  }
  CHECK(incoming == std::vector<double>{1.5, static_cast<double>(below)});
  CHECK(never == std::vector<double>(2, 0.0));
}
