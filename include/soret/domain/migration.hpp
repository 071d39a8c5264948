#pragma once
/// \file
/// Particles change owner.

#include <soret/domain/rank_grid.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/system/particles.hpp>

#include <span>
#include <vector>

namespace soret {

/// What goes along with the particles when they change owner or order, besides what Particles holds: arrays with a
/// value for each particle. As many on every rank.
using Luggage = std::span<std::vector<double>* const>;

/// Wraps positions into the box (counting images) and hands particles that left this rank's domain from neighbour to
/// neighbour, axis by axis. Collective; `hops`, the same on all ranks, is how many domains further particles may go
/// along each axis: more than one if planes were shifted far. Throws RunTimeFailure, naming the particle, if one is not
/// finite or moved further than that. The forces of migrated particles are lost.
void migrate(const mpi::Communicator& communicator, const RankGrid& grid, const Box& box, Particles& particles,
             Luggage luggage = {}, int hops = 1);

/// Keeps of `everything` (identical on all ranks, positions inside the box) what this rank owns.
Particles select_owned(const RankGrid& grid, const Box& box, Particles everything);

/// Copies particle `from` over particle `to` of the same or another set.
void copy_particle(const Particles& source, std::size_t from, Particles& target, std::size_t to);

}  // namespace soret
