#include <soret/workflow/emd_stages.hpp>

#include <fmt/format.h>

namespace soret {

namespace {

/// The stages of one composition.
class PointStages {
 public:
  PointStages(const EmdSettings& settings, std::size_t point) : settings_{settings}, point_{point} {}

  EmdStage stage(EmdStage::Kind kind, std::int64_t particles, double shift = 0.0) const
  {
    std::vector<double> fractions = settings_.state.compositions[point_];
    if (shift != 0.0) {
      fractions.at(0) += shift;
      fractions.at(1) -= shift;
    }
    return {kind, point_, shift, counts_from_mole_fractions(particles, fractions)};
  }

  void append_to(std::vector<EmdStage>& stages) const
  {
    if (settings_.isobaric) {
      const std::int64_t particles = settings_.isobaric->particles;
      stages.push_back(stage(EmdStage::Kind::isobaric, particles));
      if (const auto step = settings_.isobaric->composition_step) {
        stages.push_back(stage(EmdStage::Kind::isobaric, particles, -*step));
        stages.push_back(stage(EmdStage::Kind::isobaric, particles, *step));
      }
    }
    if (settings_.transport) {
      stages.push_back(stage(EmdStage::Kind::transport, settings_.transport->particles));
    }
    if (settings_.structure) {
      stages.push_back(stage(EmdStage::Kind::structure, settings_.structure->particles));
    }
  }

 private:
  const EmdSettings& settings_;
  std::size_t point_;
};

}  // namespace

const StageSettings& settings_of(const EmdSettings& settings, EmdStage::Kind kind)
{
  switch (kind) {
    case EmdStage::Kind::isobaric:
      return *settings.isobaric;
    case EmdStage::Kind::transport:
      return *settings.transport;
    case EmdStage::Kind::structure:
      break;
  }
  return *settings.structure;
}

std::string EmdStage::name() const
{
  switch (kind) {
    case Kind::isobaric:
      return composition_shift == 0.0 ? "constant pressure"
                                      : fmt::format("constant pressure, composition {:+g}", composition_shift);
    case Kind::transport:
      return "transport";
    case Kind::structure:
      break;
  }
  return "structure";
}

std::vector<EmdStage> stages_of(const EmdSettings& settings)
{
  std::vector<EmdStage> stages;
  for (std::size_t point = 0; point < settings.state.compositions.size(); ++point) {
    PointStages{settings, point}.append_to(stages);
  }
  return stages;
}

std::vector<EmdPhase> schedule_of(const EmdSettings& settings, const std::vector<EmdStage>& stages)
{
  std::vector<EmdPhase> schedule;
  for (std::size_t s = 0; s < stages.size(); ++s) {
    const auto add = [&](EmdPhaseKind kind, Duration duration) {
      const std::int64_t steps = steps_in(duration, settings.run.time_step).value();
      if (steps > 0) {
        schedule.push_back({s, kind, steps});
      }
    };
    if (settings.state.melt) {
      add(EmdPhaseKind::melt, settings.state.melt->duration);
      add(EmdPhaseKind::quench, settings.state.melt->quench_duration);
    }
    const StageSettings& stage = settings_of(settings, stages[s].kind);
    add(EmdPhaseKind::equilibrate, stage.equilibration);
    if (stages[s].kind == EmdStage::Kind::transport &&
        settings.transport->ensemble == TransportSettings::Ensemble::nve) {
      for (int trial = 0; trial < settings.transport->tuning_trials; ++trial) {
        add(EmdPhaseKind::tune, settings.transport->tuning_duration);
      }
    }
    add(EmdPhaseKind::sample, stage.duration);
  }
  return schedule;
}

}  // namespace soret
