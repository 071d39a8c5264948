/// Signals and the wall clock as reasons to stop.
#include "test_session.hpp"

#include <soret/workflow/interruption.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <csignal>
#include <thread>

using namespace soret;

TEST_CASE("without a reason a run goes on")
{
  const Interruption interruption{std::nullopt};
  CHECK(interruption.all_reason(test_world()) == "");
  const Interruption patient{3600.0};
  CHECK(patient.all_reason(test_world()) == "");
}

TEST_CASE("a signal to any rank stops all of them, and the next run starts without it")
{
  for (const int signal : {SIGTERM, SIGINT, SIGUSR1}) {
    CAPTURE(signal);
    const Interruption interruption{std::nullopt};
    if (test_world().rank() == test_world().size() - 1) {
      std::raise(signal);
    }
    CHECK(interruption.all_reason(test_world()) == "signal " + std::to_string(signal) + " was received");
  }
  const Interruption next{std::nullopt};
  CHECK(next.all_reason(test_world()) == "");
}

TEST_CASE("the wall clock counts from the beginning")
{
  const Interruption interruption{0.02};
  CHECK(interruption.wall_seconds() < 0.02);
  std::this_thread::sleep_for(std::chrono::milliseconds{30});
  CHECK(interruption.wall_seconds() > 0.02);
  CHECK(interruption.all_reason(test_world()) == "--max-time is over");
}
