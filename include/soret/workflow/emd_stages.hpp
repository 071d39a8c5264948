#pragma once
/// \file
/// What a run of soret-emd consists of: stages, each a system of its own, and their phases.

#include <soret/input/composition.hpp>
#include <soret/input/emd_settings.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace soret {

/// A system of its own: its composition and what is measured on it.
struct EmdStage {
  enum class Kind { isobaric, transport, structure, relaxation, insertion };
  /// One particle that is coupled to the mixture.
  struct Insertion {
    Species species{};
    std::string species_name;
    Temperature temperature{1.0};
  };

  Kind kind = Kind::transport;
  std::size_t point = 0;           ///< index of the composition in the series
  double composition_shift = 0.0;  ///< of the first species' mole fraction (isobaric, insertion)
  std::vector<SpeciesCount> counts;
  std::optional<Insertion> insertion = {};  ///< of a stage of that kind; the particle comes on top of the counts

  std::string name() const;
};

/// What is configured for all stages of a kind, which must be.
const StageSettings& settings_of(const EmdSettings& settings, EmdStage::Kind kind);

/// The stages in order, composition by composition: at constant pressure first the composition itself, whose density
/// all that follows uses, then those around it.
std::vector<EmdStage> stages_of(const EmdSettings& settings);

/// What happens in one stretch of a stage.
enum class EmdPhaseKind { melt, quench, equilibrate, age, tune, sample };

/// One stretch of a run.
struct EmdPhase {
  std::size_t stage;
  EmdPhaseKind kind;
  std::int64_t steps;
  std::size_t passage = 0;  ///< insertion: index of the coupling, or number of the ramp (even ones go upwards)
};

/// All stretches of all stages, in order; those of no length are left out.
std::vector<EmdPhase> schedule_of(const EmdSettings& settings, const std::vector<EmdStage>& stages);

}  // namespace soret
