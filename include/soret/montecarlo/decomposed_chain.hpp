#pragma once
/// \file
/// A Monte Carlo chain of one large system, made region by region and on several ranks at once.

#include <soret/domain/halo.hpp>
#include <soret/domain/rank_grid.hpp>
#include <soret/montecarlo/chain_sample.hpp>
#include <soret/montecarlo/move_mix.hpp>
#include <soret/mpi/communicator.hpp>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace soret {

/// How a DecomposedChain divides its work.
struct DecompositionOptions {
  Seed seed{1};
  std::uint64_t instance = 0;          ///< tells chains of one seed apart
  double attempts_per_particle = 4.0;  ///< attempts in a sweep
  /// By which a sweep's particles are counted; the start's unless given (a box may start empty).
  std::optional<NumberDensity> expected_density = {};
  double region_length = 6.0;          ///< of the regions worked on one at a time, in cutoffs; about
  std::optional<GridShape> grid = {};  ///< ranks along x, y, z; least surface unless given
  /// As of ChainOptions; looked at after every sweep.
  std::optional<NumberDensity> density_limit = {};
};

/// The moves of a MonteCarloChain (those that change one place of the box: no VolumeChange), for boxes too large for
/// one rank, or for its caches. A sweep:
/// 1. all particles shift by the same random vector against the grid of ranks, and go to the ranks that own them then;
/// 2. along each axis that is divided, the lowest cutoff of every rank's domain stands still. What is left of different
///    domains is farther than a cutoff apart, so that all ranks can work at the same time;
/// 3. each rank goes through the regions of its part, one after the other: a fixed number of attempts in each, with all
///    that is outside standing still (ActiveRegion). A move that would leave the region is rejected; insertions and
///    deletions count the region's particles and volume.
/// Shift, regions and numbers of attempts do not depend on the configuration: every step keeps detailed balance for
/// itself (compare Heffelfinger and Lewitt, J. Comput. Chem. 17, 250 (1996)). One rank
/// works through a large system region by region, too: what a region needs stays in the caches, which makes the cost of
/// an attempt independent of the number of particles.
///
/// The result is reproducible at one number of ranks. Tail corrections are not available: they would tie all regions
/// together. All members are collective unless their names say local_.
class DecomposedChain {
 public:
  /// `start` is the same on all ranks. Throws InputError as MonteCarloChain does, and if a domain would be narrower
  /// than two cutoffs and a tenth.
  DecomposedChain(const mpi::Communicator& communicator, const System& start, const ForceField& field,
                  Reservoir reservoir, const DecompositionOptions& options = {});

  /// As MonteCarloChain::add.
  template <std::derived_from<Move> M>
  M& add(M move, double weight)
  {
    auto added = std::make_unique<M>(std::move(move));
    M& reference = *added;
    moves_.add(std::move(added), weight, region_, reservoir_);
    return reference;
  }

  /// While it is on, moves adapt their step sizes after every sweep, on every rank by its own.
  void tune(bool on) { tuning_ = on; }

  /// Throws InputError if there is no move, and RunTimeFailure if the density exceeds its limit.
  void advance(std::int64_t sweeps);
  std::int64_t sweeps() const { return sweeps_; }
  /// Of all ranks; always the same.
  std::int64_t attempts_per_sweep() const;
  /// Attempts of all ranks since the start.
  std::int64_t all_attempts() const { return communicator_.all_sum(attempts_); }
  /// Those of this rank.
  std::int64_t local_attempts() const { return attempts_; }

  /// Particles, energy and virial of the whole box.
  ChainSample sample() const;
  /// Counters of the moves, summed over all ranks.
  std::vector<MoveCounter> all_counters() const;
  void local_reset_counters() { moves_.reset_counters(); }
  /// As MonteCarloChain::check_energy, for the whole box.
  EnergyCheck check_energy();

  /// Takes over the configuration of another chain of the same box, force field and ranks without any test: for starts
  /// and equilibration.
  void take_over(const DecomposedChain& other);

  const Box& box() const { return box_; }
  const mpi::Communicator& communicator() const { return communicator_; }
  /// This rank's particles, at their places in the box of the start; velocities are zero.
  Particles local_particles() const;

  /// Everything this rank needs to continue bit for bit with the same number of ranks.
  void save(State& state) const;
  /// Throws RunTimeFailure if another chain was saved.
  void load(const State& state);

 private:
  class Tiling;

  void sweep();
  void shift_and_migrate();
  void work_on(Tiling& tiling, const std::array<std::size_t, 3>& tile);
  std::int64_t attempts_in(double volume) const;
  void check_density() const;
  TrialSums pair_sums_anew();
  std::vector<std::int64_t> counts() const;

  mpi::Communicator communicator_;
  Box box_;
  std::vector<PairForce> terms_;
  double cutoff_;
  RankGrid grid_;
  Halo halo_;
  Reservoir reservoir_;
  RandomStream stream_;
  double attempts_per_volume_;
  double region_length_;
  std::optional<NumberDensity> density_limit_;
  MoveMix moves_;
  OpenSystem region_;  ///< what is being worked on
  Particles particles_;
  Vec3 shift_;              ///< of all particles since the start
  TrialSums local_change_;  ///< of the pair sums by this rank's moves since the last check
  TrialSums pairs_;         ///< of the whole box at the last check
  double scale_ = 1.0;      ///< of the energies since the last check, for its tolerance
  std::int64_t sweeps_ = 0;
  std::int64_t attempts_ = 0;
  bool tuning_ = false;
};

}  // namespace soret
