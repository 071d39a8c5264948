#pragma once
/// \file
/// What the starts share: the order of sites along a space-filling curve and the species along it.

#include <soret/core/quantity.hpp>
#include <soret/input/composition.hpp>
#include <soret/system/box.hpp>
#include <soret/system/particles.hpp>

#include <vector>

namespace soret {

/// The points in an order in which neighbours in the list are neighbours in space (Morton order of small cubes).
std::vector<Vec3> in_space_filling_order(const Box& box, std::vector<Vec3> points);

/// A species for each of the counted particles such that every stretch of the list has nearly the mean composition:
/// species follow each other as regularly as their counts allow and are then shuffled within short blocks.
std::vector<Species> evenly_shuffled(const std::vector<SpeciesCount>& counts, Seed seed);

/// A system with those points, in this order, and evenly shuffled species.
System populated(const Box& box, const std::vector<Vec3>& points, const std::vector<SpeciesCount>& counts,
                 const SpeciesTable& species, Seed seed);

}  // namespace soret
