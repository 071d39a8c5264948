#pragma once
/// \file
/// A small system whose numbers are known from the ids, spread over ranks in no particular order.

#include <soret/mpi/communicator.hpp>
#include <soret/system/particles.hpp>

#include <cstdint>

inline soret::Box sample_box() { return {4.0, 5.0, 6.0}; }
inline soret::SpeciesTable sample_species() { return {{"Ar", 1.0}, {"Kr", 2.1}}; }
inline soret::Species sample_species_of(std::int64_t id)
{
  return soret::Species{static_cast<std::uint8_t>(id % 3 == 0)};
}
inline soret::Vec3 sample_position(std::int64_t id, double time)
{
  const auto n = static_cast<double>(id);
  return {0.1 + 0.01 * n + time, 0.2 + 0.02 * n, 0.3 + 0.03 * n};
}
inline soret::Vec3 sample_velocity(std::int64_t id)
{
  const auto n = static_cast<double>(id);
  return {n, -n / 3.0, 0.25};
}

/// This rank's share of `count` particles with ids 1, 2, ..., count: dealt out like cards, the last first.
inline soret::Particles sample_particles(const soret::mpi::Communicator& communicator, std::int64_t count, double time)
{
  soret::Particles particles;
  for (std::int64_t id = count; id >= 1; --id) {
    if (id % communicator.size() == communicator.rank()) {
      particles.add(id, sample_species_of(id), sample_position(id, time), sample_velocity(id));
    }
  }
  return particles;
}
