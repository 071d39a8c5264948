#pragma once
/// \file
/// A Markov chain of configurations: Monte Carlo in the ensembles NVT, NPT and mu VT, and between.

#include <soret/core/quantity.hpp>
#include <soret/montecarlo/chain_sample.hpp>
#include <soret/montecarlo/move_mix.hpp>
#include <soret/montecarlo/open_system.hpp>
#include <soret/montecarlo/reservoir.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace soret {

/// What a chain needs to know besides the physics.
struct ChainOptions {
  Seed seed{1};
  std::uint64_t instance = 0;     ///< tells chains of one seed apart (the replica's number)
  bool tail_corrections = false;  ///< add what simply cut potentials lose beyond the cutoff
  /// The chain stops with a RunTimeFailure when there are more particles per volume than this: the activity fills the
  /// box.
  std::optional<NumberDensity> density_limit = {};
  std::optional<ActiveRegion> region = {};  ///< see OpenSystem
};

/// Moves chosen at random, one after the other, applied to one system. Which moves there are decides on the ensemble:
/// Displacement alone NVT, with VolumeChange NPT, with Transfer and IdentityExchange mu VT, with IdentityExchange alone
/// semi-grand. An attempt is one proposed move, accepted or not; attempt number n draws its random numbers from
/// (seed, instance, n). One chain belongs to one rank; replicas are chains with different instances.
class MonteCarloChain {
 public:
  /// Throws InputError as OpenSystem does, or if activities are given and not one per species.
  MonteCarloChain(const System& start, const ForceField& field, Reservoir reservoir, const ChainOptions& options = {});

  /// Adds a move that is chosen with a probability of weight/(sum of weights); returns it. Throws InputError if the
  /// weight is not positive and finite or the system and its reservoir lack what the move needs.
  template <std::derived_from<Move> M>
  M& add(M move, double weight)
  {
    auto added = std::make_unique<M>(std::move(move));
    M& reference = *added;
    moves_.add(std::move(added), weight, system_, reservoir_);
    return reference;
  }

  /// While it is on (it is not at first), moves adapt their step sizes every 5000 attempts. Nothing that is sampled
  /// meanwhile belongs to the ensemble.
  void tune(bool on) { tuning_ = on; }
  bool is_tuning() const { return tuning_; }

  /// Makes this many attempts. Throws RunTimeFailure if the density exceeds its limit, and InputError if there is no
  /// move.
  void advance(std::int64_t attempts);

  std::int64_t attempts() const { return attempts_; }
  const OpenSystem& system() const { return system_; }
  const Reservoir& reservoir() const { return reservoir_; }
  /// Other activities, temperature or pressure from now on. Throws InputError if a move lacks something then.
  void set_reservoir(Reservoir reservoir);

  /// Numbers, energy, virial and volume.
  ChainSample sample() const;
  /// U of the box, tails included.
  double energy() const { return system_.energy(); }
  /// p = (N k_B T + W/3)/V of this configuration.
  double pressure() const;

  /// Every kind of every move since the start or the last `reset_counters`; "trajectory" for accept_trajectory comes
  /// last, if it was used.
  std::vector<MoveCounter> counters() const;
  void reset_counters();

  /// Computes all pairs anew. Throws RunTimeFailure, with the counters of all moves, if the running energy is off by
  /// more than 1e-10 of the largest energy since the last check. The recomputed sums are taken over, so that rounding
  /// does not pile up.
  EnergyCheck check_energy();

  /// For a burst of molecular dynamics: positions as they are, ids and species; velocities are zero and have to be
  /// drawn.
  System exported() const { return system_.system(); }
  /// Takes over a configuration made elsewhere without any test: for starts and equilibration.
  void replace(const System& system);
  /// The end of a burst of molecular dynamics at constant energy that started from `exported` with velocities newly
  /// drawn from the Maxwell distribution (hybrid Monte Carlo; Duane et al. 1987, doi:10.1016/0370-2693(87)91197-X):
  /// accepted with probability min(1, exp(-beta (dU + kinetic_after - kinetic_before))), U by this chain's own sums.
  /// Counts as an attempt. Returns whether it was accepted; if not, the configuration is as before.
  bool accept_trajectory(const System& end, double kinetic_before, double kinetic_after);

  /// Everything that changes, so that a split chain equals the straight one bit for bit.
  void save(State& state) const;
  /// Into a chain made with the same arguments and moves. Throws RunTimeFailure if it was not.
  void load(const State& state);

 private:
  void check_density() const;

  OpenSystem system_;
  Reservoir reservoir_;
  RandomStream stream_;
  std::optional<NumberDensity> density_limit_;
  MoveMix moves_;
  MoveCounter trajectories_{"trajectory"};
  std::int64_t attempts_ = 0;
  bool tuning_ = false;
};

}  // namespace soret
