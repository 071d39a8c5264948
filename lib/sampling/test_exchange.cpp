#include <soret/sampling/test_exchange.hpp>

#include "trial_energies.hpp"

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace soret {

namespace {

constexpr std::size_t numbers_per_candidate = 4;  // position and species

TestExchange::Settings checked(TestExchange::Settings settings)
{
  const std::size_t species = settings.species.size();
  const bool is_complete = std::ranges::all_of(
      settings.species, [species](const InsertedSpecies& one) { return one.with.size() == species; });
  if (species < 2 || !is_complete || settings.exchanges < 1 || settings.blocks.value() < 2 ||
      !(settings.temperature.value() > 0.0)) {
    throw InputError(
        fmt::format("{} exchanges of {} species in {} blocks at temperature {:g} are refused: there must "
                    "be some, two species with all their interactions, two blocks, and a positive "
                    "temperature",
                    settings.exchanges, species, settings.blocks.value(), settings.temperature.value()));
  }
  return settings;
}

}  // namespace

TestExchange::TestExchange(const mpi::Communicator& communicator, Settings settings)
    : communicator_{communicator},
      settings_{checked(std::move(settings))},
      blocks_{settings_.species.size() * settings_.species.size(), static_cast<std::size_t>(settings_.blocks.value())}
{
}

/// Position and species of every particle that is taken, the same on every rank.
std::vector<double> TestExchange::all_candidates(const Snapshot& snapshot) const
{
  const Particles& particles = snapshot.particles;
  const std::int64_t count = communicator_.all_sum(static_cast<std::int64_t>(particles.size()));
  const double part = static_cast<double>(settings_.exchanges) / static_cast<double>(count);
  const RandomStream choice{settings_.seed, Stream::insertions, 1};
  std::vector<double> own;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const auto id = static_cast<std::uint64_t>(particles.id[i]);
    if (choice.uniform(static_cast<std::uint64_t>(snapshot.step), id) < part) {
      const Vec3 position = snapshot.box.wrapped(particles.position_of(i));
      own.insert(own.end(), {position.x, position.y, position.z, static_cast<double>(index(particles.species[i]))});
    }
  }
  std::vector<double> all;
  for (const std::vector<double>& of_rank : communicator_.gather(std::span<const double>{own})) {
    all.insert(all.end(), of_rank.begin(), of_rank.end());
  }
  communicator_.broadcast(all);
  return all;
}

void TestExchange::sample(const Snapshot& snapshot)
{
  const std::vector<double> candidates = all_candidates(snapshot);
  detail::TrialEnergies trials{snapshot, settings_.species};
  std::vector<double> energies;
  for (std::size_t at = 0; at < candidates.size(); at += numbers_per_candidate) {
    trials.append({candidates[at], candidates[at + 1], candidates[at + 2]}, energies);
  }
  communicator_.all_sum(energies);
  const std::size_t species = settings_.species.size();
  for (std::size_t k = 0; k * numbers_per_candidate < candidates.size(); ++k) {
    const auto from = static_cast<std::size_t>(candidates[numbers_per_candidate * k + 3]);
    for (std::size_t to = 0; to < species && from < species; ++to) {
      const double cost = energies[k * species + to] - energies[k * species + from];
      blocks_.present(from * species + to).add(cost / settings_.temperature.value(), 1.0);
    }
  }
  blocks_.end_configuration();
}

}  // namespace soret
