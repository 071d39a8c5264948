#pragma once
/// \file
/// The Langevin thermostat.

#include <soret/core/random.hpp>
#include <soret/core/temperature_course.hpp>
#include <soret/dynamics/region.hpp>
#include <soret/dynamics/thermostat.hpp>

#include <memory>
#include <string>
#include <vector>

namespace soret {

class LangevinThermostat;

/// m dv/dt = f - (m/tau_d) v + noise, on the whole box or a slab. With a slab at each of two temperatures it is the
/// heat source of Vaibhav, Horbach, Chaudhuri 2020 (doi:10.1103/PhysRevE.101.022605). Does not conserve momentum.
struct Langevin {
  Temperature temperature;
  RelaxationTime relaxation_time;  ///< tau_d = m/gamma, the same for every species
  Seed seed;
  Region region = {};
  std::string label = {};      ///< appears in the name: "langevin(hot)"
  std::uint64_t instance = 0;  ///< separates the noise of several Langevin thermostats with one seed
  /// Books energies net of the recoil (LangevinThermostat). Only where a CentreOfMassRemoval acts in every
  /// step: Simulation::advance refuses it elsewhere.
  bool net_of_recoil = false;

  /// Throws InputError unless temperature and relaxation time are positive and finite.
  std::unique_ptr<LangevinThermostat> make() const;
};

/// Langevin dynamics by the BAOAB splitting (Leimkuhler, Matthews 2013, doi:10.1063/1.4802990): between the two halves
/// of the drift the Ornstein-Uhlenbeck part is solved exactly,
///
///     v_i -> c v_i + sqrt((1 - c²) k_B T/m_i) R_i,    c = exp(-dt/tau_d),
///
/// R_i three standard normals keyed by (seed, stream, step, particle id). In a harmonic trap positions are then sampled
/// exactly at any stable step.
///
/// The noise changes the momentum of the system. Where that is taken back at the end of the step it costs energy, on
/// average, to first order in 1 - c,
///
///     e = 3 (1 - c) k_B T (mass of those kicked)/(mass of all)
///
/// a step. Near equilibrium all of it is from those that were kicked: the others gain by the shift as much as they lose
/// by the friction on the kicked ones' momentum. What a bath really gives is then less by e than what its kicks do, and
/// a slab at its own temperature in equilibrium would seem to heat. With `net_of_recoil` e is booked with the removal
/// instead.
///
/// The kinetic temperature sampled at the end of a step is low by a relative
/// dt² times the mean of f² over (4 m k_B T) as in velocity Verlet itself.
class LangevinThermostat : public Thermostat {
 public:
  explicit LangevinThermostat(const Langevin& description);

  bool acts_mid_step() const override { return true; }
  void mid_step(Motion& motion) override;
  bool conserves_momentum() const override { return false; }
  bool needs_zeroed_momentum() const override { return net_of_recoil_; }

  /// Takes over what a course says for a time since its beginning: the temperature, or that nothing is done to the
  /// particles. Call it between steps, as often as a ramp is to be followed finely.
  void follow(const TemperatureCourse& course, Duration time);
  bool is_resting() const { return is_resting_; }

  void save(State& state) const override;
  void load(const State& state) override;

 private:
  double all_mass(const Motion& motion);

  RelaxationTime relaxation_time_;
  RandomStream stream_;
  Region region_;
  Members members_;
  bool is_resting_ = false;
  bool net_of_recoil_;
  double total_mass_ = 0.0;  ///< zero before the first step
};

}  // namespace soret
