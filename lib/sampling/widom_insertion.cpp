#include <soret/sampling/widom_insertion.hpp>

#include "trial_energies.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>

#include <fmt/format.h>

#include <utility>

namespace soret {

namespace {

WidomInsertion::Settings checked(WidomInsertion::Settings settings)
{
  if (settings.species.empty() || settings.insertions < 1 || settings.blocks.value() < 2 ||
      !(settings.temperature.value() > 0.0)) {
    throw InputError(fmt::format(
        "{} insertions of {} species in {} blocks at temperature {:g} are refused: there must "
        "be some, two blocks, and a positive temperature",
        settings.insertions, settings.species.size(), settings.blocks.value(), settings.temperature.value()));
  }
  return settings;
}

/// What this rank's particles contribute to the energies, shape (insertion, inserted species).
std::vector<double> local_energies(const Snapshot& snapshot, const WidomInsertion::Settings& settings)
{
  detail::TrialEnergies trials{snapshot, settings.species};
  const RandomStream places{settings.seed, Stream::insertions};
  const Vec3& lengths = snapshot.box.lengths();
  std::vector<double> energies;
  for (std::int64_t n = 0; n < settings.insertions; ++n) {
    const auto u = places.uniform4(static_cast<std::uint64_t>(snapshot.step), static_cast<std::uint64_t>(n));
    trials.append({u[0] * lengths.x, u[1] * lengths.y, u[2] * lengths.z}, energies);
  }
  return energies;
}

}  // namespace

WidomInsertion::WidomInsertion(const mpi::Communicator& communicator, Settings settings)
    : communicator_{communicator},
      settings_{checked(std::move(settings))},
      blocks_{settings_.species.size(), static_cast<std::size_t>(settings_.blocks.value())}
{
}

void WidomInsertion::sample(const Snapshot& snapshot)
{
  std::vector<double> energies = local_energies(snapshot, settings_);
  communicator_.all_sum(energies);
  const double volume = settings_.weighted_by_volume ? snapshot.box.volume() : 1.0;
  const std::size_t species = settings_.species.size();
  for (std::size_t k = 0; k < energies.size(); ++k) {
    blocks_.present(k % species).add(energies[k] / settings_.temperature.value(), volume);
  }
  blocks_.end_configuration();
}

}  // namespace soret
