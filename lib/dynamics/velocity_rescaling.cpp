#include "validation.hpp"

#include <soret/dynamics/velocity_rescaling.hpp>

#include <cmath>

namespace soret {

std::unique_ptr<VelocityRescalingThermostat> VelocityRescaling::make() const
{
  return std::make_unique<VelocityRescalingThermostat>(*this);
}

VelocityRescalingThermostat::VelocityRescalingThermostat(const VelocityRescaling& description)
    : Thermostat{"velocity_rescaling", description.label, description.temperature},
      interval_{description.interval},
      group_{description.region}
{
  require_at_least_one(name() + ": interval", interval_.value());
}

void VelocityRescalingThermostat::end_step(Motion& motion)
{
  if (!is_due(interval_, motion.step)) {
    return;
  }
  const GroupMotion& total = group_.all_measure(motion);
  if (!group_.has_thermal_motion()) {
    return;
  }
  const double target = 0.5 * total.degrees_of_freedom() * temperature().value();
  book(group_.local_scale(motion, std::sqrt(target / total.thermal_kinetic_energy())));
}

}  // namespace soret
