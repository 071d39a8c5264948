#pragma once
/// \file
/// A given heat flow between two slabs: HEX and eHEX.

#include <soret/dynamics/control.hpp>
#include <soret/dynamics/region.hpp>
#include <soret/dynamics/thermal_group.hpp>

#include <array>
#include <memory>

namespace soret {

class HeatExchangeSource;

/// hex: velocities only. ehex: with the coordinate correction that removes the leading energy drift.
enum class HeatExchangeScheme { hex, ehex };

/// Takes `power` out of the cold slab and puts it into the hot one.
struct HeatExchange {
  Slab hot;
  Slab cold;
  Power power;  ///< energy per time into the hot slab, and out of the cold one
  HeatExchangeScheme scheme = HeatExchangeScheme::ehex;

  /// Throws InputError if the slabs overlap or the power is not finite and at least zero.
  std::unique_ptr<HeatExchangeSource> make() const;
};

/// Heat exchange (Hafskjold, Ikeshoji, Ratkje 1993, doi:10.1080/00268979300103101) after the velocity Verlet step: in
/// each region Gamma with heat flow F (power, -power) and kinetic energy K relative to its barycentric velocity
/// v_Gamma,
///
///     v_i -> v_Gamma + xi (v_i - v_Gamma),   xi = sqrt(1 + F dt/K),
///
/// so that K changes by F dt exactly and no momentum is added. ehex (Wirnsberger, Frenkel, Dellago 2015,
/// doi:10.1063/1.4931597) also moves the particles of Gamma by r_i -> r_i - dt³ eps_i,
///
///     eps_i = (eta_i/(m_i K)) (F/48 + (1/6) sum_j f_j . (v_j - v_Gamma)) - (F/(12 K)) (f_i/m_i - f_Gamma/m_Gamma),
///     eta_i = m_i (F/(2K)) (v_i - v_Gamma),
///
/// f_Gamma and m_Gamma the summed force and mass of the region. As published; with F/12 in place of F/48 the drift of
/// order dt² would vanish entirely while nobody crosses a border of Gamma, but the difference is of order F² and about
/// one per cent of what hex loses. What remains comes from particles that enter and leave. Ledger: hot and cold, the
/// kinetic energy really exchanged.
class HeatExchangeSource : public Control {
 public:
  explicit HeatExchangeSource(const HeatExchange& description);

  std::string name() const override { return scheme_ == HeatExchangeScheme::ehex ? "ehex" : "hex"; }
  /// Throws RunTimeFailure (on every rank) if a region holds fewer than two particles or has not the thermal energy
  /// asked of it.
  void end_step(Motion& motion) override;
  bool conserves_momentum() const override { return true; }
  std::vector<std::string> ledger_names() const override;
  Power power() const { return power_; }
  /// Throws InputError unless finite and at least zero.
  void set_power(Power power);

  void save(State& state) const override;
  void load(const State& state) override;

 private:
  /// What ehex needs besides the motion of a region: f_Gamma and sum_j f_j . v_j.
  struct Forces {
    Vec3 sum;
    double dot_velocity = 0.0;
  };
  Forces local_forces(const Particles& particles, const Members& members) const;
  /// Measures both regions and reduces everything at once.
  std::array<Forces, 2> all_measure(const Motion& motion);
  double scale_factor(const Motion& motion, std::size_t side, double energy) const;
  void correct_positions(const Motion& motion, std::size_t side, const Forces& forces, double heat_flow) const;

  std::array<ThermalGroup, 2> groups_;
  Power power_;
  HeatExchangeScheme scheme_;
};

}  // namespace soret
