#include "deepest_well.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace soret::detail {

namespace {

/// Energy of one pair of a term at a distance.
double pair_energy(const PairForce& term, Species a, Species b, double distance)
{
  ParticleBlock block{};
  std::fill(std::begin(block.x), std::end(block.x), empty_slot_coordinate);
  block.x[0] = distance;
  block.species[0] = static_cast<std::int64_t>(b);
  const CandidateRun run{&block, &block + 1, 0.0, 0.0, 0.0};
  return term.local_trial_sums(a, {&run, 1}, std::numeric_limits<double>::infinity()).energy;
}

double lowest_energy(const PairForce& term, Species a, Species b)
{
  constexpr int points = 2000;
  const double cutoff = term.cutoff(a, b);
  double lowest = 0.0;
  for (int k = 1; k <= points; ++k) {
    const double energy = pair_energy(term, a, b, cutoff * (static_cast<double>(k) - 0.5) / points);
    lowest = std::isfinite(energy) ? std::min(lowest, energy) : lowest;
  }
  return lowest;
}

}  // namespace

double deepest_well(std::span<const PairForce> terms, std::size_t species_count)
{
  double lowest = 0.0;
  for (const PairForce& term : terms) {
    for (std::size_t a = 0; a < species_count; ++a) {
      for (std::size_t b = a; b < species_count; ++b) {
        lowest = std::min(lowest, lowest_energy(term, static_cast<Species>(a), static_cast<Species>(b)));
      }
    }
  }
  return -1.01 * lowest;
}

}  // namespace soret::detail
