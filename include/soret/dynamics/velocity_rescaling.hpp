#pragma once
/// \file
/// Plain velocity rescaling.

#include <soret/dynamics/thermal_group.hpp>
#include <soret/dynamics/thermostat.hpp>

#include <memory>
#include <string>

namespace soret {

class VelocityRescalingThermostat;

/// Sets the kinetic temperature of the whole box or a slab to the target at the end of every `interval`-th step.
/// Conserves momentum. \warning No ensemble: the kinetic energy does not fluctuate. For equilibration.
struct VelocityRescaling {
  Temperature temperature;
  Steps interval = Steps{1};
  Region region = {};
  std::string label = {};

  /// Throws InputError unless the temperature is positive and finite and the interval positive.
  std::unique_ptr<VelocityRescalingThermostat> make() const;
};

/// v_i -> V + sqrt(N_f k_B T/(2K)) (v_i - V) with K and N_f = 3n - 3 relative to the region's barycentre (see
/// ThermalGroup).
class VelocityRescalingThermostat : public Thermostat {
 public:
  explicit VelocityRescalingThermostat(const VelocityRescaling& description);

  void end_step(Motion& motion) override;
  bool conserves_momentum() const override { return true; }

 private:
  Steps interval_;
  ThermalGroup group_;
};

}  // namespace soret
