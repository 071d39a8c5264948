/// \file
/// What a NemdWorkflow learns from its samples: the running estimate that may end it, and the final ones.

#include <soret/core/error.hpp>
#include <soret/estimate/composition_relaxation.hpp>
#include <soret/workflow/engine_setup.hpp>
#include <soret/workflow/nemd_workflow.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace soret {

namespace {

constexpr std::int64_t target_checks =
    50;  // per sampling phase: fixed in steps, so that a restart stops at the same one
constexpr std::int64_t fewest_estimate_blocks = 4;
constexpr std::size_t fewest_target_blocks = 16;
constexpr double fewest_target_share = 0.1;  // of the sampling phase before a target error may end it

}  // namespace

bool NemdWorkflow::target_check_is_due() const
{
  const std::int64_t chunks = std::max<std::int64_t>(1, phase().steps / target_checks / steps_per_chunk);
  return phase().kind == NemdPhase::sample && simulation().species().size() > 1 &&
         phase_step() % (chunks * steps_per_chunk) == 0;
}

void NemdWorkflow::check_target(RunLog& log)
{
  if (profiles_[phase().gradient]->samples() < fewest_estimate_blocks) {
    return;
  }
  const ProfileBlocks profile =
      gather_replicas(ranks().world, ranks().replica, profiles_[phase().gradient]->reduce(ranks().replica));
  main_estimate_ = main_estimate_of(profile);
  if (!settings_.estimate.target_error) {
    return;
  }
  const bool enough = profile.blocks.size() >= fewest_target_blocks &&
                      static_cast<double>(phase_step()) >= fewest_target_share * static_cast<double>(phase().steps) &&
                      relaxation_times_covered(profile, composition_relaxation(profile)) >= fewest_relaxation_times;
  if (enough && main_estimate_ && main_estimate_->relative_error() <= *settings_.estimate.target_error) {
    log.say(fmt::format("the relative standard error of S_T fell below the target of {:g}: sampling ends",
                        *settings_.estimate.target_error));
    skip_rest_of_phase();
  }
}

std::optional<Estimate> NemdWorkflow::main_estimate_of(const ProfileBlocks& profile) const
{
  try {
    return soret_coefficient(profile, index(settings_.estimate.species.front()), analysis_settings().window)
        .coefficient;
  }
  catch (const InputError&) {  // a profile too young for its window: no estimate yet
    return std::nullopt;
  }
}

NemdAnalysis NemdWorkflow::analysis_settings() const
{
  NemdAnalysis analysis;
  if (settings_.estimate.state) {
    analysis.window = StateWindow{settings_.estimate.state->temperature, settings_.estimate.state->half_width};
  }
  else if (settings_.estimate.window) {
    analysis.window = FitWindow{settings_.estimate.window->low, settings_.estimate.window->high};
  }
  const double box_length = simulation().box().length(settings_.gradient.axis);
  analysis.between_slabs = {0.5 * settings_.gradient.cold_slab.width.fraction_of(box_length),
                            0.5 - 0.5 * settings_.gradient.hot_slab.width.fraction_of(box_length)};
  analysis.bath_entries = bath_entries(simulation());
  analysis.glass_temperature = settings_.model.glass_temperature;
  if (settings_.estimate.dilute_solute && simulation().species().size() == 2) {
    analysis.solvent = 1 - index(*settings_.estimate.dilute_solute);
  }
  return analysis;
}

ProtocolMeasurement NemdWorkflow::reduce_protocol() const
{
  if (!protocol_) {
    return {};
  }
  std::int64_t before = 0;
  for (const ScheduledPhase& scheduled : schedule_) {
    before += scheduled.kind == NemdPhase::protocol ? 0 : scheduled.steps;
  }
  return protocol_->reduce(ranks(), static_cast<double>(before) * settings_.run.time_step.value());
}

std::vector<NemdSample> NemdWorkflow::reduce_samples() const
{
  std::vector<NemdSample> samples;
  for (std::size_t g = 0; g < profiles_.size(); ++g) {
    const bool sampled = !ranks().world.all_any(profiles_[g]->samples() < 2);
    if (!sampled) {
      break;
    }
    NemdSample sample{.factor = settings_.gradient.series.empty() ? 1.0 : settings_.gradient.series[g],
                      .profile = gather_replicas(ranks().world, ranks().replica, profiles_[g]->reduce(ranks().replica)),
                      .settings = analysis_settings(),
                      .series = series_[g]->reduce(ranks().replica),
                      .estimates = {}};
    for (const ThermodynamicRow& row : sample.series) {
      sample.settings.energy_times.push_back(row.time);
      sample.settings.conserved_energy.push_back(row.conserved_energy());
    }
    sample.estimates = analyse_nemd(sample.profile, sample.settings);
    samples.push_back(std::move(sample));
  }
  return samples;
}

}  // namespace soret
