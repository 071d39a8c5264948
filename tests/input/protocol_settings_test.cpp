#include <soret/core/error.hpp>
#include <soret/input/protocol_settings.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace soret;

namespace {

constexpr const char* pulse = R"(
[protocol]
legs = background on after
[protocol.background]
duration = 10
hot_temperature = 0.2
cold_temperature = 0.2
windows = none
[protocol.on]
duration = 20
hot_temperature = 0.2 -> 0.5
cold_temperature = 0.2
windows = 0..5 5..10 15..20
[protocol.after]
duration = 40
baths = box
box_temperature = 0.2
)";

std::optional<ProtocolSettings> read(const std::string& text)
{
  Configuration configuration;
  configuration.add_text(text, "test");
  auto protocol = read_protocol_settings(configuration, TimeStep{0.005}, Steps{10}, Blocks{4});
  configuration.finish();
  return protocol;
}

}  // namespace

TEST_CASE("legs in order with their baths and windows")
{
  const ProtocolSettings protocol = *read(pulse);
  REQUIRE(protocol.legs.size() == 3);
  CHECK(protocol.zero_leg == 1);  // the first with different slabs
  CHECK(protocol.legs[0].windows.empty());
  REQUIRE(protocol.legs[1].windows.size() == 3);
  CHECK(protocol.legs[1].windows[2].from == Duration{15.0});
  CHECK(protocol.legs[1].windows[2].to == Duration{20.0});
  REQUIRE(protocol.legs[2].windows.size() == 1);  // the whole leg
  CHECK(protocol.legs[2].windows[0].to == Duration{40.0});
  CHECK_FALSE(protocol.legs[2].bath(ProtocolBath::hot));
  CHECK(protocol.legs[2].bath(ProtocolBath::box)->from == Temperature{0.2});
  CHECK(protocol.steps_before(2, TimeStep{0.005}).value() == 6000);
}

TEST_CASE("a bath's course over all legs")
{
  const ProtocolSettings protocol = *read(pulse);
  const TemperatureCourse hot = protocol.course_of(ProtocolBath::hot, TimeStep{0.005});
  CHECK(hot.duration().value() == doctest::Approx(70.0).epsilon(1e-12));
  CHECK(hot.at(Duration{5.0})->value() == 0.2);
  CHECK(hot.at(Duration{20.0})->value() == doctest::Approx(0.35).epsilon(1e-12));
  CHECK_FALSE(hot.at(Duration{40.0}));
  CHECK_FALSE(protocol.course_of(ProtocolBath::box, TimeStep{0.005}).at(Duration{5.0}));
}

TEST_CASE("time zero where it is asked for; no section, no protocol")
{
  CHECK(read(std::string(pulse) + "[protocol]\nzero = after\n")->zero_leg == 2);
  CHECK_FALSE(read("").has_value());
}

TEST_CASE("units: one behind a window holds for both ends")
{
  Configuration configuration;
  configuration.add_text(
      "[protocol]\nlegs = a\n[protocol.a]\nduration = 20 tau\nbaths = none\n"
      "windows = 0..5 tau, 5..10\n",
      "test");
  const auto protocol = read_protocol_settings(configuration, TimeStep{0.005}, Steps{10}, Blocks{4});
  configuration.finish();
  CHECK(protocol->legs[0].windows[0].to == Duration{5.0});
  CHECK(protocol->legs[0].windows[1].to == Duration{10.0});
}
