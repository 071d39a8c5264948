#pragma once
/// \file
/// Displacements of particles and of whole species over lags from one sample to the length of the run.

#include <soret/core/quantity.hpp>
#include <soret/estimate/displacement_blocks.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/doubling_blocks.hpp>
#include <soret/sampling/id_keepers.hpp>
#include <soret/sampling/sampler.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace soret {

/// Displacements at nearly logarithmic lags, with many origins and bounded memory: level k remembers the last p
/// configurations of every 4^k-th sample and compares them with the present one whenever it is such a sample. Lags are
/// j 4^k sample intervals, j = 1..p on level 0 and j = p/4 + 1..p above, where the level below ends (the "order-n"
/// scheme of Frenkel and Smit, Understanding Molecular Simulation, without its sums over blocks of velocities).
///
/// Unwrapped positions are compared, so any number of box lengths counts. Each rank keeps the history of its ids
/// (IdKeepers), whoever owns the particles: `sample` is collective, with one exchange of 4 doubles per particle and one
/// sum of 3 × species doubles per lag that is due; with one rank nothing is sent. Work per sample and particle: 1.25 p
/// displacements on average. Memory per particle, shared out over the ranks: 24 p K bytes with K = 1 + log4(n/p) levels
/// for a longest lag of n samples (1.5 kB for p = 8, n = 10⁵). Box, species and particles must not change, and samples
/// must come at equal intervals.
class MeanSquareDisplacement : public Sampler {
 public:
  /// Samples will come every `interval` steps of `step`; lags up to the first one not shorter than `longest`; between
  /// `blocks` and twice as many blocks; p = `points_per_level`. Throws InputError unless step, interval and longest lag
  /// are positive, and there are at least 2 blocks and 4 points per level.
  MeanSquareDisplacement(const mpi::Communicator& communicator, TimeStep step, Steps interval, Duration longest,
                         Blocks blocks, int points_per_level = 8);

  PairSamples needed() const override { return PairSamples::nothing; }
  /// Collective. Throws RunTimeFailure if box or species changed, particles appeared or vanished, or the step is not
  /// one interval after the last one.
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override;
  /// Throws RunTimeFailure if what was saved had other lags or blocks or another number of ranks.
  void load(const State& state) override;

  /// Samples taken so far.
  std::int64_t samples() const { return samples_; }

  /// Collective: sums over the ranks, the same on each. Throws RunTimeFailure if nothing was sampled.
  DisplacementBlocks reduce(const mpi::Communicator& communicator) const;

 private:
  /// Every spacing-th sample is remembered in a ring of `capacity` configurations, oldest overwritten first.
  struct Level {
    std::int64_t spacing = 1;         ///< in samples
    std::size_t first_lag = 0;        ///< index of this level's first lag in the list of all
    std::int64_t first_multiple = 1;  ///< that lag in spacings
    std::int64_t capacity = 1;        ///< the last lag in spacings
    std::vector<double> ring;         ///< shape (configuration, axis, slot), grown as it fills up
  };

  void plan_lags(std::int64_t longest_samples, std::int64_t points);
  void learn(const Snapshot& snapshot);
  void require_unchanged(const Snapshot& snapshot) const;
  DisplacementBlock empty_block() const;
  void compare(const std::vector<double>& now, DisplacementBlock& block) const;
  void remember(const std::vector<double>& now);

  IdKeepers keepers_;
  double interval_time_;
  std::int64_t interval_;
  std::vector<Level> levels_;
  DisplacementShape shape_;
  DoublingBlocks<DisplacementBlock> blocks_;
  std::int64_t samples_ = 0;
  std::int64_t last_step_ = 0;
};

/// Collective over `world`: puts the displacements of all replicas together, each already reduced over its own
/// communicator `replica` (a split of `world`). Replicas are numbered by the rank of their root in `world`. The same on
/// every rank.
DisplacementBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                   const DisplacementBlocks& reduced);

}  // namespace soret
