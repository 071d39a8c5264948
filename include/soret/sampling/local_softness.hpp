#pragma once
/// \file
/// The curvature of every particle's own cage.

#include <soret/estimate/local_cage.hpp>
#include <soret/system/particles.hpp>

#include <vector>

namespace soret {

/// As far as neighbours are looked at: three length units, or half of a shorter box.
Distance largest_reach(const Box& box);

/// kappa_i of LocalCage for every particle of a configuration that is all on this rank; not collective. Throws
/// InputError if the box is shorter than two reaches or a particle is of a species that the cage does not know.
std::vector<double> local_cage_curvatures(const Box& box, const SpeciesTable& species, const Particles& particles,
                                          const LocalCage& cage);

}  // namespace soret
