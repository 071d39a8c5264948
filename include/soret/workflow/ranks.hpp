#pragma once
/// \file
/// The ranks of a program and their replicas.

#include <soret/core/quantity.hpp>
#include <soret/mpi/communicator.hpp>

namespace soret {

/// The ranks of one program: all of them, and those that share this rank's replica.
struct Ranks {
  mpi::Communicator world;
  mpi::Communicator replica;
  int replica_index;
  int replicas;
};

/// Splits the ranks evenly among replicas. Throws InputError, with the numbers, if that is impossible. Collective.
Ranks split_into_replicas(const mpi::Communicator& world, int replicas);

/// The seed of the n-th of several independent parts of a run: they differ in everything random.
Seed seed_of_part(Seed seed, std::uint64_t part);

}  // namespace soret
