#pragma once
/// \file
/// A maximum over all ranks that is found while something else is done.

#include <soret/mpi/communicator.hpp>

#include <memory>

namespace soret::mpi {

/// One maximum at a time.
class PendingMaximum {
 public:
  explicit PendingMaximum(const Communicator& communicator);
  PendingMaximum(PendingMaximum&&) noexcept;
  PendingMaximum& operator=(PendingMaximum&&) noexcept;
  /// Waits for what is under way, unless an exception is.
  ~PendingMaximum();

  /// Gives this rank's value, which is not NaN. Collective; nothing may be under way.
  void start(double value);
  bool is_under_way() const;
  /// The largest of all ranks' values. Collective, after `start`.
  double wait();

 private:
  struct Reduction;
  std::unique_ptr<Reduction> reduction_;
};

}  // namespace soret::mpi
