#include "emd_relaxation_settings.hpp"

namespace soret {

RelaxationSettings read_relaxation_settings(EmdSection& section)
{
  RelaxationSettings settings;
  section.read_stage(settings, "10");
  settings.ageing = section.duration(
      "ageing", "further time at the temperature, after the equilibration and before sampling", "0", 0.0);
  settings.longest_time = section
                              .optional_duration("longest_time",
                                                 "longest time over which configurations are compared (half the "
                                                 "duration if absent)")
                              .value_or(Duration{0.5 * settings.duration.value()});
  settings.overlap_distance =
      section.quantity("overlap_distance", "a particle nearer than this to where it was overlaps with itself", "0.3",
                       dimension::length, Range::positive());
  settings.wave_numbers = section.configuration().quantities(
      {.name = section.key("wave_numbers"),
       .about = "of intermediate scattering functions, such as the peak of the structure factor (none if absent)"},
      dimension::inverse_length, Count{}, Range::positive());
  settings.collective_interval = Steps{
      section.integer("collective_interval",
                      "steps between configurations for collective overlap, coherent scattering, energy and pressure",
                      "200", Range::at_least(1.0))};
  settings.blocks = section.blocks();
  return settings;
}

}  // namespace soret
