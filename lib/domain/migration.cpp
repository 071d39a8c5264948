#include <soret/domain/migration.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <vector>

namespace soret {

namespace {

constexpr std::size_t particle_size = 11;  // position, velocity, image, species, id; then the luggage

void pack(const Particles& particles, Luggage luggage, std::size_t i, std::vector<double>& buffer)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    buffer.push_back(particles.position[axis][i]);
    buffer.push_back(particles.velocity[axis][i]);
    buffer.push_back(static_cast<double>(particles.image[axis][i]));
  }
  buffer.push_back(static_cast<double>(index(particles.species[i])));
  buffer.push_back(static_cast<double>(particles.id[i]));
  for (const std::vector<double>* values : luggage) {
    buffer.push_back((*values)[i]);
  }
}

void unpack(const std::vector<double>& buffer, Particles& particles, Luggage luggage)
{
  const std::size_t record_size = particle_size + luggage.size();
  for (std::size_t at = 0; at < buffer.size(); at += record_size) {
    const double* record = buffer.data() + at;
    particles.add(static_cast<std::int64_t>(record[10]), Species{static_cast<std::uint8_t>(record[9])},
                  {record[0], record[3], record[6]}, {record[1], record[4], record[7]});
    for (std::size_t axis = 0; axis < 3; ++axis) {
      particles.image[axis].back() = static_cast<std::int32_t>(record[3 * axis + 2]);
    }
    for (std::size_t k = 0; k < luggage.size(); ++k) {
      luggage[k]->push_back(record[particle_size + k]);
    }
  }
}

[[noreturn]] void report_lost(const Particles& particles, std::size_t i)
{
  const Vec3 at = particles.position_of(i);
  const Vec3 moving = particles.velocity_of(i);
  throw RunTimeFailure(
      fmt::format("particle {} is lost: position ({:g}, {:g}, {:g}), velocity ({:g}, {:g}, {:g}); "
                  "a time step that is too long does this, or particles that start too close together",
                  particles.id[i], at.x, at.y, at.z, moving.x, moving.y, moving.z));
}

void wrap(const Box& box, Particles& particles)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double length = box.lengths()[axis];
    for (std::size_t i = 0; i < particles.size(); ++i) {
      double& coordinate = particles.position[axis][i];
      if (coordinate >= 0.0 && coordinate < length) {
        continue;
      }
      if (!(std::abs(coordinate) < 1e6 * length)) {
        report_lost(particles, i);
      }
      const double crossings = std::floor(coordinate / length);
      coordinate -= crossings * length;
      particles.image[axis][i] += static_cast<std::int32_t>(crossings);
      if (coordinate >= length) {
        coordinate = 0.0;
        ++particles.image[axis][i];
      }
    }
  }
}

/// Removes the particles marked in `leaving`, keeping the order of the others.
void remove(Particles& particles, Luggage luggage, const std::vector<bool>& leaving)
{
  std::size_t kept = 0;
  for (std::size_t i = 0; i < leaving.size(); ++i) {
    if (!leaving[i]) {
      if (kept != i) {
        copy_particle(particles, i, particles, kept);
        for (std::vector<double>* values : luggage) {
          (*values)[kept] = (*values)[i];
        }
      }
      ++kept;
    }
  }
  particles.resize(kept);
  for (std::vector<double>* values : luggage) {
    values->resize(kept);
  }
}

/// Hands over what left along one axis by one domain; in a grid of two or more ranks along it.
void migrate_along(std::size_t axis, const mpi::Communicator& communicator, const RankGrid& grid, const Box& box,
                   Particles& particles, Luggage luggage)
{
  const double from = grid.lower(box)[axis];
  const double to = grid.upper(box)[axis];
  std::vector<double> downwards;
  std::vector<double> upwards;
  std::vector<bool> leaving(particles.size(), false);
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const double coordinate = particles.position[axis][i];
    if (coordinate >= from && coordinate < to) {
      continue;
    }
    leaving[i] = true;
    pack(particles, luggage, i, grid.domains_up_to(axis, box, coordinate) < 0 ? downwards : upwards);
  }
  remove(particles, luggage, leaving);
  const int below = grid.neighbour(axis, -1);
  const int above = grid.neighbour(axis, +1);
  unpack(communicator.exchange_unknown_length(below, downwards, above), particles, luggage);
  unpack(communicator.exchange_unknown_length(above, upwards, below), particles, luggage);
}

}  // namespace

void copy_particle(const Particles& source, std::size_t from, Particles& target, std::size_t to)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    target.position[axis][to] = source.position[axis][from];
    target.velocity[axis][to] = source.velocity[axis][from];
    target.force[axis][to] = source.force[axis][from];
    target.image[axis][to] = source.image[axis][from];
  }
  target.species[to] = source.species[from];
  target.id[to] = source.id[from];
}

void migrate(const mpi::Communicator& communicator, const RankGrid& grid, const Box& box, Particles& particles,
             Luggage luggage, int hops)
{
  wrap(box, particles);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (int hop = 0; hop < hops && grid.shape()[axis] > 1; ++hop) {
      migrate_along(axis, communicator, grid, box, particles, luggage);
    }
  }
  for (std::size_t i = 0; i < particles.size(); ++i) {
    if (!grid.owns(box, particles.position_of(i))) {
      report_lost(particles, i);
    }
  }
}

Particles select_owned(const RankGrid& grid, const Box& box, Particles everything)
{
  std::vector<bool> elsewhere(everything.size());
  for (std::size_t i = 0; i < everything.size(); ++i) {
    elsewhere[i] = !grid.owns(box, everything.position_of(i));
  }
  remove(everything, {}, elsewhere);
  everything.shrink_to_fit();
  return everything;
}

}  // namespace soret
