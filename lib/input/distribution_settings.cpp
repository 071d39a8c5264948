#include <soret/input/distribution_settings.hpp>

namespace soret {

Blocks read_blocks(Configuration& configuration, const std::string& section)
{
  return Blocks{static_cast<int>(configuration.integer(
      {.name = section + ".blocks", .about = "blocks from which standard errors are made", .standard = "20"},
      Range::between(4.0, 1e6)))};
}

DistributionSettings read_distribution_settings(Configuration& configuration)
{
  constexpr Dimension inverse_length{.length = -1};
  DistributionSettings settings;
  settings.bin_width = configuration.quantity(
      {.name = "structure.bin_width", .about = "of radial distribution functions", .standard = "0.01"},
      dimension::length, Range::positive());
  settings.largest_distance = configuration.optional_quantity(
      {.name = "structure.largest_distance", .about = "of radial distribution functions (half the box if absent)"},
      dimension::length, Range::positive());
  settings.largest_wave_number = configuration.optional_quantity(
      {.name = "structure.largest_wave_number", .about = "of structure factors (none are made if absent)"},
      inverse_length, Range::positive());
  settings.wave_number_width = configuration.quantity(
      {.name = "structure.wave_number_width", .about = "of the shells of structure factors", .standard = "0.1"},
      inverse_length, Range::positive());
  settings.direct_sums = configuration.yes_or_no(
      {.name = "structure.direct_sums",
       .about = "structure factors by sums over all particles: exact, and far slower than the mesh",
       .standard = "no"});
  settings.blocks = read_blocks(configuration, "structure");
  return settings;
}

}  // namespace soret
