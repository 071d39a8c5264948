#pragma once
/// \file
/// The Nosé-Hoover chain thermostat.

#include <soret/dynamics/thermal_group.hpp>
#include <soret/dynamics/thermostat.hpp>
#include <soret/dynamics/thermostat_chain.hpp>

#include <memory>
#include <string>

namespace soret {

class NoseHooverChainThermostat;

/// A deterministic canonical thermostat on the whole box or a slab. Conserves momentum.
struct NoseHooverChain {
  Temperature temperature;
  RelaxationTime relaxation_time;  ///< tau: masses Q_1 = N_f k_B T tau², Q_k = k_B T tau²
  int length = 3;                  ///< number M of thermostats in the chain
  Region region = {};
  std::string label = {};

  /// Throws InputError unless temperature and relaxation time are positive and finite and the length at least one.
  std::unique_ptr<NoseHooverChainThermostat> make() const;
};

/// A Nosé-Hoover chain (see ThermostatChain) half a step before and half a step after velocity Verlet,
///
///     dv_i/dt = f_i/m_i - xi_1 v_i.
///
/// v_i, K and N_f are relative to the region's barycentre (see ThermalGroup). The ledger books the kinetic energy
/// really exchanged; energy + extended_energy() is the scheme's own conserved quantity (whole box only: in a slab N_f
/// changes as particles come and go).
class NoseHooverChainThermostat : public Thermostat {
 public:
  explicit NoseHooverChainThermostat(const NoseHooverChain& description);

  void begin_step(Motion& motion) override { all_half_step(motion); }
  void end_step(Motion& motion) override { all_half_step(motion); }
  bool conserves_momentum() const override { return true; }

  /// N_f k_B T eta_1 + k_B T sum_{k>1} eta_k + 1/2 sum Q_k xi_k², the same on every rank.
  double extended_energy() const { return chain_.energy(coupling()); }

  void save(State& state) const override;
  void load(const State& state) override;

 private:
  void all_half_step(Motion& motion);
  ChainCoupling coupling() const;

  RelaxationTime relaxation_time_;
  ThermalGroup group_;
  double degrees_of_freedom_ = 0.0;
  ThermostatChain chain_;
};

}  // namespace soret
