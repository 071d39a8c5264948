#pragma once
/// \file
/// The barostat of Martyna, Tobias and Klein with Nosé-Hoover chains.

#include <soret/dynamics/box_motion.hpp>
#include <soret/dynamics/thermostat.hpp>
#include <soret/dynamics/thermostat_chain.hpp>

#include <memory>
#include <optional>

namespace soret {

class MartynaTobiasKleinBarostat;

/// Deterministic dynamics of the NPT ensemble: barostat and thermostat in one, so that nothing else should act on the
/// whole box. Conserves momentum.
struct MartynaTobiasKlein {
  Pressure pressure;  ///< P_0, of the potential as it is cut: tails do not enter
  Temperature temperature;
  RelaxationTime thermostat_relaxation_time;  ///< tau_T, of the chain on the particles
  RelaxationTime barostat_relaxation_time;    ///< tau_P, of the box and of the chain on it
  int chain_length = 3;                       ///< of either chain
  std::optional<Axis> axis = {};              ///< the box length that changes; nothing: all three alike

  /// Throws InputError unless the pressure is finite, temperature and relaxation times are positive and finite and the
  /// length is at least one.
  std::unique_ptr<MartynaTobiasKleinBarostat> make() const;
};

/// The equations of motion of Martyna, Tobias, Klein 1994 (doi:10.1063/1.467468). With s_a = 1 for the d axes that
/// change (3 or 1) and 0 for the others, and the velocities v_i, K and N_f = 3N - 3 relative to the barycentre:
///
///     dr_i^a/dt = v_i^a + s_a nu r_i^a,   dL_a/dt = s_a nu L_a,
///     dv_i^a/dt = f_i^a/m_i - (s_a + d/N_f) nu v_i^a - xi_1 v_i^a,
///     W dnu/dt = sum_a s_a (sum_i m_i v_i^a v_i^a + sum_{i<j} r_ij^a f_ij^a - P_0 V) + (d/N_f) 2K - W eta_1 nu,
///
/// xi being the chain on the particles and eta the chain on the box (see ThermostatChain), and
/// W = (d/3) (N_f + 3) k_B T tau_P². The energy
///
///     K + U + P_0 V + W nu²/2 + energies of both chains
///
/// is conserved. With zero total momentum volumes are distributed as exp(-P_0 V/k_B T) times the integral of
/// exp(-U/k_B T) over the N - 1 independent positions, so that the mean of the instantaneous pressure is P_0 exactly.
///
/// The integrator is the explicit reversible one of Martyna, Tuckerman, Tobias, Klein 1996
/// (doi:10.1080/00268979600100761; also Tuckerman et al. 2006, doi:10.1088/0305-4470/39/19/S18): half a step of the
/// chains, then of nu, then of the velocities, a step of positions and box, forces, and back. With h the interval,
/// a = s + d/N_f and S(x) = sinh(x)/x:
///
///     v -> v exp(-a nu h/2) + (h f/2m) exp(-a nu h/4) S(a nu h/4),
///     r -> r exp(s nu h) + h v exp(s nu h/2) S(s nu h/2),   L -> L exp(s nu h).
///
/// The ledger books the negative of the change of extended_energy() in every step, the energy that the surroundings
/// have given.
class MartynaTobiasKleinBarostat : public Thermostat, public BoxMotion {
 public:
  explicit MartynaTobiasKleinBarostat(const MartynaTobiasKlein& description);

  Pressure pressure() const { return pressure_; }
  void begin_step(Motion& motion) override;
  void end_step(Motion& motion) override;
  bool conserves_momentum() const override { return true; }
  BoxMotion* box_motion() override { return this; }

  void half_kick(const VelocityVerlet& integrator, Particles& particles, const SpeciesTable& species) const override;
  Vec3 drift(const VelocityVerlet& integrator, Particles& particles, double fraction) const override;
  void accept_virial(double volume, const Vec3& local_virial) override;

  /// P_0 V + W nu²/2 + energies of both chains, the same on every rank.
  double extended_energy() const;

  void save(State& state) const override;
  void load(const State& state) override;

 private:
  void all_measure(const Motion& motion);
  void half_step_of_chains(Motion& motion);
  void half_step_of_strain_rate(const Motion& motion);
  void scale_velocities(Particles& particles, const Vec3& factors) const;
  ChainCoupling particle_coupling() const { return {degrees_of_freedom_, temperature(), thermostat_relaxation_time_}; }
  ChainCoupling box_coupling() const { return {1.0, temperature(), barostat_relaxation_time_}; }
  double box_mass() const;
  Vec3 velocity_damping() const;

  Pressure pressure_;
  RelaxationTime thermostat_relaxation_time_;
  RelaxationTime barostat_relaxation_time_;
  Vec3 strained_;          ///< s
  double strained_count_;  ///< d
  ThermostatChain particle_chain_;
  ThermostatChain box_chain_;
  double strain_rate_ = 0.0;  ///< nu
  double volume_ = 0.0;
  double energy_before_ = 0.0;  ///< extended_energy() when the step began
  Vec3 local_virial_;
  double degrees_of_freedom_ = 0.0;
  Vec3 barycentre_velocity_;
  Vec3 twice_kinetic_energy_;  ///< per axis, of all ranks, relative to the barycentre
  Vec3 virial_;                ///< of all ranks
};

}  // namespace soret
