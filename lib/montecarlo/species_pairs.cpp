#include "species_pairs.hpp"

#include <soret/core/error.hpp>

#include <cstddef>

namespace soret::detail {

std::vector<std::pair<Species, Species>> unordered_pairs(const std::vector<Species>& species)
{
  std::vector<std::pair<Species, Species>> pairs;
  for (std::size_t a = 0; a < species.size(); ++a) {
    for (std::size_t b = a + 1; b < species.size(); ++b) {
      pairs.emplace_back(species[a], species[b]);
      if (species[a] == species[b]) {
        throw InputError("a species is given twice to a move that changes identities");
      }
    }
  }
  if (pairs.empty()) {
    throw InputError("a move that changes identities needs at least two species");
  }
  return pairs;
}

}  // namespace soret::detail
