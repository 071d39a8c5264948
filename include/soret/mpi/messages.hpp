#pragma once
/// \file
/// Messages that travel while something else is done.

#include <soret/mpi/communicator.hpp>

#include <memory>
#include <span>

namespace soret::mpi {

/// Point-to-point messages under way: flat arrays of doubles, which must stay where they are until they have left or
/// arrived. Not collective: what one rank sends, the other must receive, with the same length and channel. Moving the
/// object moves nothing that is under way. After a failure on one rank the communicator must not be used again: what
/// was given up there may still arrive elsewhere.
class Messages {
 public:
  explicit Messages(const Communicator& communicator);
  Messages(Messages&&) noexcept;
  Messages& operator=(Messages&&) = delete;  // arrays of what was under way before might be gone by then
  /// Waits until all has left, unless an exception is on its way (waiting would hang where all have failed). What has
  /// not arrived never will.
  ~Messages();

  /// Begins to send to another rank. Messages of different channels (0, 1, ...) to one rank are told apart by it.
  /// Throws RunTimeFailure if MPI cannot.
  void send(int destination, int channel, std::span<const double> outgoing);
  /// Begins to receive from another rank. Throws RunTimeFailure if MPI cannot.
  void receive(int source, int channel, std::span<double> incoming);

  /// Returns when all that was to be received is there. Throws RunTimeFailure if something failed, or if a message was
  /// longer or shorter than expected.
  void wait_received();
  /// Returns when the arrays given to `send` may be changed again. Throws RunTimeFailure if something failed.
  void wait_sent();

 private:
  struct Requests;
  std::unique_ptr<Requests> requests_;
};

}  // namespace soret::mpi
