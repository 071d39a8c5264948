#include <soret/workflow/gcmc_setup.hpp>

#include <fmt/format.h>

namespace soret {

Reservoir reservoir_of(const GcmcState& state)
{
  std::vector<Activity> activities;
  for (const double activity : state.activities) {
    activities.emplace_back(activity);
  }
  return Reservoir{state.temperature, std::move(activities), state.pressure};
}

std::vector<Species> all_species(const SpeciesTable& table)
{
  std::vector<Species> all;
  for (std::size_t s = 0; s < table.size(); ++s) {
    all.push_back(static_cast<Species>(s));
  }
  return all;
}

Displacement displacement_of(const GcmcSettings& settings)
{
  return Displacement{settings.model.species, settings.moves.displacement, settings.moves.target_acceptance};
}

std::string TunedMoves::in_words(const SpeciesTable& species) const
{
  std::string words;
  const auto append = [&](const std::string& part) { words += (words.empty() ? "" : ", ") + part; };
  for (std::size_t s = 0; displacement != nullptr && s < species.size(); ++s) {
    append(
        fmt::format("largest displacement of {} {:.4g}", species[s].name, displacement->step(static_cast<Species>(s))));
  }
  if (volume_change != nullptr) {
    append(fmt::format("largest change of ln V {:.4g}", volume_change->step()));
  }
  return words;
}

}  // namespace soret
