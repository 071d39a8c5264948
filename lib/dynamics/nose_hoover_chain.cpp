#include "validation.hpp"

#include <soret/core/error.hpp>
#include <soret/dynamics/nose_hoover_chain.hpp>

#include <array>
#include <cmath>

namespace soret {

namespace {

/// Yoshida's sixth-order solution A; symmetric, the seven weights add up to one.
constexpr std::array<double, 7> suzuki_yoshida_weights = [] {
  constexpr double w1 = -1.17767998417887;
  constexpr double w2 = 0.235573213359357;
  constexpr double w3 = 0.784513610477560;
  constexpr double w0 = 1.0 - 2.0 * (w1 + w2 + w3);
  return std::array<double, 7>{w3, w2, w1, w0, w1, w2, w3};
}();

}  // namespace

std::unique_ptr<NoseHooverChainThermostat> NoseHooverChain::make() const
{
  return std::make_unique<NoseHooverChainThermostat>(*this);
}

NoseHooverChainThermostat::NoseHooverChainThermostat(const NoseHooverChain& description)
    : Thermostat{"nose_hoover_chain", description.label, description.temperature},
      relaxation_time_{description.relaxation_time},
      group_{description.region}
{
  require_positive(name() + ": relaxation_time", relaxation_time_.value());
  require_at_least_one(name() + ": length", description.length);
  position_.assign(static_cast<std::size_t>(description.length), 0.0);
  velocity_ = position_;
}

void NoseHooverChainThermostat::all_half_step(Motion& motion)
{
  const GroupMotion& total = group_.all_measure(motion);
  if (!group_.has_thermal_motion()) {
    return;
  }
  degrees_of_freedom_ = total.degrees_of_freedom();
  const double factor = advance_chain(2.0 * total.thermal_kinetic_energy(), 0.5 * motion.time_step.value());
  book(group_.local_scale(motion, factor));
}

double NoseHooverChainThermostat::chain_mass(std::size_t k) const
{
  const double tau = relaxation_time_.value();
  return (k == 0 ? degrees_of_freedom_ : 1.0) * temperature().value() * tau * tau;
}

double NoseHooverChainThermostat::chain_force(std::size_t k, double twice_kinetic_energy) const
{
  const double driving = k == 0 ? twice_kinetic_energy - degrees_of_freedom_ * temperature().value()
                                : chain_mass(k - 1) * velocity_[k - 1] * velocity_[k - 1] - temperature().value();
  return driving / chain_mass(k);
}

double NoseHooverChainThermostat::advance_chain(double twice_kinetic_energy, double interval)
{
  const std::size_t last = position_.size() - 1;
  double factor = 1.0;
  // The kick of one member of the chain, damped by the next one before and after it.
  const auto kick = [&](std::size_t k, double h) {
    const double damping = k == last ? 1.0 : std::exp(-0.25 * h * velocity_[k + 1]);
    const double force = chain_force(k, factor * factor * twice_kinetic_energy);
    velocity_[k] = (velocity_[k] * damping + 0.5 * h * force) * damping;
  };
  for (const double weight : suzuki_yoshida_weights) {
    const double h = weight * interval;
    for (std::size_t k = last + 1; k-- > 0;) {
      kick(k, h);
    }
    factor *= std::exp(-h * velocity_[0]);
    for (std::size_t k = 0; k <= last; ++k) {
      position_[k] += h * velocity_[k];
    }
    for (std::size_t k = 0; k <= last; ++k) {
      kick(k, h);
    }
  }
  return factor;
}

double NoseHooverChainThermostat::extended_energy() const
{
  double energy = 0.0;
  for (std::size_t k = 0; k < position_.size(); ++k) {
    const double coupled = k == 0 ? degrees_of_freedom_ : 1.0;
    energy += coupled * temperature().value() * position_[k] + 0.5 * chain_mass(k) * velocity_[k] * velocity_[k];
  }
  return energy;
}

void NoseHooverChainThermostat::save(State& state) const
{
  Thermostat::save(state);
  state.put("degrees_of_freedom", degrees_of_freedom_);
  state.put("chain_position", position_);
  state.put("chain_velocity", velocity_);
}

void NoseHooverChainThermostat::load(const State& state)
{
  const auto& positions = state.doubles("chain_position");
  const auto& velocities = state.doubles("chain_velocity");
  if (positions.size() != position_.size() || velocities.size() != position_.size()) {
    throw RunTimeFailure("the saved chain of " + name() + " has another length");
  }
  Thermostat::load(state);
  degrees_of_freedom_ = state.scalar("degrees_of_freedom");
  position_ = positions;
  velocity_ = velocities;
}

}  // namespace soret
