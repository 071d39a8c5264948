#pragma once
/// \file
/// A maximum over all ranks that is found while something else is done.

#include <soret/mpi/communicator.hpp>

#include <memory>

namespace soret::mpi {

/// One maximum at a time. After a failure on one rank the communicator must not be used again: its other ranks may wait
/// for a value that never comes.
class PendingMaximum {
 public:
  explicit PendingMaximum(const Communicator& communicator);
  PendingMaximum(PendingMaximum&&) noexcept;
  PendingMaximum& operator=(PendingMaximum&&) = delete;  // what was under way before still needs its numbers
  /// Waits for what is under way, unless an exception is.
  ~PendingMaximum();

  /// Gives this rank's value, which is not NaN. Collective; nothing may be under way. Throws RunTimeFailure if
  /// MPI cannot.
  void start(double value);
  bool is_under_way() const;
  /// The largest of all ranks' values. Collective, after `start`. Throws RunTimeFailure if it failed.
  double wait();

 private:
  struct Reduction;
  std::unique_ptr<Reduction> reduction_;
};

}  // namespace soret::mpi
