#pragma once
/// \file
/// What all thermostats share: a target temperature that can be changed during a run.

#include <soret/dynamics/control.hpp>

namespace soret {

/// A control with a target temperature. Change it between steps to ramp.
class Thermostat : public Control {
 public:
  std::string name() const override { return name_; }
  Temperature temperature() const { return temperature_; }
  /// Throws InputError unless positive and finite.
  void set_temperature(Temperature temperature);

  void save(State& state) const override;
  void load(const State& state) override;

 protected:
  /// `name` is "kind" or "kind(label)".
  Thermostat(const std::string& kind, const std::string& label, Temperature temperature);

 private:
  std::string name_;
  Temperature temperature_;
};

}  // namespace soret
