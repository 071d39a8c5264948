/// The stretches of a run: which, in which order, how long.
#include "settings.hpp"

#include <soret/workflow/nemd_workflow.hpp>

#include <doctest/doctest.h>

using namespace soret;
using namespace test_support;

namespace {

struct Expected {
  NemdPhase kind;
  std::int64_t steps;
  std::size_t gradient = 0;
};

void check_schedule(const Overrides& overrides, const std::vector<Expected>& expected)
{
  const std::vector<ScheduledPhase> schedule = schedule_of(settings_with(overrides));
  REQUIRE(schedule.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CAPTURE(i);
    CHECK(schedule[i].kind == expected[i].kind);
    CHECK(schedule[i].steps == expected[i].steps);
    CHECK(schedule[i].gradient == expected[i].gradient);
  }
}

}  // namespace

TEST_CASE("equilibration, building and sampling, in steps")
{
  check_schedule({}, {{NemdPhase::equilibrate, 500}, {NemdPhase::build, 1000}, {NemdPhase::sample, 2000}});
}

TEST_CASE("melt, quench and barostat come first")
{
  check_schedule({{"start.melt_temperature", "3"},
                  {"start.melt_duration", "0.4"},
                  {"start.quench_duration", "0.8"},
                  {"equilibrate.pressure", "1"},
                  {"equilibrate.barostat_duration", "1.2"}},
                 {{NemdPhase::melt, 100},
                  {NemdPhase::quench, 200},
                  {NemdPhase::barostat, 300},
                  {NemdPhase::equilibrate, 500},
                  {NemdPhase::build, 1000},
                  {NemdPhase::sample, 2000}});
}

TEST_CASE("stretches of no length are left out")
{
  check_schedule({{"start.melt_temperature", "3"},
                  {"start.melt_duration", "0.4"},
                  {"start.quench_duration", "0"},
                  {"equilibrate.duration", "0"},
                  {"gradient.build_duration", "0"}},
                 {{NemdPhase::melt, 100}, {NemdPhase::sample, 2000}});
}

TEST_CASE("every factor of a series is built and sampled in its turn")
{
  check_schedule({{"gradient.series", "1 0.5 2"}}, {{NemdPhase::equilibrate, 500},
                                                    {NemdPhase::build, 1000, 0},
                                                    {NemdPhase::sample, 2000, 0},
                                                    {NemdPhase::build, 1000, 1},
                                                    {NemdPhase::sample, 2000, 1},
                                                    {NemdPhase::build, 1000, 2},
                                                    {NemdPhase::sample, 2000, 2}});
}

TEST_CASE("a duration counts as the nearest number of steps")
{
  check_schedule({{"equilibrate.duration", "0.0139"}},  // 3.475 steps
                 {{NemdPhase::equilibrate, 3}, {NemdPhase::build, 1000}, {NemdPhase::sample, 2000}});
}
