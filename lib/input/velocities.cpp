#include <soret/input/starts.hpp>

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>

#include <fmt/format.h>

#include <cmath>

namespace soret {

void draw_velocities(System& system, Temperature temperature, Seed seed)
{
  Particles& particles = system.particles;
  if (particles.size() < 2) {
    throw InputError(fmt::format("{} particle cannot have a temperature at zero total momentum; accepted: 2 or more",
                                 particles.size()));
  }
  const RandomStream random{seed, Stream::velocities};
  double total_mass = 0.0;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const double mass = system.species.at(index(particles.species[i])).mass;
    const Vec3 drawn =
        std::sqrt(temperature.value() / mass) * random.normal3(0, static_cast<std::uint64_t>(particles.id[i]));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      particles.velocity[axis][i] = drawn[axis];
    }
    total_mass += mass;
  }
  const Vec3 drift = (1.0 / total_mass) * local_momentum(particles, system.species);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (double& component : particles.velocity[axis]) {
      component -= drift[axis];
    }
  }
  const double wanted = 0.5 * static_cast<double>(3 * particles.size() - 3) * temperature.value();
  const double kinetic = local_kinetic_energy(particles, system.species);
  const double factor = kinetic > 0.0 ? std::sqrt(wanted / kinetic) : 0.0;
  for (auto& component : particles.velocity) {
    for (double& value : component) {
      value *= factor;
    }
  }
}

}  // namespace soret
