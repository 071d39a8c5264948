#pragma once
/// \file
/// What is spread over ranks, put in the order of particle ids (0, 1, 2 ...) on every rank.

#include <soret/mpi/communicator.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace test_support {

using namespace soret;

/// values[k] belongs to ids[k]. Collective.
inline std::vector<double> all_by_id(const mpi::Communicator& communicator, const std::vector<std::int64_t>& ids,
                                     std::span<const double> values, std::size_t count)
{
  std::vector<double> ordered(count, 0.0);
  for (std::size_t k = 0; k < ids.size(); ++k) {
    ordered[static_cast<std::size_t>(ids[k])] += values[k];
  }
  communicator.all_sum(ordered);
  return ordered;
}

/// How many ranks hold each particle. Collective.
inline std::vector<double> all_copies_by_id(const mpi::Communicator& communicator, const Particles& particles,
                                            std::size_t count)
{
  const std::vector<double> ones(particles.size(), 1.0);
  return all_by_id(communicator, particles.id, ones, count);
}

/// Three components to one vector per particle. Collective.
inline std::vector<Vec3> all_vectors_by_id(const mpi::Communicator& communicator, const std::vector<std::int64_t>& ids,
                                           const std::array<std::vector<double>, 3>& components, std::size_t count)
{
  std::vector<Vec3> vectors(count);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::vector<double> ordered = all_by_id(communicator, ids, components[axis], count);
    for (std::size_t i = 0; i < count; ++i) {
      vectors[i][axis] = ordered[i];
    }
  }
  return vectors;
}

/// Ids, species and positions. Collective.
inline Particles all_particles(const mpi::Communicator& communicator, const Particles& local, std::size_t count)
{
  const std::vector<Vec3> positions = all_vectors_by_id(communicator, local.id, local.position, count);
  std::vector<double> local_species;
  for (const Species one : local.species) {
    local_species.push_back(static_cast<double>(index(one)));
  }
  const std::vector<double> species = all_by_id(communicator, local.id, local_species, count);
  Particles everything;
  for (std::size_t i = 0; i < count; ++i) {
    everything.add(static_cast<std::int64_t>(i), Species{static_cast<std::uint8_t>(species[i])}, positions[i]);
  }
  return everything;
}

/// position + image * box length. Collective.
inline std::vector<Vec3> all_unwrapped_by_id(const mpi::Communicator& communicator, const Box& box,
                                             const Particles& particles, std::size_t count)
{
  std::array<std::vector<double>, 3> unwrapped = particles.position;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (std::size_t i = 0; i < particles.size(); ++i) {
      unwrapped[axis][i] += particles.image[axis][i] * box.lengths()[axis];
    }
  }
  return all_vectors_by_id(communicator, particles.id, unwrapped, count);
}

/// The largest distance between vectors of the same place.
inline double largest_distance(const std::vector<Vec3>& a, const std::vector<Vec3>& b)
{
  double largest = a.size() == b.size() ? 0.0 : INFINITY;
  for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
    const double distance = std::sqrt(norm_squared(a[i] - b[i]));
    largest = distance <= largest ? largest : distance;  // a NaN counts
  }
  return largest;
}

}  // namespace test_support
