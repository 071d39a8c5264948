#pragma once
/// \file
/// The interface of everything that acts on the motion besides the forces: thermostats, heat sources, momentum removal.

#include <soret/core/quantity.hpp>
#include <soret/core/state.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/system/particles.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace soret {

class BoxMotion;

/// What a control sees and may change during one step. `particles` are this rank's own.
struct Motion {
  const mpi::Communicator& communicator;
  const Box& box;
  const SpeciesTable& species;
  Particles& particles;
  TimeStep time_step;
  std::int64_t step;                ///< number of the step being made, from 1 on; keys random numbers
  std::int64_t degrees_of_freedom;  ///< of the whole system: 3N - 3 if momentum is conserved, else 3N
  /// What baths have booked less than they gave in this step, on this rank, because the removal of the momentum that
  /// they made will take it: CentreOfMassRemoval books it.
  double local_recoil = 0.0;
};

/// A thermostat, heat source or constraint. A step is
///   begin_step of each control in order, half kick, drift (with mid_step in its middle), forces, half kick,
///   end_step of each control in reverse order,
/// so that a control acting half in begin_step and half in end_step keeps the step time-reversible.
/// All hooks are collective: every rank calls them, also one without particles in the region.
///
/// Each control keeps a ledger: the energy it has put into the system (negative: taken out), split into named entries
/// where the parts mean something of their own (the hot and the cold slab of a heat source). Total energy minus the sum
/// of all ledgers is the conserved quantity of a run.
class Control {
 public:
  virtual ~Control() = default;
  Control(const Control&) = delete;
  Control& operator=(const Control&) = delete;

  /// For logs, results and error messages: "langevin(hot)".
  virtual std::string name() const = 0;
  virtual void begin_step(Motion&) {}
  /// Called halfway through the drift if acts_mid_step() is true (positions are those at half the step).
  virtual void mid_step(Motion&) {}
  virtual bool acts_mid_step() const { return false; }
  virtual void end_step(Motion&) {}
  /// The maps that replace half kick and drift if this control moves the box, else nothing. At most one control does.
  virtual BoxMotion* box_motion() { return nullptr; }
  /// Whether total momentum stays what it was when this control acts; see degrees_of_freedom().
  virtual bool conserves_momentum() const = 0;
  /// Whether total momentum is zero after every end_step, whatever other controls did to it.
  virtual bool zeroes_momentum() const { return false; }
  /// Whether this control acts rightly only beside one that zeroes momentum.
  virtual bool needs_zeroed_momentum() const { return false; }

  /// The names of the ledger's entries, constant during a run. One entry named like the control unless it says
  /// otherwise; several are "name/part": "heat_exchange/hot".
  virtual std::vector<std::string> ledger_names() const { return {name()}; }
  /// This rank's share of every entry, in the order of ledger_names(); the sum over ranks is the whole.
  std::span<const double> local_ledger() const { return ledger_; }
  /// Sum of local_ledger().
  double local_energy_added() const;

  /// Everything needed to continue bit for bit on this rank. The base class keeps the ledger; a control with more
  /// memory extends both.
  virtual void save(State& state) const;
  virtual void load(const State& state);

 protected:
  explicit Control(std::size_t ledger_entries = 1) : ledger_(ledger_entries, 0.0) {}
  /// Adds this rank's share of an energy put into the system to an entry of the ledger.
  void book(double local_energy, std::size_t entry = 0) { ledger_[entry] += local_energy; }

 private:
  std::vector<double> ledger_;
};

/// What a user writes down to get a control: a plain aggregate such as `Langevin{.temperature = ..., ...}` whose make()
/// checks the values (InputError) and returns the control itself.
template <class T>
concept ControlDescription = requires(const T& description)
{
  {
    *description.make()
    } -> std::convertible_to<const Control&>;
};

/// 3N - 3 if total momentum stays fixed in the presence of these controls (all conserve it, or one zeroes it every
/// step), else 3N. `particle_count` is that of all ranks.
std::int64_t degrees_of_freedom(std::int64_t particle_count, std::span<const std::unique_ptr<Control>> controls);

}  // namespace soret
