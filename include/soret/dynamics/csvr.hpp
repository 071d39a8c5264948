#pragma once
/// \file
/// Canonical sampling through velocity rescaling.

#include <soret/core/random.hpp>
#include <soret/dynamics/thermal_group.hpp>
#include <soret/dynamics/thermostat.hpp>

#include <memory>
#include <string>

namespace soret {

class CsvrThermostat;

/// The stochastic velocity-rescaling thermostat on the whole box or a slab. Conserves momentum, disturbs the dynamics
/// little.
struct Csvr {
  Temperature temperature;
  RelaxationTime relaxation_time;  ///< tau of the kinetic energy
  Seed seed;
  Region region = {};
  std::string label = {};
  std::uint64_t instance = 0;  ///< separates several of these thermostats with one seed

  /// Throws InputError unless temperature and relaxation time are positive and finite.
  std::unique_ptr<CsvrThermostat> make() const;
};

/// Bussi, Donadio, Parrinello 2007 (doi:10.1063/1.2408420), after the step, with the exact solution for the kinetic
/// energy (appendix there): with c = exp(-dt/tau), q = (1 - c) k_B T/(2K), R a standard normal and S the sum of the
/// squares of N_f - 1 others (twice a gamma variate of shape (N_f - 1)/2),
///
///     K -> alpha² K,   alpha² = c + q (R² + S) + 2 R sqrt(c q),   sign(alpha) = sign(R + sqrt(c/q)).
///
/// K and N_f = 3n - 3 are relative to the region's barycentre (see ThermalGroup). The draws are keyed by step, so every
/// rank finds the same alpha.
class CsvrThermostat : public Thermostat {
 public:
  explicit CsvrThermostat(const Csvr& description);

  void end_step(Motion& motion) override;
  bool conserves_momentum() const override { return true; }

 private:
  RelaxationTime relaxation_time_;
  RandomStream stream_;
  ThermalGroup group_;
};

/// A gamma variate of the given shape and unit scale, the function of (step, particle 0, draws from `first_draw` on)
/// that Marsaglia and Tsang 2000 (doi:10.1145/358407.358414) give; shapes below one by their boost U^(1/shape).
double gamma_variate(const RandomStream& stream, double shape, std::uint64_t step, std::uint64_t first_draw);

}  // namespace soret
