#pragma once
/// \file
/// Particles change ranks, their histories should not: every id has a rank that keeps what is remembered about it.

#include <soret/core/state.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/sampler.hpp>

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace soret {

/// Brings positions and velocities from the ranks that own particles to the ranks that keep their histories, id modulo
/// the number of ranks. The kept particles are numbered by species, then id, so that the order does not depend on who
/// owns them.
class IdKeepers {
 public:
  explicit IdKeepers(mpi::Communicator communicator);

  const mpi::Communicator& communicator() const { return communicator_; }
  /// Learns ids and species. Collective.
  void learn(const Snapshot& snapshot);
  bool has_learnt() const { return !begins_.empty(); }

  /// Particles kept here.
  std::size_t size() const { return ids_.size(); }
  /// Slot of the first kept particle of a species; the slots of a species end where the next one's begin.
  std::size_t begin(std::size_t species) const { return static_cast<std::size_t>(begins_[species]); }

  /// Unwrapped positions, position + image × box length, of the kept particles: all x, then all y, then all z.
  /// Collective. Throws RunTimeFailure if particles appeared or vanished since `learn`.
  std::vector<double> positions(const Snapshot& snapshot) const;
  /// Velocities of the kept particles, in the same way.
  std::vector<double> velocities(const Snapshot& snapshot) const;

  void save(State& state) const;
  void load(const State& state);

 private:
  std::size_t keeper_of(std::int64_t id) const;
  /// The number of kept particles if the id is not among them.
  std::size_t slot_of(std::int64_t id) const;
  std::vector<std::vector<double>> exchange(const std::vector<std::vector<double>>& outgoing) const;
  void number_slots();
  template <class Coordinate>
  std::vector<std::vector<double>> packed(const Particles& particles, const Coordinate& coordinate) const;
  template <class Coordinate>
  std::vector<double> collected(const Snapshot& snapshot, const Coordinate& coordinate) const;

  mpi::Communicator communicator_;
  std::vector<std::int64_t> ids_;     ///< by slot
  std::vector<std::int64_t> begins_;  ///< first slot of every species, then the number of slots
  std::vector<std::size_t> slots_;    ///< by id - first_id_, if ids lie close together; else empty
  std::int64_t first_id_ = 0;
  std::unordered_map<std::int64_t, std::size_t> slots_of_scattered_;  ///< if they do not
};

}  // namespace soret
