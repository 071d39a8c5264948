/// \file
/// The part of analyse_emd about the autocorrelation of velocities.

#include "emd_parts.hpp"

#include <soret/estimate/velocity_correlations.hpp>

#include <fmt/format.h>

#include <cmath>

namespace soret {

namespace {

/// Both come from the same particles, so that they differ by less than their errors say.
void compare_with_displacements(EmdCollector& collector, const Estimate& coefficient, const std::string& species)
{
  constexpr double significance = 3.0;
  const Estimate* other = collector.found().find("self_diffusion", species);
  if (other != nullptr && std::abs(difference(coefficient, *other).standard_errors_from(0.0)) > significance) {
    collector.warn(fmt::format(
        "self-diffusion of {} by the autocorrelation of velocities, {}, and by displacements, {}, disagree: "
        "make transport.correlation_time longer, transport.velocity_interval shorter or "
        "transport.diffusive_time later",
        species, to_string(coefficient), to_string(*other)));
  }
}

}  // namespace

void add_velocities(EmdCollector& collector, const EmdMeasurements& measured, const EmdAnalysis& settings)
{
  if (!measured.transport->velocities) {
    return;
  }
  const CorrelationBlocks& velocities = *measured.transport->velocities;
  for (std::size_t species = 0; species < measured.species_names.size(); ++species) {
    const std::string& name = measured.species_names[species];
    collector.attempt("diffusion coefficient by velocities of " + name, [&] {
      const IntegrationLimit limit = limit_of(settings.integration_limit, velocity_limit(velocities, species));
      const Estimate coefficient = green_kubo_diffusion(velocities, species, limit.time).estimate;
      collector.found().transport->velocity_limits.push_back(limit);
      collector.add_choice("velocity_integration_limit", dimension::time, limit.time.value(), name);
      warn_unsettled(collector, limit, "velocity (" + name + ")");
      collector.add("self_diffusion_green_kubo", dimension::diffusion, coefficient, name);
      compare_with_displacements(collector, coefficient, name);
    });
  }
}

}  // namespace soret
