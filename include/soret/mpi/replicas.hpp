#pragma once
/// \file
/// Putting together what independent replicas found.

#include <soret/mpi/communicator.hpp>

#include <vector>

namespace soret::mpi {

/// The arrays of the replicas' roots, in the order of their ranks in `world`, on every rank. `replica` is a split of
/// `world`; its root's array must not be empty. Collective over `world`.
std::vector<std::vector<double>> gather_from_roots(const Communicator& world, const Communicator& replica,
                                                   const std::vector<double>& values);

}  // namespace soret::mpi
