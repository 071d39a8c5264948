#pragma once
/// \file
/// How relaxation slows down on cooling: the laws that are fitted to relaxation times against temperature.

#include <soret/core/quantity.hpp>
#include <soret/estimate/estimate.hpp>

#include <cstddef>
#include <span>

namespace soret {

/// A relaxation time and the temperature at which it was measured.
struct RelaxationAtTemperature {
  Temperature temperature{1.0};
  Estimate time;
};

/// A law of three parameters is fitted through no fewer temperatures.
inline constexpr std::size_t fewest_law_points = 4;

/// Vogel, Fulcher and Tammann, tau = tau_0 exp(1/(K (T/T_0 - 1))): K is large for fragile liquids.
struct VftFit {
  Estimate log_time;     ///< ln tau_0
  Estimate fragility;    ///< K_VFT
  Estimate temperature;  ///< T_VFT, where it diverges
  double chi_squared = 0.0;
  std::size_t points = 0;  ///< points minus three are expected of chi²

  double log_time_at(Temperature temperature) const;
};

/// tau = tau_o exp(J² (1/T - 1/T_o)²) below the onset T_o (Elmatad, Chandler, Garrahan, doi:10.1021/jp810362g).
struct ParabolicFit {
  Estimate log_time;  ///< ln tau_o, at the onset
  Estimate energy;    ///< J
  Estimate onset;     ///< T_o
  double chi_squared = 0.0;
  std::size_t points = 0;  ///< those below T_o, which alone are fitted

  double log_time_at(Temperature temperature) const;
};

/// Mode coupling, tau = A (T - T_c)^-gamma.
struct ModeCouplingFit {
  Estimate log_prefactor;  ///< ln A
  Estimate temperature;    ///< T_c
  Estimate exponent;       ///< gamma
  double chi_squared = 0.0;
  std::size_t points = 0;

  double log_time_at(Temperature temperature) const;
};

/// All fits are weighted least squares of ln tau; errors follow from those of the times alone, and chi² says whether
/// the law describes them. All throw InputError unless there are four points at different positive temperatures with
/// positive times and finite errors, naming what was found.

/// Throws RunTimeFailure if chi² has no least value with 0.02 T_min < T_0 < T_min: then an Arrhenius law fits as well.
VftFit fit_vft(std::span<const RelaxationAtTemperature> points);

/// Points above the T_o that is found are left out, and the rest is fitted again. Throws RunTimeFailure if fewer than
/// four are left or ln tau is not convex in 1/T.
ParabolicFit fit_parabolic(std::span<const RelaxationAtTemperature> points);

/// Throws RunTimeFailure as fit_power_law, which it is for 1/tau.
ModeCouplingFit fit_mode_coupling(std::span<const RelaxationAtTemperature> points);

/// The temperature where relaxation leaves what hot liquids do: an Arrhenius law through the three highest temperatures
/// is extrapolated, and the onset is where ln tau first exceeds it by `excess`, taken as straight in 1/T between
/// temperatures. It depends on this rule and on where the highest temperatures are. Throws RunTimeFailure if ln tau
/// does not exceed it within the temperatures.
Estimate onset_temperature(std::span<const RelaxationAtTemperature> points, double excess = 0.1);

}  // namespace soret
