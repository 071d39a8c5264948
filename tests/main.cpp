/// The one main of all test programs: MPI around doctest, so that the same binary runs alone and under mpirun.
#define DOCTEST_CONFIG_IMPLEMENT
#include "test_session.hpp"

#include <doctest/doctest.h>

namespace {
soret::mpi::Session* session = nullptr;
}

soret::mpi::Communicator test_world() { return session->world(); }

int main(int argc, char** argv)
{
  soret::mpi::Session the_session{argc, argv};
  session = &the_session;
  doctest::Context context{argc, argv};
  const int failures = context.run();
  return failures;
}
