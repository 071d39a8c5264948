#pragma once
/// \file
/// Reasons to leave a run before its end: signals and the wall clock.

#include <soret/mpi/communicator.hpp>

#include <chrono>
#include <optional>
#include <string>

namespace soret {

/// While it lives, SIGTERM, SIGINT and SIGUSR1 do not end the program but are remembered. One per program.
class Interruption {
 public:
  /// `max_wall_seconds` counts from construction.
  explicit Interruption(std::optional<double> max_wall_seconds);
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  double wall_seconds() const;
  /// Why to stop now ("signal 15", "--max-time"), the same on all ranks; empty: go on. Collective; the root's clock
  /// counts.
  std::string all_reason(const mpi::Communicator& communicator) const;

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::optional<double> max_wall_seconds_;
};

}  // namespace soret
