/// \file
/// What a run of soret-emd knows while it samples, and when that is enough.

#include <soret/workflow/emd_results.hpp>
#include <soret/workflow/emd_workflow.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numbers>
#include <utility>

namespace soret {

namespace {

constexpr std::int64_t target_checks =
    50;  // per sampling phase: fixed in steps, so that a restart stops at the same one
constexpr double fewest_degrees_of_freedom = 8.0;  // of an error that may end a run
constexpr double fewest_target_share = 0.1;        // of the sampling phase before a target error may end it

/// The first of these that was found: name, and species or nothing.
using Candidates = std::vector<std::pair<std::string, std::string>>;

/// What the two stages of a mixture are there for, from those that decide more to those that decide less.
Candidates candidates(const EmdSettings& settings, EmdStage::Kind kind)
{
  const bool is_binary = settings.model.species.size() == 2;
  const bool is_of_soret =
      is_binary && settings.isobaric && settings.isobaric->composition_step && settings.transport && settings.structure;
  const std::string first = settings.model.species.front().name;
  if (kind == EmdStage::Kind::structure) {
    return is_of_soret ? Candidates{{"soret_coefficient", first}}
                       : Candidates{{"mutual_diffusion", ""}, {"thermodynamic_factor", ""}};
  }
  if (kind == EmdStage::Kind::relaxation) {
    return {{"relaxation_time", ""}};
  }
  if (is_of_soret) {
    return {{"onsager_ratio", ""}};
  }
  return is_binary && settings.structure
             ? Candidates{{"mutual_diffusion_kinetic", ""}}
             : Candidates{{"self_diffusion", first}, {"shear_viscosity", ""}, {"thermal_conductivity", ""}};
}

/// Two stages that both add to the variance of what is asked for have half of it each.
double share_of_target(const EmdSettings& settings, EmdStage::Kind kind)
{
  const bool is_half = kind == EmdStage::Kind::transport && settings.structure && settings.model.species.size() == 2;
  return is_half ? 1.0 / std::numbers::sqrt2 : 1.0;
}

}  // namespace

bool EmdWorkflow::target_check_is_due() const
{
  const std::int64_t chunks = std::max<std::int64_t>(1, phase().steps / target_checks / steps_per_chunk);
  return settings_.target_error && phase().kind == EmdPhaseKind::sample && !is_isobaric() &&
         phase_step() % (chunks * steps_per_chunk) == 0 &&
         static_cast<double>(phase_step()) >= fewest_target_share * static_cast<double>(phase().steps);
}

std::pair<std::string, Estimate> EmdWorkflow::main_estimate() const
{
  std::vector<EmdStageSample> samples = reduce_samples();
  const EmdMeasurements measured = measurements_of(settings_, stage().point, samples);
  const EmdEstimates found = analyse_emd(measured, analysis_of(settings_));
  for (const auto& [name, of] : candidates(settings_, stage().kind)) {
    if (const Estimate* estimate = found.find(name, of)) {
      return {name, *estimate};
    }
  }
  return {"", {}};
}

void EmdWorkflow::check_target(RunLog& log)
{
  main_estimate_ = main_estimate();
  const double target = *settings_.target_error * share_of_target(settings_, stage().kind);
  const auto& [name, estimate] = main_estimate_;
  const bool is_certain = estimate.degrees_of_freedom >= fewest_degrees_of_freedom;
  if (!name.empty() && is_certain && estimate.relative_error() <= target) {
    log.say(fmt::format("the relative standard error of {} fell below {:.3g} (target {:g}): sampling ends", name,
                        target, *settings_.target_error));
    skip_rest_of_phase();
  }
}

std::pair<std::string, std::optional<Estimate>> EmdWorkflow::watched() const
{
  const auto& [name, estimate] = main_estimate_;
  return {name, name.empty() ? std::nullopt : std::optional{estimate}};
}

}  // namespace soret
