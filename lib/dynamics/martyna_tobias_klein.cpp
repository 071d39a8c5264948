#include "validation.hpp"

#include <soret/core/error.hpp>
#include <soret/dynamics/martyna_tobias_klein.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace soret {

namespace {

/// A change of a box length in one step beyond which positions would make no sense.
constexpr double largest_strain = 0.05;

double sinh_over(double x) { return x == 0.0 ? 1.0 : std::sinh(x) / x; }

/// exp(x) sinh(x)/x for each component: what becomes of an impulse or a path while something grows as exp(2x).
Vec3 grown_on_the_way(const Vec3& x)
{
  return {std::exp(x.x) * sinh_over(x.x), std::exp(x.y) * sinh_over(x.y), std::exp(x.z) * sinh_over(x.z)};
}

Vec3 exponentials(const Vec3& x) { return {std::exp(x.x), std::exp(x.y), std::exp(x.z)}; }

/// Sums over particles per axis: m v², m v; and m and 1.
struct KineticSums {
  Vec3 twice_kinetic_energy;
  Vec3 momentum;
  double mass = 0.0;
};

KineticSums local_kinetic_sums(const Particles& particles, const SpeciesTable& species)
{
  KineticSums sums;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const double mass = species[index(particles.species[i])].mass;
    const Vec3 v = particles.velocity_of(i);
    const Vec3 momentum = mass * v;
    sums.momentum += momentum;
    sums.twice_kinetic_energy += Vec3{momentum.x * v.x, momentum.y * v.y, momentum.z * v.z};
    sums.mass += mass;
  }
  return sums;
}

Vec3 vector_at(const std::array<double, 11>& values, std::size_t first)
{
  return {values[first], values[first + 1], values[first + 2]};
}

}  // namespace

std::unique_ptr<MartynaTobiasKleinBarostat> MartynaTobiasKlein::make() const
{
  return std::make_unique<MartynaTobiasKleinBarostat>(*this);
}

MartynaTobiasKleinBarostat::MartynaTobiasKleinBarostat(const MartynaTobiasKlein& description)
    : Thermostat{"martyna_tobias_klein", "", description.temperature},
      pressure_{description.pressure},
      thermostat_relaxation_time_{description.thermostat_relaxation_time},
      barostat_relaxation_time_{description.barostat_relaxation_time},
      strained_{1.0, 1.0, 1.0},
      strained_count_{description.axis ? 1.0 : 3.0},
      particle_chain_{name(), description.chain_length},
      box_chain_{name(), description.chain_length}
{
  if (!std::isfinite(pressure_.value())) {
    throw InputError(fmt::format("{}: pressure is {}; it must be finite", name(), pressure_.value()));
  }
  require_positive(name() + ": thermostat_relaxation_time", thermostat_relaxation_time_.value());
  require_positive(name() + ": barostat_relaxation_time", barostat_relaxation_time_.value());
  if (description.axis) {
    strained_ = {};
    strained_[index(*description.axis)] = 1.0;
  }
}

double MartynaTobiasKleinBarostat::box_mass() const
{
  const double tau = barostat_relaxation_time_.value();
  return strained_count_ / 3.0 * (degrees_of_freedom_ + 3.0) * temperature().value() * tau * tau;
}

Vec3 MartynaTobiasKleinBarostat::velocity_damping() const
{
  const double of_all = strained_count_ / degrees_of_freedom_;
  return strained_ + Vec3{of_all, of_all, of_all};
}

void MartynaTobiasKleinBarostat::all_measure(const Motion& motion)
{
  const KineticSums local = local_kinetic_sums(motion.particles, motion.species);
  const Vec3& kinetic = local.twice_kinetic_energy;
  std::array<double, 11> sums{kinetic.x,
                              kinetic.y,
                              kinetic.z,
                              local.momentum.x,
                              local.momentum.y,
                              local.momentum.z,
                              local_virial_.x,
                              local_virial_.y,
                              local_virial_.z,
                              local.mass,
                              static_cast<double>(motion.particles.size())};
  motion.communicator.all_sum(sums);
  degrees_of_freedom_ = 3.0 * sums[10] - 3.0;
  if (!(degrees_of_freedom_ > 0.5)) {
    throw RunTimeFailure(name() + " needs at least two particles");
  }
  const Vec3 momentum = vector_at(sums, 3);
  barycentre_velocity_ = (1.0 / sums[9]) * momentum;
  twice_kinetic_energy_ = vector_at(sums, 0);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    twice_kinetic_energy_[axis] -= momentum[axis] * barycentre_velocity_[axis];
  }
  virial_ = vector_at(sums, 6);
}

void MartynaTobiasKleinBarostat::begin_step(Motion& motion)
{
  all_measure(motion);
  energy_before_ = extended_energy();
  half_step_of_chains(motion);
  half_step_of_strain_rate(motion);
}

void MartynaTobiasKleinBarostat::end_step(Motion& motion)
{
  all_measure(motion);
  half_step_of_strain_rate(motion);
  half_step_of_chains(motion);
  if (motion.communicator.is_root()) {
    book(energy_before_ - extended_energy());
  }
}

void MartynaTobiasKleinBarostat::half_step_of_chains(Motion& motion)
{
  const double half = 0.5 * motion.time_step.value();
  const Vec3& k = twice_kinetic_energy_;
  strain_rate_ *= box_chain_.advance(box_coupling(), box_mass() * strain_rate_ * strain_rate_, half);
  const double factor = particle_chain_.advance(particle_coupling(), k.x + k.y + k.z, half);
  scale_velocities(motion.particles, {factor, factor, factor});
  twice_kinetic_energy_ *= factor * factor;
}

void MartynaTobiasKleinBarostat::half_step_of_strain_rate(const Motion& motion)
{
  const Vec3& k = twice_kinetic_energy_;
  const double force = dot(strained_, k + virial_) - strained_count_ * pressure_.value() * volume_ +
                       strained_count_ / degrees_of_freedom_ * (k.x + k.y + k.z);
  strain_rate_ += 0.5 * motion.time_step.value() * force / box_mass();
}

void MartynaTobiasKleinBarostat::scale_velocities(Particles& particles, const Vec3& factors) const
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double factor = factors[axis];
    const double kept = (1.0 - factor) * barycentre_velocity_[axis];
    for (double& velocity : particles.velocity[axis]) {
      velocity = kept + factor * velocity;
    }
  }
}

void MartynaTobiasKleinBarostat::half_kick(const VelocityVerlet& integrator, Particles& particles,
                                           const SpeciesTable& species) const
{
  const Vec3 decay = (-0.25 * integrator.time_step().value() * strain_rate_) * velocity_damping();
  scale_velocities(particles, exponentials(2.0 * decay));
  integrator.half_kick(particles, species, grown_on_the_way(decay));
}

Vec3 MartynaTobiasKleinBarostat::drift(const VelocityVerlet& integrator, Particles& particles, double fraction) const
{
  const double strain = integrator.time_step().value() * strain_rate_;
  if (!(std::abs(strain) < largest_strain)) {
    throw RunTimeFailure(
        fmt::format("{}: a box length changes by a factor of exp({:g}) in one step; the start is too far from the "
                    "pressure {:g}, or a relaxation time too short",
                    name(), strain, pressure_.value()));
  }
  const Vec3 growth = (0.5 * fraction * strain) * strained_;
  const Vec3 factors = exponentials(2.0 * growth);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (double& position : particles.position[axis]) {
      position *= factors[axis];
    }
  }
  integrator.drift(particles, fraction * grown_on_the_way(growth));
  return factors;
}

void MartynaTobiasKleinBarostat::accept_virial(double volume, const Vec3& local_virial)
{
  volume_ = volume;
  local_virial_ = local_virial;
}

double MartynaTobiasKleinBarostat::extended_energy() const
{
  return pressure_.value() * volume_ + 0.5 * box_mass() * strain_rate_ * strain_rate_ +
         particle_chain_.energy(particle_coupling()) + box_chain_.energy(box_coupling());
}

void MartynaTobiasKleinBarostat::save(State& state) const
{
  Thermostat::save(state);
  state.put("degrees_of_freedom", degrees_of_freedom_);
  state.put("strain_rate", strain_rate_);
  state.put("volume", volume_);
  state.put("local_virial", std::vector<double>{local_virial_.x, local_virial_.y, local_virial_.z});
  particle_chain_.save(state, "particle_chain");
  box_chain_.save(state, "box_chain");
}

void MartynaTobiasKleinBarostat::load(const State& state)
{
  particle_chain_.load(state, "particle_chain");
  box_chain_.load(state, "box_chain");
  Thermostat::load(state);
  degrees_of_freedom_ = state.scalar("degrees_of_freedom");
  strain_rate_ = state.scalar("strain_rate");
  volume_ = state.scalar("volume");
  const auto& virial = state.doubles("local_virial");
  local_virial_ = {virial.at(0), virial.at(1), virial.at(2)};
}

}  // namespace soret
