/// Whether lists must be rebuilt: the answer is that of a blocking question, doubt is the same on every rank.
#include "test_session.hpp"

#include <soret/neighbour/rebuild_decision.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <utility>

using namespace soret;

TEST_CASE("the answer is yes where any rank has moved by the limit, or is lost")
{
  const mpi::Communicator world = test_world();
  const bool is_last = world.rank() == world.size() - 1;
  constexpr double limit_squared = 0.04;
  RebuildDecision decision{world, limit_squared};
  const auto answer = [&](double displacement_squared) {
    decision.start(displacement_squared);
    CHECK(decision.is_under_way());
    const bool needed = decision.all_need_rebuild();
    CHECK(!decision.is_under_way());
    return needed;
  };
  CHECK(!answer(0.999 * limit_squared));
  CHECK(answer(is_last ? 1.001 * limit_squared : 0.0));
  CHECK(answer(is_last ? std::nan("") : 0.0));
  CHECK(answer(is_last ? std::numeric_limits<double>::infinity() : 0.0));
  CHECK(!answer(0.0));
}

TEST_CASE("there is doubt at the beginning and where the next step may reach the limit, on every rank alike")
{
  const mpi::Communicator world = test_world();
  const bool is_last = world.rank() == world.size() - 1;
  RebuildDecision decision{world, 1.0};
  CHECK(decision.is_doubtful());  // nothing is known of the growth
  for (int interval = 0; interval < 2; ++interval) {
    bool needed = false;
    for (int step = 1; !needed; ++step) {
      // The last rank's particles move by 0.15 in a step, so that the limit is reached in the seventh.
      decision.start(is_last ? std::pow(0.15 * step, 2) : 0.0);
      needed = decision.all_need_rebuild();
      CHECK(needed == (step == 7));
      if (!needed) {
        // After five steps it may be the next: 0.75 + 1.5 * 0.15 < 1, but after six 0.9 + 1.5 * 0.15 > 1.
        CHECK(decision.is_doubtful() == (world.size() == 1 || step == 6));
      }
    }
    decision.count_anew();
    CHECK(decision.is_doubtful() == (world.size() == 1));
  }
}

TEST_CASE("a maximum that is never asked for does no harm")
{
  const mpi::Communicator world = test_world();
  {
    mpi::PendingMaximum first{world};
    first.start(1.0 * world.rank());
    mpi::PendingMaximum second{std::move(first)};
    CHECK(second.is_under_way());
    CHECK(second.wait() == world.size() - 1.0);
    second.start(-1.0 * world.rank());
  }
  CHECK(world.all_max(2.0) == 2.0);
}
