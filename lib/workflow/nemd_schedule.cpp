#include <soret/workflow/nemd_workflow.hpp>

#include <algorithm>

namespace soret {

std::vector<ScheduledPhase> schedule_of(const NemdSettings& settings)
{
  std::vector<ScheduledPhase> schedule;
  const auto add = [&](NemdPhase kind, Duration duration, std::size_t gradient = 0) {
    const std::int64_t steps = steps_in(duration, settings.run.time_step).value();
    if (steps > 0) {
      schedule.push_back({kind, steps, gradient});
    }
  };
  if (settings.start.melt) {
    add(NemdPhase::melt, settings.start.melt->melt_duration);
    add(NemdPhase::quench, settings.start.melt->quench_duration);
  }
  if (settings.equilibrate.barostat) {
    add(NemdPhase::barostat, settings.equilibrate.barostat->duration);
  }
  add(NemdPhase::equilibrate, settings.equilibrate.duration);
  if (settings.protocol) {
    const std::vector<ProtocolStretch> stretches = stretches_of(*settings.protocol, settings.run.time_step);
    for (std::size_t stretch = 0; stretch < stretches.size(); ++stretch) {
      schedule.push_back({NemdPhase::protocol, stretches[stretch].steps, stretch});
    }
    return schedule;
  }
  for (std::size_t gradient = 0; gradient < std::max<std::size_t>(settings.gradient.series.size(), 1); ++gradient) {
    add(NemdPhase::build, settings.gradient.build_duration, gradient);
    add(NemdPhase::sample, settings.sample.duration, gradient);
  }
  return schedule;
}

}  // namespace soret
