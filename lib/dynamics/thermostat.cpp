#include "validation.hpp"

#include <soret/dynamics/thermostat.hpp>

namespace soret {

Thermostat::Thermostat(const std::string& kind, const std::string& label, Temperature temperature)
    : name_{label.empty() ? kind : kind + "(" + label + ")"}, temperature_{temperature}
{
  set_temperature(temperature);
}

void Thermostat::set_temperature(Temperature temperature)
{
  require_positive(name_ + ": temperature", temperature.value());
  temperature_ = temperature;
}

void Thermostat::save(State& state) const
{
  Control::save(state);
  state.put("temperature", temperature_.value());
}

void Thermostat::load(const State& state)
{
  Control::load(state);
  temperature_ = Temperature{state.scalar("temperature")};
}

}  // namespace soret
