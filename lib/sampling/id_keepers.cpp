#include <soret/sampling/id_keepers.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace soret {

IdKeepers::IdKeepers(mpi::Communicator communicator) : communicator_{std::move(communicator)} {}

std::size_t IdKeepers::keeper_of(std::int64_t id) const
{
  const std::int64_t ranks = communicator_.size();
  return static_cast<std::size_t>(((id % ranks) + ranks) % ranks);
}

/// One message per destination; what arrives is in the order of the senders' distance, the same in every run.
std::vector<std::vector<double>> IdKeepers::exchange(const std::vector<std::vector<double>>& outgoing) const
{
  const int ranks = communicator_.size();
  const int here = communicator_.rank();
  std::vector<std::vector<double>> incoming;
  for (int shift = 0; shift < ranks; ++shift) {
    const int destination = (here + shift) % ranks;
    const int source = (here - shift + ranks) % ranks;
    incoming.push_back(
        communicator_.exchange_unknown_length(destination, outgoing[static_cast<std::size_t>(destination)], source));
  }
  return incoming;
}

void IdKeepers::learn(const Snapshot& snapshot)
{
  const Particles& particles = snapshot.particles;
  std::vector<std::vector<double>> outgoing(static_cast<std::size_t>(communicator_.size()));
  for (std::size_t i = 0; i < particles.size(); ++i) {
    std::vector<double>& message = outgoing[keeper_of(particles.id[i])];
    message.push_back(static_cast<double>(index(particles.species[i])));
    message.push_back(static_cast<double>(particles.id[i]));
  }
  std::vector<std::array<std::int64_t, 2>> kept;  // species, id
  for (const std::vector<double>& message : exchange(outgoing)) {
    for (std::size_t at = 0; at < message.size(); at += 2) {
      kept.push_back({static_cast<std::int64_t>(message[at]), static_cast<std::int64_t>(message[at + 1])});
    }
  }
  std::sort(kept.begin(), kept.end());
  ids_.clear();
  begins_.assign(snapshot.species.size() + 1, 0);
  for (const auto& [species, id] : kept) {
    ids_.push_back(id);
    ++begins_[static_cast<std::size_t>(species) + 1];
  }
  for (std::size_t s = 1; s < begins_.size(); ++s) {
    begins_[s] += begins_[s - 1];
  }
  number_slots();
}

void IdKeepers::number_slots()
{
  slots_.clear();
  slots_of_scattered_.clear();
  if (ids_.empty()) {
    return;
  }
  const auto [first, last] = std::minmax_element(ids_.begin(), ids_.end());
  const std::int64_t most_per_particle = 8 * communicator_.size();
  first_id_ = *first;
  const bool is_close = *last - *first < most_per_particle * static_cast<std::int64_t>(ids_.size());
  if (is_close) {
    slots_.assign(static_cast<std::size_t>(*last - *first + 1), size());
  }
  for (std::size_t slot = 0; slot < ids_.size(); ++slot) {
    (is_close ? slots_[static_cast<std::size_t>(ids_[slot] - first_id_)] : slots_of_scattered_[ids_[slot]]) = slot;
  }
}

std::size_t IdKeepers::slot_of(std::int64_t id) const
{
  if (slots_.empty()) {
    const auto found = slots_of_scattered_.find(id);
    return found == slots_of_scattered_.end() ? size() : found->second;
  }
  const std::int64_t place = id - first_id_;
  return place >= 0 && place < static_cast<std::int64_t>(slots_.size()) ? slots_[static_cast<std::size_t>(place)]
                                                                        : size();
}

/// `coordinate(axis, i)` of all particles of all ranks, at their keepers. With one rank nothing is packed.
template <class Coordinate>
std::vector<double> IdKeepers::collected(const Snapshot& snapshot, const Coordinate& coordinate) const
{
  std::vector<double> values(3 * size());
  std::size_t arrived = 0;
  const auto file = [&](std::int64_t id, const auto& component) {
    const std::size_t slot = slot_of(id);
    if (slot == size()) {
      throw RunTimeFailure(
          fmt::format("step {}: particle {} was not there when its motion began to be followed", snapshot.step, id));
    }
    for (std::size_t axis = 0; axis < 3; ++axis) {
      values[axis * size() + slot] = component(axis);
    }
    ++arrived;
  };
  const Particles& particles = snapshot.particles;
  if (communicator_.size() == 1) {
    for (std::size_t i = 0; i < particles.size(); ++i) {
      file(particles.id[i], [&](std::size_t axis) { return coordinate(axis, i); });
    }
  }
  else {
    constexpr std::size_t record = 4;  // id and three coordinates
    for (const std::vector<double>& message : exchange(packed(particles, coordinate))) {
      for (std::size_t at = 0; at < message.size(); at += record) {
        file(static_cast<std::int64_t>(message[at]), [&](std::size_t axis) { return message[at + 1 + axis]; });
      }
    }
  }
  if (arrived != size()) {
    throw RunTimeFailure(
        fmt::format("step {}: {} particles are there of {} whose motion is followed", snapshot.step, arrived, size()));
  }
  return values;
}

/// A message for each keeper: id and coordinates of every particle here.
template <class Coordinate>
std::vector<std::vector<double>> IdKeepers::packed(const Particles& particles, const Coordinate& coordinate) const
{
  std::vector<std::vector<double>> outgoing(static_cast<std::size_t>(communicator_.size()));
  for (std::size_t i = 0; i < particles.size(); ++i) {
    std::vector<double>& message = outgoing[keeper_of(particles.id[i])];
    message.push_back(static_cast<double>(particles.id[i]));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      message.push_back(coordinate(axis, i));
    }
  }
  return outgoing;
}

std::vector<double> IdKeepers::positions(const Snapshot& snapshot) const
{
  const Particles& particles = snapshot.particles;
  return collected(snapshot, [&](std::size_t axis, std::size_t i) {
    return particles.position[axis][i] + particles.image[axis][i] * snapshot.box.lengths()[axis];
  });
}

std::vector<double> IdKeepers::velocities(const Snapshot& snapshot) const
{
  return collected(snapshot, [&](std::size_t axis, std::size_t i) { return snapshot.particles.velocity[axis][i]; });
}

void IdKeepers::save(State& state) const
{
  state.put("ranks", static_cast<std::int64_t>(communicator_.size()));
  state.put("ids", ids_);
  state.put("begins", begins_);
}

void IdKeepers::load(const State& state)
{
  if (state.integer("ranks") != communicator_.size()) {
    throw RunTimeFailure(fmt::format("the saved motion of particles was kept by {} ranks; now there are {}",
                                     state.integer("ranks"), communicator_.size()));
  }
  ids_ = state.integers("ids");
  begins_ = state.integers("begins");
  number_slots();
}

}  // namespace soret
