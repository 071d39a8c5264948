#include <soret/montecarlo/transfer.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace soret {

namespace {

/// Positions with a weight below exp(-this) count as impossible.
constexpr double largest_exponent = 60.0;

double weight_of(double energy, const Reservoir& reservoir)
{
  const double exponent = energy * reservoir.beta();
  return exponent > largest_exponent ? 0.0 : std::exp(-exponent);
}

TrialSums limited_sums(Species species, const Vec3& at, const OpenSystem& system, const Reservoir& reservoir)
{
  return system.sums(species, at, largest_exponent * reservoir.thermal_energy());
}

/// ln(z V).
double log_ideal_count(Species species, const OpenSystem& system, const Reservoir& reservoir)
{
  return reservoir.log_activity(species) + std::log(system.volume());
}

}  // namespace

Transfer::Transfer(const SpeciesTable& table, std::vector<Species> species, int trials)
    : species_{std::move(species)}, trials_{trials}
{
  if (species_.empty() || trials_ < 1) {
    throw InputError(fmt::format("a transfer of {} species with {} trial positions is refused: at least one of each",
                                 species_.size(), trials_));
  }
  for (const Species chosen : species_) {
    kinds_.push_back("insertion " + table.at(index(chosen)).name);
    kinds_.push_back("deletion " + table.at(index(chosen)).name);
  }
  tried_.reserve(static_cast<std::size_t>(trials_));
}

void Transfer::check(const OpenSystem& system, const Reservoir& reservoir) const
{
  if (reservoir.activities() != system.species_count()) {
    throw InputError(fmt::format("insertion and deletion need an activity for each of {} species: {} are given",
                                 system.species_count(), reservoir.activities()));
  }
}

MoveOutcome Transfer::attempt(OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random)
{
  const std::size_t kind = random.below(kinds_.size());
  const Species species = species_[kind / 2];
  MoveOutcome outcome =
      kind % 2 == 0 ? insert(species, system, reservoir, random) : remove(species, system, reservoir, random);
  outcome.kind = kind;
  return outcome;
}

MoveOutcome Transfer::insert(Species species, OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random)
{
  const double tail = system.tail_change({}, species);
  const double log_factor = log_ideal_count(species, system, reservoir) -
                            std::log(static_cast<double>(system.count(species) + 1)) - reservoir.beta() * tail;
  tried_.clear();
  double sum = 0.0;
  for (int k = 0; k < trials_; ++k) {
    const Vec3 at = system.point(random.point());
    const TrialSums sums = limited_sums(species, at, system, reservoir);
    tried_.push_back({at, sums, weight_of(sums.energy, reservoir)});
    sum += tried_.back().weight;
  }
  if (!(std::log(random.uniform()) < log_factor + std::log(sum / trials_))) {
    return {};
  }
  double rest = random.uniform() * sum;
  std::size_t chosen = 0;
  while (chosen + 1 < tried_.size() && rest >= tried_[chosen].weight) {
    rest -= tried_[chosen++].weight;
  }
  system.insert(species, tried_[chosen].at, tried_[chosen].sums);
  return {.accepted = true, .energy_change = tried_[chosen].sums.energy + tail};
}

MoveOutcome Transfer::remove(Species species, OpenSystem& system, const Reservoir& reservoir, AttemptNumbers& random)
{
  const std::int64_t count = system.count(species);
  if (count == 0) {
    return {};
  }
  const OpenSystem::Slot slot = system.nth_of(species, random.below(static_cast<std::size_t>(count)));
  const double tail = system.tail_change(species, {});
  const double log_factor =
      std::log(static_cast<double>(count)) - log_ideal_count(species, system, reservoir) - reservoir.beta() * tail;
  TrialSums itself;
  double sum = 0.0;
  {
    const Vec3 at = system.position(slot);
    const OpenSystem::Hidden hidden{system, slot};
    itself = system.sums(species, at);
    const double weight = weight_of(itself.energy, reservoir);
    if (weight == 0.0) {
      return {};
    }
    sum = weight;
    for (int k = 1; k < trials_; ++k) {
      sum += weight_of(limited_sums(species, system.point(random.point()), system, reservoir).energy, reservoir);
    }
  }
  if (!(std::log(random.uniform()) < log_factor - std::log(sum / trials_))) {
    return {};
  }
  system.remove(slot, itself);
  return {.accepted = true, .energy_change = tail - itself.energy};
}

}  // namespace soret
