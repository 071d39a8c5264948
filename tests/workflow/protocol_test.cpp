/// A protocol as a simulation goes through it.
#include "settings.hpp"

#include <soret/workflow/nemd_workflow.hpp>
#include <soret/workflow/protocol_run.hpp>

#include <doctest/doctest.h>

using namespace soret;
using namespace test_support;

namespace {

const Overrides pulse{{"protocol.legs", "before on after"},
                      {"protocol.before.duration", "2"},
                      {"protocol.before.hot_temperature", "1"},
                      {"protocol.before.cold_temperature", "1"},
                      {"protocol.before.windows", "1..2"},
                      {"protocol.on.duration", "4"},
                      {"protocol.on.hot_temperature", "1.4"},
                      {"protocol.on.cold_temperature", "1"},
                      {"protocol.on.windows", "0..1 1..2 3..4"},
                      {"protocol.after.duration", "1"},
                      {"protocol.after.baths", "none"},
                      {"protocol.after.windows", "none"},
                      {"sample.blocks", "4"}};

/// The small run of settings.hpp without the keys that a protocol replaces.
NemdSettings protocol_settings()
{
  std::string text = small_run;
  for (const char* line :
       {"hot_temperature = 1.4\n", "cold_temperature = 1.0\n", "build_duration = 4\n", "duration = 8\n"}) {
    text.erase(text.find(line), std::string(line).size());
  }
  return settings_from_text(read_nemd_settings, {text.c_str()}, pulse);
}

}  // namespace

TEST_CASE("stretches end where legs and windows do")
{
  const NemdSettings settings = protocol_settings();
  const std::vector<ProtocolStretch> stretches = stretches_of(*settings.protocol, settings.run.time_step);
  struct Expected {
    std::size_t leg;
    std::optional<std::size_t> window;
    std::int64_t steps;
  };
  const std::vector<Expected> expected{{0, {}, 250}, {0, 0, 250}, {1, 1, 250}, {1, 2, 250},
                                       {1, {}, 250}, {1, 3, 250}, {2, {}, 250}};
  REQUIRE(stretches.size() == expected.size());
  std::int64_t made = 0;
  for (std::size_t k = 0; k < expected.size(); ++k) {
    CAPTURE(k);
    CHECK(stretches[k].leg == expected[k].leg);
    CHECK(stretches[k].window == expected[k].window);
    CHECK(stretches[k].steps == expected[k].steps);
    CHECK(stretches[k].first_step == made);
    made += stretches[k].steps;
  }
  const std::vector<ScheduledPhase> schedule = schedule_of(settings);
  REQUIRE(schedule.size() == 8);
  CHECK(schedule[0].kind == NemdPhase::equilibrate);
  CHECK(schedule[7].kind == NemdPhase::protocol);
  CHECK(schedule[7].gradient == 6);
}

TEST_CASE("baths follow their courses and rest where they do not act")
{
  NemdSettings settings = protocol_settings();
  TemperatureCourse course;
  course.hold(Temperature{1.0}, Duration{1.0})
      .rest(Duration{1.0})
      .ramp(Temperature{1.0}, Temperature{2.0}, Duration{1.0});
  const auto bath =
      Langevin{.temperature = Temperature{0.5}, .relaxation_time = RelaxationTime{0.5}, .seed = Seed{1}}.make();
  bath->follow(course, Duration{0.5});
  CHECK(bath->temperature() == Temperature{1.0});
  CHECK_FALSE(bath->is_resting());
  bath->follow(course, Duration{1.5});
  CHECK(bath->is_resting());
  State state;
  bath->save(state);
  const auto other =
      Langevin{.temperature = Temperature{0.5}, .relaxation_time = RelaxationTime{0.5}, .seed = Seed{1}}.make();
  other->load(state);
  CHECK(other->is_resting());
  other->follow(course, Duration{2.5});
  CHECK(other->temperature().value() == doctest::Approx(1.5).epsilon(1e-14));
  CHECK_FALSE(other->is_resting());
}
