#pragma once
/// \file
/// MPI from start to end of a program, as one object.

#include <soret/mpi/communicator.hpp>

#include <iosfwd>
#include <memory>

namespace soret::mpi {

/// Initialises MPI on construction and finalises it on destruction. One per program, first line of main. A program
/// started without mpirun is one rank. If the destructor runs because of an exception on one rank only, all ranks are
/// aborted.
class Session {
 public:
  Session(int& argc, char**& argv);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// All processes of the program.
  Communicator world() const;
  /// std::cout on rank 0; a stream that swallows everything on the others.
  std::ostream& root_out() const;
  /// Ends all processes of the program at once with this exit status. For failures that only one rank knows of.
  [[noreturn]] void abort(int status) const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace soret::mpi
