#pragma once
/// \file
/// The force terms of a simulation and the pairs that each of them runs over.

#include <soret/forces/pair_force.hpp>
#include <soret/neighbour/neighbours.hpp>
#include <soret/neighbour/pair_search.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace soret {

/// Applies all terms. A term that concerns one rare species alone, such as a particle that is coupled by degrees, runs
/// over that species' pairs only: beside the others it costs nothing.
class ForceTerms {
 public:
  /// `species_count`: particles of every species.
  ForceTerms(std::vector<PairForce> terms, const std::vector<std::int64_t>& species_count);

  /// Adds what this kind of loop sums of all terms and one part of the pairs to the slots. Rank-local.
  void local_add_forces(Neighbours& lists, PairPart part, Precision precision, PairLoopKind kind);

  const std::vector<PairForce>& all() const { return terms_; }
  double largest_cutoff() const;

 private:
  struct RareSpecies {
    Species species;
    std::int64_t list = -1;  ///< number of the list that `pairs` are a part of
    std::array<PairLists, pair_parts.size()> pairs;
  };

  std::vector<PairForce> terms_;
  std::vector<std::optional<RareSpecies>> rare_;  ///< one per term
};

}  // namespace soret
