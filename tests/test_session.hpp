#pragma once
/// \file
/// The communicator of the running test program.

#include <soret/mpi/session.hpp>

/// All ranks of the test program; one rank when it was started without mpirun.
soret::mpi::Communicator test_world();
