#include "validation.hpp"

#include <soret/core/error.hpp>
#include <soret/dynamics/heat_exchange.hpp>

#include <fmt/format.h>

#include <cmath>

namespace soret {

namespace {

constexpr std::array<const char*, 2> side_names{"hot", "cold"};

}  // namespace

std::unique_ptr<HeatExchangeSource> HeatExchange::make() const { return std::make_unique<HeatExchangeSource>(*this); }

HeatExchangeSource::HeatExchangeSource(const HeatExchange& description)
    : Control{2},
      groups_{ThermalGroup{description.hot}, ThermalGroup{description.cold}},
      power_{description.power},
      scheme_{description.scheme}
{
  require_disjoint("heat_exchange", description.hot, description.cold);
  set_power(description.power);
}

std::vector<std::string> HeatExchangeSource::ledger_names() const { return {name() + "/hot", name() + "/cold"}; }

void HeatExchangeSource::set_power(Power power)
{
  require_not_negative("heat_exchange: power", power.value());
  power_ = power;
}

void HeatExchangeSource::end_step(Motion& motion)
{
  const std::array<Forces, 2> forces = all_measure(motion);
  const std::array<double, 2> heat_flows{power_.value(), -power_.value()};
  for (std::size_t side = 0; side < 2; ++side) {
    const double factor = scale_factor(motion, side, heat_flows[side] * motion.time_step.value());
    if (scheme_ == HeatExchangeScheme::ehex) {
      correct_positions(motion, side, forces[side], heat_flows[side]);
    }
    book(groups_[side].local_scale(motion, factor), side);
  }
}

HeatExchangeSource::Forces HeatExchangeSource::local_forces(const Particles& particles, const Members& members) const
{
  Forces forces;
  members.for_each([&](std::size_t i) {
    const Vec3 force = particles.force_of(i);
    forces.sum += force;
    forces.dot_velocity += dot(force, particles.velocity_of(i));
  });
  return forces;
}

std::array<HeatExchangeSource::Forces, 2> HeatExchangeSource::all_measure(const Motion& motion)
{
  constexpr std::size_t per_side = GroupMotion::value_count + 4;
  std::vector<double> values;
  for (ThermalGroup& group : groups_) {
    const auto sums = group.local_measure(motion).values();
    const Forces forces = local_forces(motion.particles, group.members());
    values.insert(values.end(), sums.begin(), sums.end());
    values.insert(values.end(), {forces.sum.x, forces.sum.y, forces.sum.z, forces.dot_velocity});
  }
  motion.communicator.all_sum(values);
  std::array<Forces, 2> forces;
  for (std::size_t side = 0; side < 2; ++side) {
    const auto sums = std::span{values}.subspan(side * per_side, per_side);
    groups_[side].set_total(GroupMotion::from_values(sums));
    const auto rest = sums.subspan(GroupMotion::value_count);
    forces[side] = {{rest[0], rest[1], rest[2]}, rest[3]};
  }
  return forces;
}

double HeatExchangeSource::scale_factor(const Motion& motion, std::size_t side, double energy) const
{
  const GroupMotion& total = groups_[side].total();
  const double thermal = total.thermal_kinetic_energy();
  if (!groups_[side].has_thermal_motion() || !(thermal + energy > 0.0)) {
    throw RunTimeFailure(
        fmt::format("{} at step {}: the {} slab holds {} particles with a kinetic energy of {} relative to "
                    "their barycentre; an exchange of {} per step is impossible (lower the power or widen "
                    "the slab)",
                    name(), motion.step, side_names[side], total.count, thermal, energy));
  }
  return std::sqrt(1.0 + energy / thermal);
}

void HeatExchangeSource::correct_positions(const Motion& motion, std::size_t side, const Forces& forces,
                                           double heat_flow) const
{
  // dt³ eps_i = along_velocity (v_i - v_Gamma) - along_force (f_i/m_i - f_Gamma/m_Gamma)
  const GroupMotion& total = groups_[side].total();
  const Vec3 velocity = total.velocity();
  const Vec3 acceleration = (1.0 / total.mass) * forces.sum;
  const double thermal = total.thermal_kinetic_energy();
  const double relative_power = forces.dot_velocity - dot(forces.sum, velocity);
  const double cube = motion.time_step.value() * motion.time_step.value() * motion.time_step.value();
  const double along_velocity =
      cube * heat_flow / (2.0 * thermal * thermal) * (heat_flow / 48.0 + relative_power / 6.0);
  const double along_force = cube * heat_flow / (12.0 * thermal);
  Particles& particles = motion.particles;
  groups_[side].members().for_each([&](std::size_t i) {
    const double inverse_mass = 1.0 / motion.species[index(particles.species[i])].mass;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      particles.position[axis][i] -= along_velocity * (particles.velocity[axis][i] - velocity[axis]) -
                                     along_force * (inverse_mass * particles.force[axis][i] - acceleration[axis]);
    }
  });
}

void HeatExchangeSource::save(State& state) const
{
  Control::save(state);
  state.put("power", power_.value());
}

void HeatExchangeSource::load(const State& state)
{
  Control::load(state);
  power_ = Power{state.scalar("power")};
}

}  // namespace soret
