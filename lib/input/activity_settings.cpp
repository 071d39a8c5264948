#include <soret/input/activity_settings.hpp>

#include "accepted_bound.hpp"
#include "species_list.hpp"

#include <fmt/format.h>

namespace soret {

std::optional<ActivitySettings> read_activity_settings(Configuration& configuration, const Model& model,
                                                       TimeStep time_step)
{
  if (!configuration.has_section("activity")) {
    return std::nullopt;
  }
  ActivitySettings settings;
  settings.kind = static_cast<ActivitySettings::Kind>(
      configuration.choice({.name = "activity.kind",
                            .about = "how the forces change: all drawn anew after every persistence time, direction "
                                     "diffusing, components that fluctuate",
                            .standard = "run-and-tumble"},
                           {"run-and-tumble", "brownian", "ornstein-uhlenbeck"}));
  settings.force = Force{configuration.quantity({.name = "activity.force",
                                                 .about = "self-propulsion force f_0 (run-and-tumble: along "
                                                          "each axis; ornstein-uhlenbeck: its standard "
                                                          "deviation along each axis)"},
                                                dimension::force, Range::at_least(0.0))};
  settings.persistence_time = RelaxationTime{configuration.quantity(
      {.name = "activity.persistence_time", .about = "how long a force lasts"}, dimension::time, Range::positive())};
  settings.species = read_species_list(
      configuration, model, {.name = "activity.species", .about = "which species propel themselves (all if absent)"});
  if (configuration.accepted({"activity.persistence_time", "run.time_step"}) &&
      settings.persistence_time.value() < time_step.value()) {
    configuration.refuse("activity.persistence_time",
                         fmt::format("it is shorter than the integration step, {:g}", time_step.value()),
                         accepted_bound::at_least(time_step.value()));
  }
  return settings;
}

}  // namespace soret
