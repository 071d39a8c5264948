#include <soret/system/particles.hpp>

namespace soret {

void Particles::resize(std::size_t count)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    position[axis].resize(count);
    velocity[axis].resize(count);
    force[axis].resize(count);
    image[axis].resize(count);
  }
  species.resize(count);
  id.resize(count);
}

void Particles::reserve(std::size_t count)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    position[axis].reserve(count);
    velocity[axis].reserve(count);
    force[axis].reserve(count);
    image[axis].reserve(count);
  }
  species.reserve(count);
  id.reserve(count);
}

void Particles::shrink_to_fit()
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    position[axis].shrink_to_fit();
    velocity[axis].shrink_to_fit();
    force[axis].shrink_to_fit();
    image[axis].shrink_to_fit();
  }
  species.shrink_to_fit();
  id.shrink_to_fit();
}

void Particles::add(std::int64_t particle_id, Species particle_species, const Vec3& at, const Vec3& moving)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    position[axis].push_back(at[axis]);
    velocity[axis].push_back(moving[axis]);
    force[axis].push_back(0.0);
    image[axis].push_back(0);
  }
  species.push_back(particle_species);
  id.push_back(particle_id);
}

double local_kinetic_energy(const Particles& particles, const SpeciesTable& species)
{
  double twice_kinetic = 0.0;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    twice_kinetic += species[index(particles.species[i])].mass * norm_squared(particles.velocity_of(i));
  }
  return 0.5 * twice_kinetic;
}

Vec3 local_momentum(const Particles& particles, const SpeciesTable& species)
{
  Vec3 momentum;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    momentum += species[index(particles.species[i])].mass * particles.velocity_of(i);
  }
  return momentum;
}

}  // namespace soret
