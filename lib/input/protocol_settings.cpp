#include <soret/input/protocol_settings.hpp>

#include "text.hpp"

#include <soret/input/run_settings.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

constexpr const char* ramp_mark = "->";
constexpr const char* window_mark = "..";

std::string key_of(const ProtocolLeg& leg, const std::string& key)
{
  return fmt::format("protocol.{}.{}", leg.name, key);
}

std::string temperature_key(const ProtocolLeg& leg, ProtocolBath bath)
{
  return key_of(leg, fmt::format("{}_temperature", name_of(bath)));
}

std::string units_of(const Configuration& configuration, Dimension dimension)
{
  return fmt::format("bare in reduced units, or with a unit: {}", configuration.units().accepted_units(dimension));
}

Temperature read_temperature(const Units& units, const std::string& text)
{
  const double value = units.read(text::trimmed(text), dimension::temperature);
  if (!(value > 0.0) || !std::isfinite(value)) {
    throw InputError(fmt::format("{} is out of range", value));
  }
  return Temperature{value};
}

/// "0.5" or "0.35 -> 0.45".
std::optional<TemperatureRamp> read_ramp(Configuration& configuration, const ProtocolLeg& leg, ProtocolBath bath)
{
  const Key key{.name = temperature_key(leg, bath),
                .about = fmt::format("temperature of the bath {} during the leg", name_of(bath))};
  const std::string accepted = fmt::format("a temperature > 0, or FROM {} TO for a ramp over the leg ({})", ramp_mark,
                                           units_of(configuration, dimension::temperature));
  return configuration.parsed(key, accepted, [&](const std::string& value) {
    const std::size_t mark = value.find(ramp_mark);
    const Temperature from = read_temperature(configuration.units(), value.substr(0, mark));
    const Temperature to =
        mark == std::string::npos ? from : read_temperature(configuration.units(), value.substr(mark + 2));
    return TemperatureRamp{from, to};
  });
}

/// Names that were given more than once, each once.
std::vector<std::string> repeated(std::vector<std::string> names)
{
  std::ranges::sort(names);
  std::vector<std::string> twice;
  for (std::size_t k = 1; k < names.size(); ++k) {
    if (names[k] == names[k - 1] && (twice.empty() || twice.back() != names[k])) {
      twice.push_back(names[k]);
    }
  }
  return twice;
}

/// Which baths act, by ProtocolBath.
std::array<bool, protocol_baths> read_acting(Configuration& configuration, const ProtocolLeg& leg)
{
  const Key key{.name = key_of(leg, "baths"), .about = "which baths act during the leg", .standard = "hot cold"};
  const auto acting =
      configuration.parsed(key, "one or more of hot and cold, or box, or none", [](const std::string& list) {
        std::array<bool, protocol_baths> found{};
        const std::vector<std::string> words = text::words(list);
        for (const std::string& word : words) {
          const auto bath =
              std::ranges::find_if(all_protocol_baths, [&](ProtocolBath each) { return word == name_of(each); });
          if (bath == all_protocol_baths.end() && (word != "none" || words.size() > 1)) {
            throw InputError(fmt::format("there is no bath '{}'{}", word, word == "none" ? " beside others" : ""));
          }
          if (bath != all_protocol_baths.end()) {
            found[static_cast<std::size_t>(*bath)] = true;
          }
        }
        if (words.empty()) {
          throw InputError("no bath is named");
        }
        if (!repeated(words).empty()) {
          throw InputError(fmt::format("the bath '{}' is named twice", repeated(words).front()));
        }
        if (found[static_cast<std::size_t>(ProtocolBath::box)] && words.size() > 1) {
          throw InputError("the bath box acts on all particles and so overlaps the slabs");
        }
        return found;
      });
  return acting.value_or(std::array<bool, protocol_baths>{});
}

void read_baths(Configuration& configuration, ProtocolLeg& leg)
{
  const std::array<bool, protocol_baths> acting = read_acting(configuration, leg);
  const bool known = configuration.accepted({key_of(leg, "baths")});
  for (const ProtocolBath bath : all_protocol_baths) {
    const std::string key = temperature_key(leg, bath);
    const bool acts = acting[static_cast<std::size_t>(bath)];
    leg.baths[static_cast<std::size_t>(bath)] = read_ramp(configuration, leg, bath);
    if (known && acts && !configuration.given(key)) {
      configuration.miss(key, fmt::format("the bath {} acts in the leg {}", name_of(bath), leg.name));
    }
    if (known && !acts && configuration.given(key)) {
      configuration.refuse(key, fmt::format("the bath {} does not act in the leg {}", name_of(bath), leg.name));
    }
  }
}

ProfileWindowSettings read_window(const Units& units, const std::string& text)
{
  const std::size_t mark = text.find(window_mark);
  if (mark == std::string::npos) {
    throw InputError(fmt::format("'{}' is not of the form FROM{}TO", text, window_mark));
  }
  // A unit stands behind the second number and holds for both.
  const std::string to = text.substr(mark + 2);
  const std::size_t blank = to.find(' ');
  const std::string unit = blank == std::string::npos ? "" : to.substr(blank);
  return {Duration{units.read(text.substr(0, mark) + unit, dimension::time)},
          Duration{units.read(to, dimension::time)}};
}

std::string words_of(const ProfileWindowSettings& window)
{
  return fmt::format("{:g}{}{:g}", window.from.value(), window_mark, window.to.value());
}

/// In the order of time, apart from each other, within the leg.
void check_windows(const std::vector<ProfileWindowSettings>& windows, Duration leg)
{
  for (std::size_t k = 0; k < windows.size(); ++k) {
    const ProfileWindowSettings& window = windows[k];
    if (!(window.from.value() >= 0.0) || !(window.to > window.from)) {
      throw InputError(fmt::format("the window {} runs backwards or begins before the leg", words_of(window)));
    }
    if (window.to.value() > leg.value() * (1.0 + 1e-12)) {
      throw InputError(
          fmt::format("the window {} ends after the leg, which lasts {:g}", words_of(window), leg.value()));
    }
    if (k > 0 && windows[k - 1].to > window.from) {
      throw InputError(fmt::format("the window {} {} {}", words_of(window),
                                   window.from < windows[k - 1].from ? "is out of order: it stands after" : "overlaps",
                                   words_of(windows[k - 1])));
    }
  }
}

/// "0..50 50..100", each with or without a unit.
std::vector<ProfileWindowSettings> windows_from(const Units& units, const std::string& list)
{
  std::vector<std::string> texts;
  for (const std::string& word : text::words(list)) {
    if (texts.empty() || word.find(window_mark) != std::string::npos || text::starts_number(word)) {
      texts.push_back(word);
    }
    else {
      texts.back() += " " + word;
    }
  }
  std::vector<ProfileWindowSettings> windows;
  for (const std::string& text : texts) {
    windows.push_back(read_window(units, text));
  }
  return windows;
}

void read_windows(Configuration& configuration, ProtocolLeg& leg, TimeStep time_step, Steps interval,
                  Blocks fewest_samples)
{
  const Key key{.name = key_of(leg, "windows"),
                .about = "when profiles are averaged, times from the beginning of the leg (the whole leg if absent)"};
  const std::string accepted = fmt::format("FROM{}TO, one or more in the order of time, or none ({})", window_mark,
                                           units_of(configuration, dimension::time));
  const bool leg_is_known = configuration.accepted({key_of(leg, "duration")});
  const auto windows = configuration.parsed(key, accepted, [&](const std::string& list) {
    std::vector<ProfileWindowSettings> found;
    if (list != "none") {
      found = windows_from(configuration.units(), list);
      if (found.empty()) {
        throw InputError("no window is given");
      }
    }
    if (leg_is_known) {
      check_windows(found, leg.duration);
    }
    return found;
  });
  const bool whole_leg = !configuration.given(key.name);
  leg.windows = whole_leg ? std::vector{ProfileWindowSettings{Duration{0.0}, leg.duration}}
                          : windows.value_or(std::vector<ProfileWindowSettings>{});
  if (!leg_is_known || !configuration.accepted({key.name, "run.time_step", "sample.interval", "sample.blocks"})) {
    return;
  }
  for (const ProfileWindowSettings& window : leg.windows) {
    const double samples = std::floor(
        (window.to.value() - window.from.value()) / time_step.value() / static_cast<double>(interval.value()) + 1e-6);
    if (samples < fewest_samples.value()) {
      configuration.refuse(whole_leg ? key_of(leg, "duration") : key.name,
                           fmt::format("the window {} holds {} samples, fewer than sample.blocks = {}",
                                       words_of(window), samples, fewest_samples.value()));
    }
  }
}

ProtocolLeg read_leg(Configuration& configuration, const std::string& name, TimeStep time_step, Steps interval,
                     Blocks fewest_samples)
{
  ProtocolLeg leg;
  leg.name = name;
  const std::string duration_key = key_of(leg, "duration");
  leg.duration = Duration{configuration.quantity({.name = duration_key, .about = "how long the leg lasts"},
                                                 dimension::time, Range::positive())};
  check_steps(configuration, duration_key, leg.duration, time_step, 1.0);
  read_baths(configuration, leg);
  read_windows(configuration, leg, time_step, interval, fewest_samples);
  return leg;
}

/// The first leg in which the slabs' baths differ, else the first.
std::size_t first_gradient(const std::vector<ProtocolLeg>& legs)
{
  const auto found = std::ranges::find_if(legs, [](const ProtocolLeg& leg) {
    const auto& hot = leg.bath(ProtocolBath::hot);
    const auto& cold = leg.bath(ProtocolBath::cold);
    return hot && cold && (hot->from != cold->from || hot->to != cold->to);
  });
  return found == legs.end() ? 0 : static_cast<std::size_t>(found - legs.begin());
}

void read_zero(Configuration& configuration, ProtocolSettings& protocol)
{
  const auto name = configuration.optional_text(
      {.name = "protocol.zero",
       .about = "leg from whose beginning times count (if absent, the first with different slabs)"});
  protocol.zero_leg = first_gradient(protocol.legs);
  if (!name) {
    return;
  }
  const auto found = std::ranges::find(protocol.legs, *name, &ProtocolLeg::name);
  if (found == protocol.legs.end()) {
    configuration.refuse("protocol.zero", fmt::format("'{}' is none of protocol.legs", *name));
    return;
  }
  protocol.zero_leg = static_cast<std::size_t>(found - protocol.legs.begin());
}

}  // namespace

const char* name_of(ProtocolBath bath)
{
  constexpr std::array names{"hot", "cold", "box"};
  return names[static_cast<std::size_t>(bath)];
}

TemperatureCourse ProtocolSettings::course_of(ProtocolBath bath, TimeStep time_step) const
{
  TemperatureCourse course;
  for (const ProtocolLeg& leg : legs) {
    const Duration duration{static_cast<double>(steps_in(leg.duration, time_step).value()) * time_step.value()};
    if (const auto& ramp = leg.bath(bath)) {
      course.ramp(ramp->from, ramp->to, duration);
    }
    else {
      course.rest(duration);
    }
  }
  return course;
}

Steps ProtocolSettings::steps_before(std::size_t leg, TimeStep time_step) const
{
  std::int64_t steps = 0;
  for (std::size_t k = 0; k < leg; ++k) {
    steps += steps_in(legs[k].duration, time_step).value();
  }
  return Steps{steps};
}

std::optional<ProtocolSettings> read_protocol_settings(Configuration& configuration, TimeStep time_step, Steps interval,
                                                       Blocks fewest_samples)
{
  if (!configuration.has_section("protocol")) {
    return std::nullopt;
  }
  const std::string legs_key = "protocol.legs";
  ProtocolSettings protocol;
  const std::vector<std::string> names =
      configuration.words({.name = legs_key, .about = "names of the legs, each a section [protocol.NAME], in order"});
  if (!configuration.given(legs_key)) {
    configuration.miss(legs_key, "a protocol needs the order of its legs");
    return protocol;
  }
  for (const std::string& twice : repeated(names)) {
    configuration.refuse(legs_key, fmt::format("the leg '{}' is named twice", twice));
  }
  for (const std::string& name : names) {
    protocol.legs.push_back(read_leg(configuration, name, time_step, interval, fewest_samples));
  }
  for (const std::string& name : configuration.names_below("protocol")) {
    if (std::ranges::find(names, name) == names.end()) {
      configuration.refuse(legs_key, fmt::format("the section [protocol.{}] is not among them", name));
      read_leg(configuration, name, time_step, interval, fewest_samples);
    }
  }
  read_zero(configuration, protocol);
  return protocol;
}

}  // namespace soret
