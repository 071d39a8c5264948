/// The one main of all test programs: MPI around doctest, so that the same binary runs alone and under mpirun.
#define DOCTEST_CONFIG_IMPLEMENT
#include "test_session.hpp"

#include <doctest/doctest.h>

#include <memory>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
using NoLeaksLookedFor = __lsan::ScopedDisabler;
#else
struct NoLeaksLookedFor {
  NoLeaksLookedFor() {}
};
#endif

namespace {
soret::mpi::Session* session = nullptr;

/// What OpenMPI allocates when it starts or ends it never frees.
std::unique_ptr<soret::mpi::Session> started(int& argc, char**& argv)
{
  const NoLeaksLookedFor during_start;
  return std::make_unique<soret::mpi::Session>(argc, argv);
}
}  // namespace

soret::mpi::Communicator test_world() { return session->world(); }

int main(int argc, char** argv)
{
  std::unique_ptr<soret::mpi::Session> the_session = started(argc, argv);
  session = the_session.get();
  doctest::Context context{argc, argv};
  const int failures = context.run();
  const NoLeaksLookedFor during_end;
  the_session.reset();
  return failures;
}
