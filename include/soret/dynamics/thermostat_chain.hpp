#pragma once
/// \file
/// A chain of Nosé-Hoover thermostats, whatever it is coupled to.

#include <soret/core/quantity.hpp>
#include <soret/core/state.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace soret {

/// What a chain is coupled to: N_f degrees of freedom that it keeps at the temperature T, and the time tau that sets
/// its masses, Q_1 = N_f k_B T tau² and Q_k = k_B T tau².
struct ChainCoupling {
  double degrees_of_freedom;
  Temperature temperature;
  RelaxationTime relaxation_time;
};

/// Positions eta_k and velocities xi_k of a Nosé-Hoover chain (Martyna, Klein, Tuckerman 1992, doi:10.1063/1.463940) in
/// the explicit reversible form of Martyna, Tuckerman, Tobias, Klein 1996 (doi:10.1080/00268979600100761):
///
///     dv/dt = -xi_1 v,   deta_k/dt = xi_k,
///     dxi_1/dt = (2K - N_f k_B T)/Q_1 - xi_1 xi_2,   dxi_k/dt = (Q_{k-1} xi_{k-1}² - k_B T)/Q_k - xi_k xi_{k+1}.
class ThermostatChain {
 public:
  /// `name` is for messages. Throws InputError unless the length is at least one.
  ThermostatChain(const std::string& name, int length);

  /// Advances the chain by `interval`, in a sixth-order Suzuki-Yoshida product of seven parts (Yoshida 1990,
  /// doi:10.1016/0375-9601(90)90092-3), and returns the factor by which the coupled velocities change. Does so in
  /// fractions of the interval where the chain moves fast: far from equilibrium, xi_2 grows to about sqrt(N_f) xi_1.
  /// Such steps are not exactly time-reversible. Throws RunTimeFailure if 10^5 fractions were not enough.
  double advance(const ChainCoupling& coupling, double twice_kinetic_energy, double interval);

  /// N_f k_B T eta_1 + k_B T sum_{k>1} eta_k + 1/2 sum Q_k xi_k².
  double energy(const ChainCoupling& coupling) const;

  /// Adds the entries prefix_position and prefix_velocity.
  void save(State& state, const std::string& prefix) const;
  /// Throws RunTimeFailure if the saved chain has another length.
  void load(const State& state, const std::string& prefix);

 private:
  double force(const ChainCoupling& coupling, std::size_t k, double twice_kinetic_energy) const;
  int fractions_of(double interval, const ChainCoupling& coupling, double twice_kinetic_energy) const;
  double advance_fraction(const ChainCoupling& coupling, double twice_kinetic_energy, double interval);

  std::string name_;
  std::vector<double> position_;  ///< eta
  std::vector<double> velocity_;  ///< xi
};

}  // namespace soret
