#pragma once
/// \file
/// The interface of everything that acts on the motion besides the forces: thermostats, heat sources, momentum removal.

#include <soret/core/quantity.hpp>
#include <soret/core/state.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/system/particles.hpp>

#include <cstdint>
#include <memory>
#include <string>

namespace soret {

/// What a control sees and may change during one step. `particles` are this rank's own.
struct Motion {
  const mpi::Communicator& communicator;
  const Box& box;
  const SpeciesTable& species;
  Particles& particles;
  TimeStep time_step;
  std::int64_t step;                ///< index of the step being made; keys random numbers
  std::int64_t degrees_of_freedom;  ///< of the whole system: 3N - 3 if momentum is conserved, else 3N
};

/// A thermostat, heat source or constraint. A step is
///   begin_step of each control in order, half kick, drift (with mid_step in its middle), forces, half kick,
///   end_step of each control in reverse order,
/// so that a control acting half in begin_step and half in end_step keeps the step time-reversible.
/// All hooks are collective: every rank calls them, also one without particles in the region.
class Control {
 public:
  virtual ~Control() = default;

  /// For logs, results and error messages: "langevin(hot)".
  virtual std::string name() const = 0;
  virtual void begin_step(Motion&) {}
  /// Called halfway through the drift if acts_mid_step() is true (positions are those at half the step).
  virtual void mid_step(Motion&) {}
  virtual bool acts_mid_step() const { return false; }
  virtual void end_step(Motion&) {}
  /// Whether total momentum stays what it was when this control acts; decides the degrees of freedom.
  virtual bool conserves_momentum() const = 0;

  /// This rank's share of the energy put into the system so far (negative: taken out); the sum over ranks is the whole.
  /// Total energy minus the sum of energy added by all controls is the conserved quantity of a run.
  virtual double local_energy_added() const = 0;

  /// Everything needed to continue bit for bit on this rank.
  virtual void save(State& state) const = 0;
  virtual void load(const State& state) = 0;
};

}  // namespace soret
