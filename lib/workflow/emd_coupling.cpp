/// \file
/// The stages of EmdWorkflow in which one particle is coupled by degrees.

#include <soret/workflow/emd_workflow.hpp>
#include <soret/workflow/engine_setup.hpp>
#include <soret/workflow/insertion_setup.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace soret {

namespace {

bool goes_upwards(std::size_t ramp) { return ramp % 2 == 0; }

}  // namespace

std::string EmdWorkflow::passage_text(std::size_t phase) const
{
  const EmdPhase& one = schedule_[phase];
  if (stages_[one.stage].kind != EmdStage::Kind::insertion || one.kind == EmdPhaseKind::melt ||
      one.kind == EmdPhaseKind::quench) {
    return "";
  }
  if (settings_.insertion->mode == InsertionSettings::Mode::windows) {
    return fmt::format(" at coupling {:g}", settings_.insertion->couplings.at(one.passage));
  }
  if (one.kind != EmdPhaseKind::sample) {
    return "";
  }
  return fmt::format(" ramp {} {}", one.passage / 2 + 1, goes_upwards(one.passage) ? "upwards" : "downwards");
}

bool EmdWorkflow::is_ramp() const
{
  return is_insertion() && settings_.insertion->mode == InsertionSettings::Mode::ramp &&
         phase().kind == EmdPhaseKind::sample;
}

std::size_t EmdWorkflow::coupling_now() const
{
  if (!is_ramp()) {
    return phase().passage;
  }
  const std::int64_t steps = settings_.insertion->steps_per_coupling(settings_.run.time_step).value();
  const std::size_t last = settings_.insertion->couplings.size() - 1;
  const std::size_t passed = std::min(static_cast<std::size_t>(phase_step() / steps), last);
  return goes_upwards(phase().passage) ? passed : last - passed;
}

ForceField EmdWorkflow::field_of(const EmdStage& stage) const
{
  if (!stage.insertion) {
    return force_field_of(settings_.model);
  }
  const Species species = stage.insertion->species;
  return force_field_of(settings_.model, species,
                        coupled_particle_of(settings_.model, species, settings_.insertion->softness),
                        settings_.insertion->couplings.at(coupling_));
}

void EmdWorkflow::couple(std::size_t coupling)
{
  if (coupling != coupling_) {
    coupling_ = coupling;
    moving_simulation().change_forces(field_of(stage()));
  }
}

void EmdWorkflow::begin_passage()
{
  InsertionSamplers& samplers = samplers_.back()->insertion();
  if (is_ramp()) {
    samplers.begin_ramp(goes_upwards(phase().passage));
  }
  else {
    samplers.begin_window(phase().passage);
  }
}

}  // namespace soret
