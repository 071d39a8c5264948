#include <soret/domain/halo.hpp>

namespace soret {

namespace {

constexpr std::size_t record_size = 5;  // position, species, zone

/// Everything a stage may send on: own particles, then the ghosts of earlier stages.
std::vector<Ghost> own_particles(const Particles& particles)
{
  std::vector<Ghost> known;
  known.reserve(particles.size() * 2);
  for (std::size_t i = 0; i < particles.size(); ++i) {
    known.push_back({particles.position_of(i), particles.species[i], 0});
  }
  return known;
}

void pack(const Ghost& ghost, std::size_t axis, double shift, std::vector<double>& buffer)
{
  Vec3 position = ghost.position;
  position[axis] += shift;
  buffer.insert(buffer.end(), {position.x, position.y, position.z, static_cast<double>(index(ghost.species)),
                               static_cast<double>(ghost.zone | (1U << axis))});
}

}  // namespace

Halo::Halo(const mpi::Communicator& communicator, const RankGrid& grid) : communicator_{communicator}, grid_{grid} {}

std::vector<Ghost> Halo::build(const Box& box, const Particles& particles, double range)
{
  std::vector<Ghost> known = own_particles(particles);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    Stage& stage = stages_[axis];
    stage = {.below = grid_.neighbour(axis, -1),
             .above = grid_.neighbour(axis, +1),
             .shift = grid_.is_lowest(axis) ? box.lengths()[axis] : 0.0,
             .sent = {},
             .received = {}};
    const double limit = grid_.lower(box)[axis] + range;
    outgoing_.clear();
    for (std::size_t k = 0; k < known.size(); ++k) {
      if (known[k].position[axis] < limit) {
        stage.sent.push_back(static_cast<std::int32_t>(k));
        pack(known[k], axis, stage.shift, outgoing_);
      }
    }
    const std::vector<double> arrived = communicator_.exchange_unknown_length(stage.below, outgoing_, stage.above);
    for (std::size_t at = 0; at < arrived.size(); at += record_size) {
      const double* record = arrived.data() + at;
      stage.received.push_back(static_cast<std::int32_t>(known.size()));
      known.push_back({{record[0], record[1], record[2]},
                       Species{static_cast<std::uint8_t>(record[3])},
                       static_cast<Zone>(record[4])});
    }
  }
  return {known.begin() + static_cast<std::ptrdiff_t>(particles.size()), known.end()};
}

void Halo::renumber(std::span<const std::int32_t> slot_of)
{
  for (Stage& stage : stages_) {
    for (std::int32_t& k : stage.sent) {
      k = slot_of[static_cast<std::size_t>(k)];
    }
    for (std::int32_t& k : stage.received) {
      k = slot_of[static_cast<std::size_t>(k)];
    }
  }
}

void Halo::exchange_positions(std::span<double> x, std::span<double> y, std::span<double> z)
{
  const std::array<double*, 3> coordinates{x.data(), y.data(), z.data()};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const Stage& stage = stages_[axis];
    outgoing_.resize(3 * stage.sent.size());
    incoming_.resize(3 * stage.received.size());
    for (std::size_t component = 0; component < 3; ++component) {
      const double* from = coordinates[component];
      const double shift = component == axis ? stage.shift : 0.0;
      double* to = outgoing_.data() + component * stage.sent.size();
      for (const std::int32_t slot : stage.sent) {
        *to++ = from[slot] + shift;
      }
    }
    communicator_.exchange(stage.below, outgoing_, stage.above, incoming_);
    for (std::size_t component = 0; component < 3; ++component) {
      const double* from = incoming_.data() + component * stage.received.size();
      for (const std::int32_t slot : stage.received) {
        coordinates[component][slot] = *from++;
      }
    }
  }
}

void Halo::return_sums(std::span<const BlockedArray> arrays)
{
  for (std::size_t axis = 3; axis-- > 0;) {
    const Stage& stage = stages_[axis];
    outgoing_.resize(arrays.size() * stage.received.size());
    incoming_.resize(arrays.size() * stage.sent.size());
    double* to = outgoing_.data();
    for (const BlockedArray& array : arrays) {
      for (const std::int32_t slot : stage.received) {
        *to++ = array[static_cast<std::size_t>(slot)];
      }
    }
    communicator_.exchange(stage.above, outgoing_, stage.below, incoming_);
    const double* from = incoming_.data();
    for (const BlockedArray& array : arrays) {
      for (const std::int32_t slot : stage.sent) {
        array[static_cast<std::size_t>(slot)] += *from++;
      }
    }
  }
}

}  // namespace soret
