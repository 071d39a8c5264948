#include <soret/input/distribution_settings.hpp>

#include "accepted_bound.hpp"

#include <fmt/format.h>

namespace soret {

Blocks read_blocks(Configuration& configuration, const std::string& section)
{
  return Blocks{static_cast<int>(configuration.integer(
      {.name = section + ".blocks", .about = "blocks from which standard errors are made", .standard = "20"},
      Range::between(4.0, 1e6)))};
}

namespace {

/// Sums are kept for shells of wave numbers, of which there must not be too many.
void check_shells(Configuration& configuration, const DistributionSettings& settings)
{
  constexpr double most_shells = 1e6;  // WaveVectorShells refuses more
  const double most = most_shells * settings.wave_number_width;
  if (settings.largest_wave_number.value_or(0.0) > most && configuration.accepted({"structure.wave_number_width"})) {
    configuration.refuse("structure.largest_wave_number",
                         fmt::format("that is more than {:g} shells of structure.wave_number_width = {:g}", most_shells,
                                     settings.wave_number_width),
                         accepted_bound::at_most(most));
  }
}

}  // namespace

DistributionSettings read_distribution_settings(Configuration& configuration)
{
  DistributionSettings settings;
  settings.bin_width = configuration.quantity(
      {.name = "structure.bin_width", .about = "of radial distribution functions", .standard = "0.01"},
      dimension::length, Range::positive());
  settings.largest_distance = configuration.optional_quantity(
      {.name = "structure.largest_distance", .about = "of radial distribution functions (half the box if absent)"},
      dimension::length, Range::positive());
  settings.largest_wave_number = configuration.optional_quantity(
      {.name = "structure.largest_wave_number", .about = "of structure factors (none are made if absent)"},
      dimension::inverse_length, Range::positive());
  settings.wave_number_width = configuration.quantity(
      {.name = "structure.wave_number_width", .about = "of the shells of structure factors", .standard = "0.1"},
      dimension::inverse_length, Range::positive());
  check_shells(configuration, settings);
  settings.direct_sums = configuration.yes_or_no(
      {.name = "structure.direct_sums",
       .about = "structure factors by sums over all particles: exact, and far slower than the mesh",
       .standard = "no"});
  settings.blocks = read_blocks(configuration, "structure");
  return settings;
}

}  // namespace soret
