#include <soret/input/softness_settings.hpp>

#include "accepted_bound.hpp"

#include <fmt/format.h>

namespace soret {

namespace {

void check_reach(Configuration& configuration, double largest, const std::optional<DistributionSettings>& structure)
{
  const char* const reach_key = "structure.largest_wave_number";
  if (!structure || !structure->largest_wave_number) {
    configuration.miss(reach_key, "the section [softness] needs it");
  }
  else if (configuration.accepted({reach_key, "softness.largest_wave_number"}) &&
           *structure->largest_wave_number < largest) {
    configuration.refuse(
        "softness.largest_wave_number",
        fmt::format("structure factors are only made up to {} = {:g}", reach_key, *structure->largest_wave_number),
        accepted_bound::at_most(*structure->largest_wave_number));
  }
}

}  // namespace

SoftnessSettings read_softness_settings(Configuration& configuration,
                                        const std::optional<DistributionSettings>& structure)
{
  SoftnessSettings settings;
  settings.largest_wave_number = configuration.quantity(
      {.name = "softness.largest_wave_number", .about = "end of the integral over wave numbers", .standard = "36"},
      dimension::inverse_length, Range::positive());
  settings.fit_range = configuration.quantity(
      {.name = "softness.fit_range", .about = "distance up to which the caging potential is fitted", .standard = "0.1"},
      dimension::length, Range::positive());
  settings.range_fraction = configuration.quantity(
      {.name = "softness.range_fraction",
       .about = "the cage ends where its potential has risen to this fraction of its depth",
       .standard = "0.01"},
      dimension::none, {.lowest = 0.0, .highest = 1.0, .lowest_included = false, .highest_included = false});
  check_reach(configuration, settings.largest_wave_number, structure);
  return settings;
}

}  // namespace soret
