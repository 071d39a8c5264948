#include "trial_energies.hpp"

#include <algorithm>
#include <cmath>

namespace soret::detail {

namespace {

double largest_cutoff(const std::vector<InsertedSpecies>& species)
{
  double largest = 0.0;
  for (const InsertedSpecies& inserted : species) {
    for (const PairEnergy& pair : inserted.with) {
      largest = std::max(largest, pair.cutoff_squared);
    }
  }
  return std::sqrt(largest);
}

}  // namespace

TrialEnergies::TrialEnergies(const Snapshot& snapshot, const std::vector<InsertedSpecies>& species)
    : species_{species},
      cells_{snapshot, largest_cutoff(species), species.front().with.size()},
      near_{species.front().with.size()}
{
}

void TrialEnergies::append(const Vec3& point, std::vector<double>& energies)
{
  cells_.find(point, near_);
  for (const InsertedSpecies& one : species_) {
    double energy = 0.0;
    for (std::size_t other = 0; other < one.with.size(); ++other) {
      const PairEnergy& pair = one.with[other];
      within_.clear();
      std::ranges::copy_if(near_.of(other), std::back_inserter(within_),
                           [&pair](double r_squared) { return r_squared > 0.0 && r_squared < pair.cutoff_squared; });
      energy += pair.sum(within_);
    }
    energies.push_back(energy);
  }
}

}  // namespace soret::detail
