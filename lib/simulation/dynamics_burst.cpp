#include <soret/simulation/dynamics_burst.hpp>

#include <soret/core/error.hpp>
#include <soret/core/random.hpp>
#include <soret/simulation/simulation.hpp>

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <utility>

namespace soret {

namespace {

constexpr std::uint64_t bursts = 1;  // instance: not the velocities that a run starts with

/// Without any constraint: not even the total momentum is zero.
void draw_free_velocities(System& system, double thermal_energy, Seed seed, std::int64_t attempt)
{
  const RandomStream stream{seed, Stream::velocities, bursts};
  Particles& particles = system.particles;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const double width = std::sqrt(thermal_energy / system.species[index(particles.species[i])].mass);
    const Vec3 velocity =
        width * stream.normal3(static_cast<std::uint64_t>(attempt), static_cast<std::uint64_t>(particles.id[i]));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      particles.velocity[axis][i] = velocity[axis];
    }
  }
}

/// The particles where the simulation has taken them, inside the box.
System end_of(const Simulation& simulation)
{
  System end{simulation.box(), simulation.species(), simulation.local_particles()};
  for (std::size_t i = 0; i < end.particles.size(); ++i) {
    const Vec3 inside = end.box.wrapped(end.particles.position_of(i));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      end.particles.position[axis][i] = inside[axis];
    }
  }
  return end;
}

}  // namespace

DynamicsBurst::DynamicsBurst(const mpi::Communicator& alone, ForceField field, const BurstLength& length, Seed seed)
    : alone_{alone}, field_{std::move(field)}, length_{length}, seed_{seed}
{
  if (alone.size() != 1) {
    throw InputError(fmt::format("a burst of dynamics is made by one rank, not by {}", alone.size()));
  }
}

bool DynamicsBurst::attempt(MonteCarloChain& chain) const
{
  System start = chain.exported();
  if (start.particles.size() < 2) {
    return chain.accept_trajectory(start, 0.0, 0.0);
  }
  draw_free_velocities(start, chain.reservoir().thermal_energy(), seed_, chain.attempts());
  const double before = local_kinetic_energy(start.particles, start.species);
  try {
    Simulation simulation{alone_, start, field_, VelocityVerlet{length_.time_step}};
    simulation.advance(length_.steps);
    const System end = end_of(simulation);
    return chain.accept_trajectory(end, before, local_kinetic_energy(end.particles, end.species));
  }
  catch (const RunTimeFailure&) {
    return chain.accept_trajectory(start, before, std::numeric_limits<double>::infinity());
  }
}

}  // namespace soret
