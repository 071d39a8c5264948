#include "validation.hpp"

#include <soret/dynamics/nose_hoover_chain.hpp>

namespace soret {

std::unique_ptr<NoseHooverChainThermostat> NoseHooverChain::make() const
{
  return std::make_unique<NoseHooverChainThermostat>(*this);
}

NoseHooverChainThermostat::NoseHooverChainThermostat(const NoseHooverChain& description)
    : Thermostat{"nose_hoover_chain", description.label, description.temperature},
      relaxation_time_{description.relaxation_time},
      group_{description.region},
      chain_{name(), description.length}
{
  require_positive(name() + ": relaxation_time", relaxation_time_.value());
}

ChainCoupling NoseHooverChainThermostat::coupling() const
{
  return {degrees_of_freedom_, temperature(), relaxation_time_};
}

void NoseHooverChainThermostat::all_half_step(Motion& motion)
{
  const GroupMotion& total = group_.all_measure(motion);
  if (!group_.has_thermal_motion()) {
    return;
  }
  degrees_of_freedom_ = total.degrees_of_freedom();
  const double twice_kinetic_energy = 2.0 * total.thermal_kinetic_energy();
  const double factor = chain_.advance(coupling(), twice_kinetic_energy, 0.5 * motion.time_step.value());
  book(group_.local_scale(motion, factor));
}

void NoseHooverChainThermostat::save(State& state) const
{
  Thermostat::save(state);
  state.put("degrees_of_freedom", degrees_of_freedom_);
  chain_.save(state, "chain");
}

void NoseHooverChainThermostat::load(const State& state)
{
  chain_.load(state, "chain");
  Thermostat::load(state);
  degrees_of_freedom_ = state.scalar("degrees_of_freedom");
}

}  // namespace soret
