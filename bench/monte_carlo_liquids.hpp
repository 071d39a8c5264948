#pragma once
/// \file
/// The dense Lennard-Jones liquids on which the speed of Monte Carlo is measured.

#include <soret/soret.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace soret::bench {

/// Energies 0.6 and 1, cut and shifted.
inline ForceField mixture()
{
  ForceField field{Cutoff{2.5}, Mixing::lorentz_berthelot};
  field.add({.name = "1"}, LennardJones{.epsilon = 0.6});
  field.add({.name = "2"}, LennardJones{});
  return field;
}

/// Simply cut.
inline ForceField pure()
{
  ForceField field{Cutoff{2.5}};
  field.add({.name = "1"}, LennardJones{.truncation = Truncation::cut});
  return field;
}

/// A liquid of density 0.8 that has forgotten its lattice (the largest ones not quite).
inline System liquid(const ForceField& field, std::int64_t particles)
{
  std::vector<SpeciesCount> counts;
  const auto kinds = static_cast<std::int64_t>(field.species().size());
  for (std::int64_t s = 0; s < kinds; ++s) {
    counts.push_back({static_cast<Species>(s), particles / kinds});
  }
  System start = lattice(box_of_density(particles, NumberDensity{0.8}), counts, field.species());
  MonteCarloChain chain{start, field, Reservoir{Temperature{1.0}}};
  chain.add(Displacement{field.species(), 0.15}, 1.0);
  chain.advance(std::min<std::int64_t>(30 * particles, 3'000'000));
  return chain.exported();
}

}  // namespace soret::bench
