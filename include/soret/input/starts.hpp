#pragma once
/// \file
/// Starting configurations made from nothing: a lattice, or a random packing. Both fill the box evenly with an even
/// composition, give the particles the ids 0, 1, 2, ... and no velocity, and are functions of their arguments: every
/// rank that calls them gets the same system.

#include <soret/core/quantity.hpp>
#include <soret/input/composition.hpp>
#include <soret/system/box.hpp>
#include <soret/system/particles.hpp>

#include <vector>

namespace soret {

/// The particles on a face-centred cubic lattice that is stretched to fit the box: of all numbers of cells with enough
/// sites, those that keep the nearest sites farthest apart. Surplus sites stay empty, spread evenly. Species are
/// shuffled within small neighbourhoods of fixed composition, so that every slice of the box has nearly the mean
/// composition. Throws InputError unless there is at least one particle.
System lattice(const Box& box, const std::vector<SpeciesCount>& counts, const SpeciesTable& species = {},
               Seed seed = Seed{1});

/// The particles at random positions, at least `minimum_distance` apart: uniform random points, moved apart pair by
/// pair until none is nearer. Throws InputError if there is no particle, or if the packing is too dense to get there.
System random_packing(const Box& box, const std::vector<SpeciesCount>& counts, const SpeciesTable& species,
                      double minimum_distance, Seed seed);

/// Gives every particle a velocity from the Maxwell-Boltzmann distribution (keyed by its id), then removes the total
/// momentum and scales to sum_i m_i v_i² = (3N - 3) k_B T exactly. Needs the whole system and its species table; every
/// rank that calls it gets the same velocities. Throws InputError for fewer than two particles.
void draw_velocities(System& system, Temperature temperature, Seed seed);

}  // namespace soret
