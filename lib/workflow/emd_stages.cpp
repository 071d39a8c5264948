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
    if (settings_.relaxation) {
      stages.push_back(stage(EmdStage::Kind::relaxation, settings_.relaxation->particles));
    }
    if (settings_.insertion) {
      for (const Species species : settings_.insertion->species) {
        append_insertions_of(species, stages);
      }
    }
  }

 private:
  void append_insertions_of(Species species, std::vector<EmdStage>& stages) const
  {
    const InsertionSettings& insertion = *settings_.insertion;
    const auto add = [&](double shift, Temperature temperature) {
      stages.push_back(stage(EmdStage::Kind::insertion, insertion.particles, shift));
      stages.back().insertion = EmdStage::Insertion{species, settings_.model.species[index(species)].name, temperature};
    };
    add(0.0, settings_.state.temperature);
    if (const auto shift = insertion.composition_shift) {
      add(-*shift, settings_.state.temperature);
      add(*shift, settings_.state.temperature);
    }
    for (const Temperature& temperature : insertion.temperatures) {
      add(0.0, temperature);
    }
  }

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
      return *settings.structure;
    case EmdStage::Kind::relaxation:
      return *settings.relaxation;
    case EmdStage::Kind::insertion:
      break;
  }
  return *settings.insertion;
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
      return "structure";
    case Kind::relaxation:
      return "relaxation";
    case Kind::insertion:
      break;
  }
  return fmt::format("insertion of {}{} at temperature {:g}", insertion->species_name,
                     composition_shift == 0.0 ? "" : fmt::format(", composition {:+g}", composition_shift),
                     insertion->temperature.value());
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
    const auto add = [&](EmdPhaseKind kind, Duration duration, std::size_t passage = 0) {
      const std::int64_t steps = steps_in(duration, settings.run.time_step).value();
      if (steps > 0) {
        schedule.push_back({s, kind, steps, passage});
      }
    };
    if (settings.state.melt) {
      add(EmdPhaseKind::melt, settings.state.melt->duration);
      add(EmdPhaseKind::quench, settings.state.melt->quench_duration);
    }
    const StageSettings& stage = settings_of(settings, stages[s].kind);
    add(EmdPhaseKind::equilibrate, stage.equilibration);
    if (stages[s].kind == EmdStage::Kind::relaxation) {
      add(EmdPhaseKind::age, settings.relaxation->ageing);
    }
    if (stages[s].kind == EmdStage::Kind::transport &&
        settings.transport->ensemble == TransportSettings::Ensemble::nve) {
      for (int trial = 0; trial < settings.transport->tuning_trials; ++trial) {
        add(EmdPhaseKind::tune, settings.transport->tuning_duration);
      }
    }
    if (stages[s].kind != EmdStage::Kind::insertion) {
      add(EmdPhaseKind::sample, stage.duration);
    }
    else if (settings.insertion->mode == InsertionSettings::Mode::windows) {
      for (std::size_t coupling = 0; coupling < settings.insertion->couplings.size(); ++coupling) {
        add(EmdPhaseKind::equilibrate, settings.insertion->window_equilibration, coupling);
        add(EmdPhaseKind::sample, stage.duration, coupling);
      }
    }
    else {
      const std::int64_t steps = settings.insertion->steps_per_coupling(settings.run.time_step).value() *
                                 static_cast<std::int64_t>(settings.insertion->couplings.size());
      for (std::size_t ramp = 0; ramp < 2 * static_cast<std::size_t>(settings.insertion->ramps); ++ramp) {
        schedule.push_back({s, EmdPhaseKind::sample, steps, ramp});
      }
    }
  }
  return schedule;
}

}  // namespace soret
