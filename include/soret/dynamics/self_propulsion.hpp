#pragma once
/// \file
/// Active particles: forces that particles exert on themselves.

#include <soret/core/random.hpp>
#include <soret/core/vec3.hpp>
#include <soret/dynamics/control.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace soret {

class SelfPropulsionControl;

/// How the propelling force of a particle changes in time. f_0 is SelfPropulsion::force, tau_p its persistence time.
enum class Propulsion {
  /// f_0 (±1, ±1, ±1), all drawn anew every tau_p (Mandal, Bhuyan, Rao, Dasgupta 2016, doi:10.1039/C5SM02950C).
  run_and_tumble,
  /// f_0 n, the direction n diffusing on the sphere: <n(t).n(0)> = exp(-t/tau_p), a rotational diffusion coefficient of
  /// 1/(2 tau_p). Active Brownian particles.
  brownian,
  /// Each component an Ornstein-Uhlenbeck process of variance f_0² and correlation exp(-t/tau_p).
  ornstein_uhlenbeck
};

/// Propels the particles of some species. The sum of all propelling forces is zero at any time: of run-and-tumble
/// particles half go either way along each axis (at an odd number one of them does not, along that axis), from the
/// others their mean is subtracted.
struct SelfPropulsion {
  Propulsion kind = Propulsion::run_and_tumble;
  Force force;
  RelaxationTime persistence_time;
  std::vector<Species> species = {};  ///< which are active; empty: all
  Seed seed;

  /// Throws InputError if the force is negative, the persistence time not positive, or one of them not finite.
  std::unique_ptr<SelfPropulsionControl> make() const;
};

/// Adds to the forces what propels the particles: half a kick at either end of the step, with a force that is constant
/// over the step. The work is booked. The kinetic temperature is above the thermostat's; a total energy is not
/// conserved.
///
/// Random numbers are keyed by step and id. Every rank knows the forces of all active particles of the system (32 bytes
/// each), so that they need not travel with the particles and can be made to add up to zero.
class SelfPropulsionControl : public Control {
 public:
  explicit SelfPropulsionControl(const SelfPropulsion& description);

  std::string name() const override { return "self_propulsion"; }
  void begin_step(Motion& motion) override;
  void end_step(Motion& motion) override { kick(motion); }
  bool conserves_momentum() const override { return true; }

  /// The forces of the present step, in the order of the active particles' ids.
  const std::vector<Vec3>& forces() const { return forces_; }

  /// What forces are made of, in the same order; empty for run-and-tumble particles, which need none.
  const std::vector<Vec3>& memory() const { return memory_; }
  /// Goes on with the memory of another control of the same particles.
  void remember(std::vector<Vec3> memory) { memory_ = std::move(memory); }

  void save(State& state) const override;
  void load(const State& state) override;

 private:
  void all_find_active(const Motion& motion);
  void kick(Motion& motion);
  void advance_forces(const Motion& motion);
  void tumble(std::uint64_t draw);
  void turn(const Motion& motion, bool is_first);
  void remove_mean();
  bool is_active(Species species) const;

  SelfPropulsion description_;
  RandomStream stream_;
  std::vector<std::int64_t> ids_;    ///< of all active particles, in order
  std::vector<std::int32_t> place_;  ///< in ids_, by id; -1: passive
  std::vector<Vec3> memory_;         ///< directions or Ornstein-Uhlenbeck variables, before the mean is subtracted
  std::vector<Vec3> forces_;
  std::int64_t last_tumble_ = -1;
};

}  // namespace soret
