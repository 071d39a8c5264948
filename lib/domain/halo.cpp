#include <soret/domain/halo.hpp>

#include <numeric>

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

/// All quantities of one slot after those of another. Returns the end.
double* pack(const BlockedArray& array, const std::vector<std::int32_t>& slots, double* to)
{
  for (const std::int32_t slot : slots) {
    const double* from = array.of(static_cast<std::size_t>(slot));
    for (std::size_t q = 0; q < array.quantities; ++q) {
      *to++ = from[q * block_width];
    }
  }
  return to;
}

/// Adds what `pack` has packed. Returns the end.
const double* add(const double* from, const std::vector<std::int32_t>& slots, const BlockedArray& array)
{
  for (const std::int32_t slot : slots) {
    double* to = array.of(static_cast<std::size_t>(slot));
    for (std::size_t q = 0; q < array.quantities; ++q) {
      to[q * block_width] += *from++;
    }
  }
  return from;
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

void Halo::exchange_positions(const std::array<double*, 3>& positions)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    Vec3 shift;
    shift[axis] = stages_[axis].shift;
    exchange(stages_[axis], positions, shift);
  }
}

void Halo::exchange_vectors(const std::array<double*, 3>& vectors)
{
  for (const Stage& stage : stages_) {
    exchange(stage, vectors, {});
  }
}

void Halo::exchange(const Stage& stage, const std::array<double*, 3>& vectors, const Vec3& shift)
{
  const auto [x, y, z] = vectors;
  outgoing_.resize(3 * stage.sent.size());
  incoming_.resize(3 * stage.received.size());
  double* to = outgoing_.data();
  for (const std::int32_t slot : stage.sent) {
    to[0] = x[slot] + shift.x;
    to[1] = y[slot] + shift.y;
    to[2] = z[slot] + shift.z;
    to += 3;
  }
  communicator_.exchange(stage.below, outgoing_, stage.above, incoming_);
  const double* from = incoming_.data();
  for (const std::int32_t slot : stage.received) {
    x[slot] = from[0];
    y[slot] = from[1];
    z[slot] = from[2];
    from += 3;
  }
}

void Halo::return_sums(std::span<const BlockedArray> arrays)
{
  const std::size_t quantities =
      std::accumulate(arrays.begin(), arrays.end(), std::size_t{0},
                      [](std::size_t sum, const BlockedArray& array) { return sum + array.quantities; });
  for (std::size_t axis = 3; axis-- > 0;) {
    const Stage& stage = stages_[axis];
    outgoing_.resize(quantities * stage.received.size());
    incoming_.resize(quantities * stage.sent.size());
    double* to = outgoing_.data();
    for (const BlockedArray& array : arrays) {
      to = pack(array, stage.received, to);
    }
    communicator_.exchange(stage.above, outgoing_, stage.below, incoming_);
    const double* from = incoming_.data();
    for (const BlockedArray& array : arrays) {
      from = add(from, stage.sent, array);
    }
  }
}

}  // namespace soret
