#pragma once
/// \file
/// The processes that work on one simulation. The only module that knows Boost.MPI is this one.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace soret::mpi {

/// A group of processes. Cheap to copy (a shared handle). Members whose names say all_, broadcast, gather, split or
/// barrier are collective: every rank of the group must call them.
class Communicator {
 public:
  struct Handle;
  explicit Communicator(std::shared_ptr<Handle> handle);

  int rank() const;
  int size() const;
  bool is_root() const { return rank() == 0; }

  double all_sum(double value) const;
  std::int64_t all_sum(std::int64_t value) const;
  void all_sum(std::span<double> values) const;  ///< in place, element by element
  double all_max(double value) const;
  double all_min(double value) const;
  bool all_any(bool value) const;  ///< true on every rank if true on any
  void barrier() const;

  void broadcast(std::string& text) const;            ///< from root, resizes on the others
  void broadcast(std::vector<double>& values) const;  ///< from root, resizes on the others
  /// Every rank's values on root in rank order; empty elsewhere. Lengths may differ.
  std::vector<std::vector<double>> gather(std::span<const double> values) const;
  std::vector<std::vector<std::int64_t>> gather(std::span<const std::int64_t> values) const;
  std::vector<std::string> gather(const std::string& text) const;

  /// The ranks that give the same colour form a new group, ordered by their rank here.
  Communicator split(int colour) const;

  /// Sends `outgoing` to one rank while receiving `incoming` from another; both may be this rank. Lengths must match
  /// what the partner sends.
  void exchange(int destination, std::span<const double> outgoing, int source, std::span<double> incoming) const;
  /// The same for a message whose length the receiver does not know.
  std::vector<double> exchange_unknown_length(int destination, std::span<const double> outgoing, int source) const;

 private:
  friend class Messages;
  friend class PendingMaximum;

  std::shared_ptr<Handle> handle_;
};

}  // namespace soret::mpi
