#include <soret/dynamics/thermal_group.hpp>

#include <algorithm>

namespace soret {

std::array<double, GroupMotion::value_count> GroupMotion::values() const
{
  return {count, mass, momentum.x, momentum.y, momentum.z, twice_kinetic_energy};
}

GroupMotion GroupMotion::from_values(std::span<const double> values)
{
  return {values[0], values[1], {values[2], values[3], values[4]}, values[5]};
}

Vec3 GroupMotion::velocity() const { return mass > 0.0 ? momentum * (1.0 / mass) : Vec3{}; }

double GroupMotion::thermal_kinetic_energy() const { return 0.5 * (twice_kinetic_energy - dot(momentum, velocity())); }

double GroupMotion::degrees_of_freedom() const { return std::max(0.0, 3.0 * count - 3.0); }

GroupMotion local_group_motion(const Particles& particles, const SpeciesTable& species, const Members& members)
{
  GroupMotion sums;
  sums.count = static_cast<double>(members.size());
  members.for_each([&](std::size_t i) {
    const double mass = species[index(particles.species[i])].mass;
    const Vec3 momentum = mass * particles.velocity_of(i);
    sums.mass += mass;
    sums.momentum += momentum;
    sums.twice_kinetic_energy += dot(momentum, particles.velocity_of(i));
  });
  return sums;
}

void all_sum(const mpi::Communicator& communicator, std::span<GroupMotion> groups)
{
  std::vector<double> values;
  for (const GroupMotion& group : groups) {
    const auto part = group.values();
    values.insert(values.end(), part.begin(), part.end());
  }
  communicator.all_sum(values);
  for (std::size_t k = 0; k < groups.size(); ++k) {
    groups[k] = GroupMotion::from_values(std::span{values}.subspan(k * GroupMotion::value_count));
  }
}

double local_shift_velocities(Particles& particles, const GroupMotion& local, const Vec3& shift)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (double& velocity : particles.velocity[axis]) {
      velocity += shift[axis];
    }
  }
  return 0.5 * local.mass * norm_squared(shift) + dot(shift, local.momentum);
}

const GroupMotion& ThermalGroup::local_measure(const Motion& motion)
{
  members_.local_find(region_, motion.box, motion.particles);
  local_ = local_group_motion(motion.particles, motion.species, members_);
  return local_;
}

const GroupMotion& ThermalGroup::all_measure(const Motion& motion)
{
  total_ = local_measure(motion);
  all_sum(motion.communicator, std::span{&total_, 1});
  return total_;
}

bool ThermalGroup::has_thermal_motion() const { return total_.count > 1.5 && total_.thermal_kinetic_energy() > 0.0; }

double ThermalGroup::local_scale(const Motion& motion, double factor)
{
  const Vec3 velocity = total_.velocity();
  const Vec3 kept = (1.0 - factor) * velocity;
  auto& [vx, vy, vz] = motion.particles.velocity;
  members_.for_each([&, factor](std::size_t i) {
    vx[i] = kept.x + factor * vx[i];
    vy[i] = kept.y + factor * vy[i];
    vz[i] = kept.z + factor * vz[i];
  });
  const double twice_relative_energy =
      local_.twice_kinetic_energy - 2.0 * dot(velocity, local_.momentum) + local_.mass * norm_squared(velocity);
  return 0.5 * (factor * factor - 1.0) * twice_relative_energy;
}

}  // namespace soret
