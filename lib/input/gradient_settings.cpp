#include "nemd_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

using Source = GradientSettings::Source;

const std::vector<std::string> source_names{"langevin", "rescale", "hex", "ehex", "swap"};

std::optional<SlabSettings> read_slab(Configuration& configuration, const Key& key)
{
  const auto pair = configuration.extent_pair(key,
                                              "centre and width, bare as fractions of the box length (0 <= centre < 1, "
                                              "0 < width < 1) or with a unit of length");
  if (!configuration.given(key.name)) {
    configuration.miss(key.name, key.about);
  }
  if (!pair) {
    return std::nullopt;
  }
  const auto& [centre, width] = *pair;
  if (centre.value < 0.0 || (centre.is_fraction && centre.value >= 1.0)) {
    configuration.refuse(key.name, fmt::format("the centre {} lies outside the box", centre.value));
  }
  if (!(width.value > 0.0) || (width.is_fraction && width.value >= 1.0)) {
    configuration.refuse(key.name, fmt::format("the width {} is impossible", width.value));
  }
  return SlabSettings{.centre = centre, .width = width};
}

/// Which keys a source needs; those of other sources are refused.
struct Drive {
  const char* key;
  std::vector<Source> users;
};

/// A protocol says itself what the baths do, and needs baths that can be told.
void check_against_protocol(Configuration& configuration, Source source)
{
  if (source != Source::langevin) {
    configuration.refuse("gradient.source", "a [protocol] changes temperatures of baths, which needs langevin");
  }
  for (const char* key : {"gradient.hot_temperature", "gradient.cold_temperature", "gradient.power",
                          "gradient.swap_interval", "gradient.build_duration", "gradient.series"}) {
    if (configuration.given(key)) {
      configuration.refuse(key, "with a [protocol], its legs say what the baths do and for how long");
    }
  }
}

void check_drive(Configuration& configuration, Source source)
{
  const std::vector<Drive> drives{{"gradient.hot_temperature", {Source::langevin, Source::rescale}},
                                  {"gradient.cold_temperature", {Source::langevin, Source::rescale}},
                                  {"gradient.power", {Source::hex, Source::ehex}},
                                  {"gradient.swap_interval", {Source::swap}}};
  const std::string& name = source_names[static_cast<std::size_t>(source)];
  if (configuration.has_section("protocol")) {
    check_against_protocol(configuration, source);
    return;
  }
  for (const Drive& drive : drives) {
    const bool used = std::find(drive.users.begin(), drive.users.end(), source) != drive.users.end();
    if (used && !configuration.given(drive.key)) {
      configuration.miss(drive.key, fmt::format("gradient.source = {} needs it", name));
    }
    if (!used && configuration.given(drive.key)) {
      configuration.refuse(drive.key, fmt::format("gradient.source = {} does not use it", name));
    }
  }
}

void read_drive(Configuration& configuration, GradientSettings& settings)
{
  const auto hot = configuration.optional_quantity(
      {.name = "gradient.hot_temperature", .about = "temperature of the hot slab (langevin, rescale)"},
      dimension::temperature, Range::positive());
  const auto cold = configuration.optional_quantity(
      {.name = "gradient.cold_temperature", .about = "temperature of the cold slab (langevin, rescale)"},
      dimension::temperature, Range::positive());
  const auto power = configuration.optional_quantity(
      {.name = "gradient.power", .about = "energy per time from the cold to the hot slab (hex, ehex)"},
      dimension::power, Range::positive());
  const auto interval = configuration.optional_integer(
      {.name = "gradient.swap_interval", .about = "steps between exchanges of velocities (swap)"},
      Range::at_least(1.0));
  settings.swap_count = static_cast<int>(
      configuration.integer({.name = "gradient.swap_count", .about = "pairs per exchange (swap)", .standard = "1"},
                            Range::between(1.0, 1e6)));
  settings.relaxation_time =
      RelaxationTime{configuration.quantity({.name = "gradient.relaxation_time",
                                             .about = "time constant m/gamma of the slabs' Langevin thermostats",
                                             .standard = "0.5"},
                                            dimension::time, Range::positive())};
  if (hot) {
    settings.hot_temperature = Temperature{*hot};
  }
  if (cold) {
    settings.cold_temperature = Temperature{*cold};
  }
  if (power) {
    settings.power = Power{*power};
  }
  if (interval) {
    settings.swap_interval = Steps{*interval};
  }
  if (hot && cold && !(*hot > *cold)) {
    configuration.refuse("gradient.hot_temperature",
                         fmt::format("it is not above gradient.cold_temperature = {}, so there is no gradient", *cold));
  }
}

/// A factor that would make the colder slab's temperature vanish or worse.
void check_series(Configuration& configuration, const GradientSettings& settings)
{
  if (!settings.hot_temperature || !settings.cold_temperature) {
    return;
  }
  for (const double factor : settings.series) {
    const double coldest = settings.scaled(factor).cold_temperature->value();
    if (!(coldest > 0.0)) {
      configuration.refuse("gradient.series",
                           fmt::format("the factor {} makes the cold slab's temperature {}", factor, coldest));
    }
  }
}

std::string extent_of(const Slab& slab, const Box& box)
{
  const double length = box.length(slab.axis);
  return fmt::format("{:.6g} to {:.6g} of {:.6g}", (slab.centre - 0.5 * slab.width) * length,
                     (slab.centre + 0.5 * slab.width) * length, length);
}

}  // namespace

Slab SlabSettings::in_box(Axis axis, const Box& box) const
{
  const double length = box.length(axis);
  return {.axis = axis, .centre = centre.fraction_of(length), .width = width.fraction_of(length)};
}

GradientSettings GradientSettings::scaled(double factor) const
{
  GradientSettings other = *this;
  if (hot_temperature && cold_temperature) {
    const double mean = 0.5 * (hot_temperature->value() + cold_temperature->value());
    const double half = 0.5 * factor * (hot_temperature->value() - cold_temperature->value());
    other.hot_temperature = Temperature{mean + half};
    other.cold_temperature = Temperature{mean - half};
  }
  if (power) {
    other.power = Power{factor * power->value()};
  }
  if (swap_interval) {
    other.swap_interval =
        Steps{std::max<std::int64_t>(1, std::llround(static_cast<double>(swap_interval->value()) / factor))};
  }
  return other;
}

GradientSettings read_gradient_settings(Configuration& configuration)
{
  GradientSettings settings;
  settings.axis = static_cast<Axis>(configuration.choice(
      {.name = "gradient.axis", .about = "direction of the gradient", .standard = "z"}, {"x", "y", "z"}));
  settings.source = static_cast<Source>(
      configuration.choice({.name = "gradient.source", .about = "how heat is put in and taken out"}, source_names));
  const auto hot = read_slab(configuration, {.name = "gradient.hot_slab", .about = "where heat is put in"});
  const auto cold = read_slab(configuration, {.name = "gradient.cold_slab", .about = "where heat is taken out"});
  settings.hot_slab = hot.value_or(SlabSettings{});
  settings.cold_slab = cold.value_or(SlabSettings{});
  read_drive(configuration, settings);
  const Key build{.name = "gradient.build_duration", .about = "time for the profiles to become steady, not sampled"};
  settings.build_duration =
      Duration{configuration.has_section("protocol")
                   ? configuration.optional_quantity(build, dimension::time, Range::at_least(0.0)).value_or(0.0)
                   : configuration.quantity(build, dimension::time, Range::at_least(0.0))};
  settings.series =
      configuration.quantities({.name = "gradient.series",
                                .about = "factors of the driving force, one run each, extrapolated to linear response"},
                               dimension::none, {}, Range::positive());
  check_series(configuration, settings);
  if (configuration.accepted({"gradient.source"})) {
    check_drive(configuration, settings.source);
  }
  return settings;
}

std::vector<Mistake> geometry_mistakes(const GradientSettings& gradient, const Model& model, const Box& box,
                                       const std::string& box_key)
{
  std::vector<Mistake> mistakes = box_mistakes(model, box, box_key);
  const Slab hot = gradient.hot_slab.in_box(gradient.axis, box);
  const Slab cold = gradient.cold_slab.in_box(gradient.axis, box);
  const auto check_fit = [&](const char* key, const Slab& slab) {
    if (slab.centre >= 1.0 || slab.width >= 1.0) {
      mistakes.push_back({key, fmt::format("the slab does not fit the box: it reaches from {}", extent_of(slab, box))});
    }
  };
  check_fit("gradient.hot_slab", hot);
  check_fit("gradient.cold_slab", cold);
  if (overlap(hot, cold)) {
    mistakes.push_back({"gradient.cold_slab", fmt::format("it overlaps gradient.hot_slab: cold from {}, hot from {}",
                                                          extent_of(cold, box), extent_of(hot, box))});
  }
  return mistakes;
}

}  // namespace soret
