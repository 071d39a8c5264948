#include <soret/montecarlo/reservoir.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <cmath>

namespace soret {

namespace {

double cubed(double x) { return x * x * x; }

}  // namespace

Activity activity_of(ChemicalPotential mu, Temperature temperature, ThermalWavelength wavelength)
{
  return Activity{std::exp(mu.value() / temperature.value()) / cubed(wavelength.value())};
}

ChemicalPotential chemical_potential_of(Activity activity, Temperature temperature, ThermalWavelength wavelength)
{
  return ChemicalPotential{temperature.value() * std::log(activity.value() * cubed(wavelength.value()))};
}

Reservoir::Reservoir(Temperature temperature, std::vector<Activity> activities, std::optional<Pressure> pressure)
    : thermal_energy_{temperature.value()}, pressure_{pressure}
{
  if (!(thermal_energy_ > 0.0) || !std::isfinite(thermal_energy_)) {
    throw InputError(fmt::format("the temperature is {:g}; it must be positive and finite", thermal_energy_));
  }
  for (const Activity& activity : activities) {
    if (!(activity.value() > 0.0) || !std::isfinite(activity.value())) {
      throw InputError(fmt::format("an activity is {:g}; it must be positive and finite", activity.value()));
    }
    log_activity_.push_back(std::log(activity.value()));
  }
  if (pressure_ && !std::isfinite(pressure_->value())) {
    throw InputError(fmt::format("the pressure is {:g}; it must be finite", pressure_->value()));
  }
}

}  // namespace soret
