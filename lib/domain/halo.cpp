#include <soret/domain/halo.hpp>

#include <limits>
#include <utility>

namespace soret {

namespace {

constexpr std::size_t record_size = 4;  // position, species

/// Positions travel in channels numbered by their zone.
int sums_channel(Zone zone) { return static_cast<int>(zone_count) + zone; }

bool has_bit(Zone zone, std::size_t axis) { return (zone >> axis & 1U) != 0; }

Zone divided_axes(const RankGrid& grid)
{
  unsigned axes = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    axes |= static_cast<unsigned>(grid.shape()[axis] > 1) << axis;
  }
  return static_cast<Zone>(axes);
}

/// All quantities of one slot after those of another. Returns the end.
template <class T>
double* pack(const BlockedArray<T>& array, const std::vector<std::int32_t>& slots, double* to)
{
  for (const std::int32_t slot : slots) {
    const T* from = array.of(static_cast<std::size_t>(slot));
    for (std::size_t q = 0; q < array.quantities; ++q) {
      *to++ = from[q * block_width];
    }
  }
  return to;
}

/// Adds what `pack` has packed. Returns the end.
template <class T>
const double* add(const double* from, const std::vector<std::int32_t>& slots, const BlockedArray<T>& array)
{
  for (const std::int32_t slot : slots) {
    T* to = array.of(static_cast<std::size_t>(slot));
    for (std::size_t q = 0; q < array.quantities; ++q) {
      to[q * block_width] += static_cast<T>(*from++);
    }
  }
  return from;
}

void copy_shifted(const std::vector<std::int32_t>& originals, const std::vector<std::int32_t>& copies,
                  const Vec3& shift, const std::array<double*, 3>& vectors)
{
  const auto [x, y, z] = vectors;
  for (std::size_t k = 0; k < copies.size(); ++k) {
    x[copies[k]] = x[originals[k]] + shift.x;
    y[copies[k]] = y[originals[k]] + shift.y;
    z[copies[k]] = z[originals[k]] + shift.z;
  }
}

template <class T>
void add_to_originals(const std::vector<std::int32_t>& originals, const std::vector<std::int32_t>& copies,
                      const BlockedArray<T>& array)
{
  for (std::size_t k = 0; k < copies.size(); ++k) {
    const T* from = array.of(static_cast<std::size_t>(copies[k]));
    T* to = array.of(static_cast<std::size_t>(originals[k]));
    for (std::size_t q = 0; q < array.quantities; ++q) {
      to[q * block_width] += from[q * block_width];
    }
  }
}

void add_to_originals(const std::vector<std::int32_t>& originals, const std::vector<std::int32_t>& copies,
                      const AnyBlockedArray& array)
{
  std::visit([&](const auto& a) { add_to_originals(originals, copies, a); }, array);
}

void renumber_each(std::vector<std::int32_t>& numbers, std::span<const std::int32_t> slot_of)
{
  for (std::int32_t& k : numbers) {
    k = slot_of[static_cast<std::size_t>(k)];
  }
}

}  // namespace

Halo::Halo(const mpi::Communicator& communicator, const RankGrid& grid)
    : communicator_{communicator},
      grid_{grid},
      divided_axes_{divided_axes(grid)},
      positions_{communicator},
      sums_{communicator}
{
}

std::vector<Ghost> Halo::build(const Box& box, const Particles& particles, double range)
{
  positions_.wait_sent();
  sums_.wait_sent();
  routes_.clear();
  images_.clear();
  for (Zone zone = 1; zone < zone_count; ++zone) {
    if ((zone & divided_axes_) == zone) {
      routes_.push_back(route_across(zone, box));
      select_sent(routes_.back(), box, particles, range);
    }
  }
  exchange_records();
  std::vector<Ghost> ghosts;
  append_received(particles.size(), ghosts);
  append_images(box, particles, range, ghosts);
  return ghosts;
}

Halo::Route Halo::route_across(Zone zone, const Box& box) const
{
  std::array<int, 3> upwards{};
  std::array<int, 3> downwards{};
  Vec3 shift;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (has_bit(zone, axis)) {
      upwards[axis] = 1;
      downwards[axis] = -1;
      shift[axis] = grid_.is_lowest(axis) ? box.lengths()[axis] : 0.0;
    }
  }
  return {.zone = zone,
          .below = grid_.neighbour(downwards),
          .above = grid_.neighbour(upwards),
          .shift = shift,
          .sent = {},
          .received = {},
          .positions = {},
          .sums = {}};
}

/// Finds the particles within `range` of the faces of the route's zone and writes them down.
void Halo::select_sent(Route& route, const Box& box, const Particles& particles, double range) const
{
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Vec3 limit{infinity, infinity, infinity};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (has_bit(route.zone, axis)) {
      limit[axis] = grid_.lower(box)[axis] + range;
    }
  }
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const Vec3 at = particles.position_of(i);
    if (at.x < limit.x && at.y < limit.y && at.z < limit.z) {
      route.sent.push_back(static_cast<std::int32_t>(i));
      const Vec3 there = at + route.shift;
      route.positions.outgoing.insert(route.positions.outgoing.end(),
                                      {there.x, there.y, there.z, static_cast<double>(index(particles.species[i]))});
    }
  }
}

/// Sends what select_sent has written down. Its length goes ahead.
void Halo::exchange_records()
{
  std::vector<std::array<double, 2>> lengths(routes_.size());  // that from above, that to below
  for (std::size_t r = 0; r < routes_.size(); ++r) {
    lengths[r][1] = static_cast<double>(routes_[r].positions.outgoing.size());
    positions_.receive(routes_[r].above, routes_[r].zone, std::span{lengths[r]}.first(1));
    positions_.send(routes_[r].below, routes_[r].zone, std::span{lengths[r]}.last(1));
  }
  positions_.wait_received();
  for (std::size_t r = 0; r < routes_.size(); ++r) {
    routes_[r].positions.incoming.resize(static_cast<std::size_t>(lengths[r][0]));
    positions_.receive(routes_[r].above, routes_[r].zone, routes_[r].positions.incoming);
    positions_.send(routes_[r].below, routes_[r].zone, routes_[r].positions.outgoing);
  }
  positions_.wait_received();
  positions_.wait_sent();
}

void Halo::append_received(std::size_t own_count, std::vector<Ghost>& ghosts)
{
  for (Route& route : routes_) {
    const std::vector<double>& arrived = route.positions.incoming;
    for (std::size_t at = 0; at < arrived.size(); at += record_size) {
      route.received.push_back(static_cast<std::int32_t>(own_count + ghosts.size()));
      ghosts.push_back({{arrived[at], arrived[at + 1], arrived[at + 2]},
                        Species{static_cast<std::uint8_t>(arrived[at + 3])},
                        route.zone});
    }
  }
}

void Halo::append_images(const Box& box, const Particles& particles, double range, std::vector<Ghost>& ghosts)
{
  const std::size_t own_count = particles.size();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (has_bit(divided_axes_, axis)) {
      continue;
    }
    ImageAxis images{.axis = axis, .shift = box.lengths()[axis], .of_own = {}, .of_messages = {}};
    const auto append_image = [&](std::size_t original, Ghost copy) {
      Images& kind = comes_in_messages(copy.zone) ? images.of_messages : images.of_own;
      kind.originals.push_back(static_cast<std::int32_t>(original));
      kind.copies.push_back(static_cast<std::int32_t>(own_count + ghosts.size()));
      copy.position[axis] += images.shift;
      copy.zone = static_cast<Zone>(copy.zone | (1U << axis));
      ghosts.push_back(copy);
    };
    const std::size_t ghost_count = ghosts.size();
    for (std::size_t i = 0; i < own_count; ++i) {
      if (particles.position[axis][i] < range) {
        append_image(i, {particles.position_of(i), particles.species[i], 0});
      }
    }
    for (std::size_t g = 0; g < ghost_count; ++g) {
      if (ghosts[g].position[axis] < range) {
        append_image(own_count + g, ghosts[g]);
      }
    }
    images_.push_back(std::move(images));
  }
}

void Halo::renumber(std::span<const std::int32_t> slot_of)
{
  for (Route& route : routes_) {
    renumber_each(route.sent, slot_of);
    renumber_each(route.received, slot_of);
  }
  for (ImageAxis& images : images_) {
    for (Images* kind : {&images.of_own, &images.of_messages}) {
      renumber_each(kind->originals, slot_of);
      renumber_each(kind->copies, slot_of);
    }
  }
}

void Halo::start_positions(const std::array<double*, 3>& positions) { start(positions, 1.0); }

void Halo::finish_positions(const std::array<double*, 3>& positions) { finish(positions, 1.0); }

void Halo::exchange_positions(const std::array<double*, 3>& positions)
{
  start(positions, 1.0);
  finish(positions, 1.0);
}

void Halo::exchange_vectors(const std::array<double*, 3>& vectors)
{
  start(vectors, 0.0);
  finish(vectors, 0.0);
}

/// `shifted`: 1 for positions, 0 for what is the same in all images.
void Halo::start(const std::array<double*, 3>& vectors, double shifted)
{
  const auto [x, y, z] = vectors;
  positions_.wait_sent();
  for (Route& route : routes_) {
    route.positions.incoming.resize(3 * route.received.size());
    positions_.receive(route.above, route.zone, route.positions.incoming);
    route.positions.outgoing.resize(3 * route.sent.size());
    const Vec3 shift = shifted * route.shift;
    double* to = route.positions.outgoing.data();
    for (const std::int32_t slot : route.sent) {
      to[0] = x[slot] + shift.x;
      to[1] = y[slot] + shift.y;
      to[2] = z[slot] + shift.z;
      to += 3;
    }
    positions_.send(route.below, route.zone, route.positions.outgoing);
  }
  for (const ImageAxis& images : images_) {
    Vec3 shift;
    shift[images.axis] = shifted * images.shift;
    copy_shifted(images.of_own.originals, images.of_own.copies, shift, vectors);
  }
}

void Halo::finish(const std::array<double*, 3>& vectors, double shifted)
{
  const auto [x, y, z] = vectors;
  positions_.wait_received();
  for (const Route& route : routes_) {
    const double* from = route.positions.incoming.data();
    for (const std::int32_t slot : route.received) {
      x[slot] = from[0];
      y[slot] = from[1];
      z[slot] = from[2];
      from += 3;
    }
  }
  for (const ImageAxis& images : images_) {
    Vec3 shift;
    shift[images.axis] = shifted * images.shift;
    copy_shifted(images.of_messages.originals, images.of_messages.copies, shift, vectors);
  }
}

void Halo::start_sums(std::span<const AnyBlockedArray> arrays)
{
  std::size_t quantities = 0;
  for (const AnyBlockedArray& array : arrays) {
    quantities += std::visit([](const auto& a) { return a.quantities; }, array);
  }
  for (auto images = images_.rbegin(); images != images_.rend(); ++images) {
    for (const AnyBlockedArray& array : arrays) {
      add_to_originals(images->of_messages.originals, images->of_messages.copies, array);
    }
  }
  sums_.wait_sent();
  for (Route& route : routes_) {
    route.sums.incoming.resize(quantities * route.sent.size());
    sums_.receive(route.below, sums_channel(route.zone), route.sums.incoming);
    route.sums.outgoing.resize(quantities * route.received.size());
    double* to = route.sums.outgoing.data();
    for (const AnyBlockedArray& array : arrays) {
      to = std::visit([&](const auto& a) { return pack(a, route.received, to); }, array);
    }
    sums_.send(route.above, sums_channel(route.zone), route.sums.outgoing);
  }
}

void Halo::finish_sums(std::span<const AnyBlockedArray> arrays)
{
  for (auto images = images_.rbegin(); images != images_.rend(); ++images) {
    for (const AnyBlockedArray& array : arrays) {
      add_to_originals(images->of_own.originals, images->of_own.copies, array);
    }
  }
  sums_.wait_received();
  for (const Route& route : routes_) {  // in this order always: sums must not depend on which message was first
    const double* from = route.sums.incoming.data();
    for (const AnyBlockedArray& array : arrays) {
      from = std::visit([&](const auto& a) { return add(from, route.sent, a); }, array);
    }
  }
}

void Halo::return_sums(std::span<const AnyBlockedArray> arrays)
{
  start_sums(arrays);
  finish_sums(arrays);
}

HaloTraffic Halo::local_traffic() const
{
  HaloTraffic traffic;
  for (const Route& route : routes_) {
    ++traffic.messages;
    traffic.particles += static_cast<std::int64_t>(route.sent.size());
  }
  return traffic;
}

}  // namespace soret
