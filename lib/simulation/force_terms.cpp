#include <soret/simulation/force_terms.hpp>

#include <soret/neighbour/pairs_of_species.hpp>

#include <algorithm>
#include <numeric>
#include <utility>

namespace soret {

namespace {

/// With this part of the particles, a species is in about half of the cluster pairs.
constexpr std::int64_t one_in = 16;

}  // namespace

ForceTerms::ForceTerms(std::vector<PairForce> terms, const std::vector<std::int64_t>& species_count)
    : terms_{std::move(terms)}, rare_(terms_.size())
{
  const std::int64_t particles = std::accumulate(species_count.begin(), species_count.end(), std::int64_t{0});
  for (std::size_t t = 0; t < terms_.size(); ++t) {
    const std::optional<Species> common = terms_[t].common_species();
    if (common && one_in * species_count[index(*common)] < particles) {
      rare_[t] = RareSpecies{.species = *common, .list = -1, .pairs = {}};
    }
  }
}

void ForceTerms::local_add_forces(Neighbours& lists, PairPart part, Precision precision, PairLoopKind kind)
{
  for (std::size_t t = 0; t < terms_.size(); ++t) {
    std::optional<RareSpecies>& rare = rare_[t];
    if (rare && rare->list != lists.near_count()) {
      for (const PairPart each : pair_parts) {
        rare->pairs[static_cast<std::size_t>(each)] = pairs_of_species(lists.pairs(each), lists.slots(), rare->species);
      }
      rare->list = lists.near_count();
    }
    const ClusterPairs pairs = rare ? rare->pairs[static_cast<std::size_t>(part)].view() : lists.pairs(part);
    terms_[t].local_add_forces(pairs, lists.slots(), precision, kind);
  }
}

double ForceTerms::largest_cutoff() const
{
  double largest = 0.0;
  for (const PairForce& term : terms_) {
    largest = std::max(largest, term.largest_cutoff());
  }
  return largest;
}

}  // namespace soret
