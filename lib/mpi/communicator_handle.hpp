#pragma once
/// \file
/// What a Communicator holds (private to the mpi module).

#include <soret/mpi/communicator.hpp>

#include <boost/mpi/communicator.hpp>

namespace soret::mpi {

struct Communicator::Handle {
  boost::mpi::communicator group;
};

}  // namespace soret::mpi
