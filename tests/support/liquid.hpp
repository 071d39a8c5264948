#pragma once
/// \file
/// A dense disordered fluid as a start for tests.

#include <soret/core/random.hpp>
#include <soret/input/starts.hpp>

#include <cstdint>
#include <vector>

namespace test_support {

using namespace soret;

/// `count` particles, as many of each species as the number allows, on a lattice that every particle has left by up to
/// `jitter` along each axis. Velocities are Maxwellian. The same on every rank.
inline System liquid(const Box& box, std::int64_t count, const SpeciesTable& species, double jitter = 0.1,
                     Temperature temperature = Temperature{1.0}, Seed seed = Seed{11})
{
  std::vector<SpeciesCount> counts;
  const auto kinds = static_cast<std::int64_t>(species.size());
  for (std::int64_t s = 0; s < kinds; ++s) {
    counts.push_back({Species{static_cast<std::uint8_t>(s)}, (count + s) / kinds});
  }
  System system = lattice(box, counts, species, seed);
  Particles& particles = system.particles;
  const RandomStream noise{seed, Stream::placement, 1};
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const auto u = noise.uniform4(0, static_cast<std::uint64_t>(particles.id[i]));
    const Vec3 shift{(2.0 * u[0] - 1.0) * jitter, (2.0 * u[1] - 1.0) * jitter, (2.0 * u[2] - 1.0) * jitter};
    const Vec3 moved = box.wrapped(particles.position_of(i) + shift);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      particles.position[axis][i] = moved[axis];
    }
  }
  draw_velocities(system, temperature, seed);
  return system;
}

}  // namespace test_support
