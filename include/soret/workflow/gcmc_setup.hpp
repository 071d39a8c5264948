#pragma once
/// \file
/// From what a configuration of soret-gcmc says to reservoirs and moves.

#include <soret/input/gcmc_settings.hpp>
#include <soret/montecarlo/displacement.hpp>
#include <soret/montecarlo/identity_exchange.hpp>
#include <soret/montecarlo/identity_swap.hpp>
#include <soret/montecarlo/reservoir.hpp>
#include <soret/montecarlo/transfer.hpp>
#include <soret/montecarlo/volume_change.hpp>

#include <string>
#include <vector>

namespace soret {

/// Temperature, activities, pressure.
Reservoir reservoir_of(const GcmcState& state);

/// All species of a table, in order.
std::vector<Species> all_species(const SpeciesTable& table);

/// The displacements of the particles of the start at fixed numbers.
Displacement displacement_of(const GcmcSettings& settings);

/// The moves whose steps are tuned, as far as a chain has them.
struct TunedMoves {
  const Displacement* displacement = nullptr;
  const VolumeChange* volume_change = nullptr;

  /// Largest steps as they are; empty if nothing is displaced and no volume changes.
  std::string in_words(const SpeciesTable& species) const;
};

/// Adds the configured moves to a chain of any kind, except volume changes.
template <class Chain>
TunedMoves add_moves(Chain& chain, const GcmcSettings& settings)
{
  const MoveSettings& moves = settings.moves;
  const SpeciesTable& species = settings.model.species;
  const std::vector<Species> all = all_species(species);
  TunedMoves tuned;
  if (moves.displacements > 0.0) {
    tuned.displacement = &chain.add(displacement_of(settings), moves.displacements);
  }
  if (moves.exchanges > 0.0) {
    chain.add(Transfer{species, all, moves.insertion_trials}, moves.exchanges);
  }
  if (moves.identity_changes > 0.0) {
    chain.add(IdentityExchange{species, all}, moves.identity_changes);
  }
  if (moves.swaps > 0.0) {
    chain.add(IdentitySwap{species, all}, moves.swaps);
  }
  return tuned;
}

}  // namespace soret
