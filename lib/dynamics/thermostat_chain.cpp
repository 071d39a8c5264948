#include "validation.hpp"

#include <soret/core/error.hpp>
#include <soret/dynamics/thermostat_chain.hpp>

#include <fmt/format.h>

#include <algorithm>
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

double mass(const ChainCoupling& coupling, std::size_t k)
{
  const double tau = coupling.relaxation_time.value();
  return (k == 0 ? coupling.degrees_of_freedom : 1.0) * coupling.temperature.value() * tau * tau;
}

}  // namespace

ThermostatChain::ThermostatChain(const std::string& name, int length) : name_{name}
{
  require_at_least_one(name + ": length", length);
  position_.assign(static_cast<std::size_t>(length), 0.0);
  velocity_ = position_;
}

double ThermostatChain::force(const ChainCoupling& coupling, std::size_t k, double twice_kinetic_energy) const
{
  const double temperature = coupling.temperature.value();
  const double driving = k == 0 ? twice_kinetic_energy - coupling.degrees_of_freedom * temperature
                                : mass(coupling, k - 1) * velocity_[k - 1] * velocity_[k - 1] - temperature;
  return driving / mass(coupling, k);
}

/// So many that no member damps another one much in a fraction: the energies of the chain and of the first member's
/// kick bound all velocities.
int ThermostatChain::fractions_of(double interval, const ChainCoupling& coupling, double twice_kinetic_energy) const
{
  constexpr double largest_damping = 1.5;
  constexpr double most = 1e5;
  const double kicked = velocity_[0] + interval * force(coupling, 0, twice_kinetic_energy);
  double twice_energy = mass(coupling, 0) * std::max(kicked * kicked, velocity_[0] * velocity_[0]);
  for (std::size_t k = 1; k < velocity_.size(); ++k) {
    twice_energy += mass(coupling, k) * velocity_[k] * velocity_[k];
  }
  const double fractions = std::ceil(interval * std::sqrt(twice_energy / mass(coupling, 1)) / largest_damping);
  if (!(fractions <= most)) {
    throw RunTimeFailure(
        fmt::format("{}: the chain moves too fast for the step ({} fractions of it would be needed): "
                    "the temperature is far from its target or no longer a number; a time step that is too long does "
                    "this, or particles that start too close together",
                    name_, fractions));
  }
  return static_cast<int>(std::max(1.0, fractions));
}

double ThermostatChain::advance(const ChainCoupling& coupling, double twice_kinetic_energy, double interval)
{
  const int fractions = fractions_of(interval, coupling, twice_kinetic_energy);
  double factor = 1.0;
  for (int fraction = 0; fraction < fractions; ++fraction) {
    factor *= advance_fraction(coupling, factor * factor * twice_kinetic_energy, interval / fractions);
  }
  return factor;
}

double ThermostatChain::advance_fraction(const ChainCoupling& coupling, double twice_kinetic_energy, double interval)
{
  const std::size_t last = position_.size() - 1;
  double factor = 1.0;
  // The kick of one member of the chain, damped by the next one before and after it.
  const auto kick = [&](std::size_t k, double h) {
    const double damping = k == last ? 1.0 : std::exp(-0.25 * h * velocity_[k + 1]);
    const double driving = force(coupling, k, factor * factor * twice_kinetic_energy);
    velocity_[k] = (velocity_[k] * damping + 0.5 * h * driving) * damping;
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

double ThermostatChain::energy(const ChainCoupling& coupling) const
{
  double energy = 0.0;
  for (std::size_t k = 0; k < position_.size(); ++k) {
    const double coupled = k == 0 ? coupling.degrees_of_freedom : 1.0;
    energy +=
        coupled * coupling.temperature.value() * position_[k] + 0.5 * mass(coupling, k) * velocity_[k] * velocity_[k];
  }
  return energy;
}

void ThermostatChain::save(State& state, const std::string& prefix) const
{
  state.put(prefix + "_position", position_);
  state.put(prefix + "_velocity", velocity_);
}

void ThermostatChain::load(const State& state, const std::string& prefix)
{
  const auto& positions = state.doubles(prefix + "_position");
  const auto& velocities = state.doubles(prefix + "_velocity");
  if (positions.size() != position_.size() || velocities.size() != position_.size()) {
    throw RunTimeFailure("the saved chain of " + name_ + " has another length");
  }
  position_ = positions;
  velocity_ = velocities;
}

}  // namespace soret
