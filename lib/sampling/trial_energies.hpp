#pragma once
/// \file
/// Energies of particles that are not there, or not of that species (private to the sampling module).

#include "neighbour_cells.hpp"

#include <soret/sampling/widom_insertion.hpp>

#include <vector>

namespace soret::detail {

/// What this rank's particles contribute to the energy of a particle of any of some species at given points. A particle
/// at the very point is left out: it is the one that is tried as another.
class TrialEnergies {
 public:
  /// The species must know the same others. Throws InputError if the box is shorter than two cutoffs.
  TrialEnergies(const Snapshot& snapshot, const std::vector<InsertedSpecies>& species);

  /// Appends the energies at `point` (within the box), one per species.
  void append(const Vec3& point, std::vector<double>& energies);

 private:
  const std::vector<InsertedSpecies>& species_;
  NeighbourCells cells_;
  NearbyDistances near_;
  std::vector<double> within_;
};

}  // namespace soret::detail
