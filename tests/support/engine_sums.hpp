#pragma once
/// \file
/// Forces, energies and virials of one configuration by the engine, without a Simulation around it.

#include "brute_force.hpp"
#include "by_id.hpp"

#include <soret/domain/migration.hpp>
#include <soret/forces/force_field.hpp>

#include <algorithm>
#include <optional>

namespace test_support {

struct EngineOptions {
  Precision precision = Precision::double_precision;
  bool tally = true;  ///< without, only forces are computed
  std::optional<GridShape> grid = {};
};

/// In the order of ids, the same on every rank. Collective.
inline PairSums engine_sums(const mpi::Communicator& communicator, const System& system, const ForceField& field,
                            const EngineOptions& options = {})
{
  const std::vector<PairForce> terms = field.compile();
  double cutoff = 0.0;
  for (const PairForce& term : terms) {
    cutoff = std::max(cutoff, term.largest_cutoff());
  }
  const Skin skin{0.3};
  const RankGrid grid{communicator, system.box, cutoff + skin.value(), options.grid};
  Particles particles = select_owned(grid, system.box, system.particles);
  Neighbours neighbours{communicator, grid, cutoff, skin};
  neighbours.rebuild(system.box, particles);
  Slots& slots = neighbours.slots();
  slots.clear_sums(options.tally);
  if (options.precision == Precision::mixed) {
    slots.round_positions(neighbours.centre());
  }
  for (const PairForce& term : terms) {
    term.local_add_forces(neighbours.pairs(), slots, options.precision, options.tally);
  }
  neighbours.collect_forces(particles);
  const std::size_t count = system.particles.size();
  PairSums sums{count};
  sums.force = all_vectors_by_id(communicator, particles.id, particles.force, count);
  if (options.tally) {
    PairTallies tallies;
    neighbours.collect_tallies(tallies);
    sums.energy = all_by_id(communicator, particles.id, tallies.potential_energy, count);
    for (std::size_t c = 0; c < 6; ++c) {
      const auto component = all_by_id(communicator, particles.id, tallies.virial[c], count);
      for (std::size_t i = 0; i < count; ++i) {
        sums.virial[i][c] = component[i];
      }
    }
  }
  return sums;
}

}  // namespace test_support
