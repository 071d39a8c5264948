#pragma once
/// \file
/// Fluctuations of energy, volume and pressure of the whole system.

#include <soret/core/quantity.hpp>
#include <soret/estimate/fluctuations.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/doubling_blocks.hpp>
#include <soret/sampling/sampler.hpp>

#include <vector>

namespace soret {

/// Sums of kinetic and potential energy, volume and virial pressure, and of their products, sample by sample
/// (ThermodynamicSeries averages rows, whose fluctuations are smaller). Needs sums over the ranks, made for 64 samples
/// at a time: `sample` is collective. Memory does not depend on particles or run length. The box may change.
class ThermodynamicMoments : public Sampler {
 public:
  /// Keeps between `blocks` and twice as many. Throws InputError unless there are at least two.
  explicit ThermodynamicMoments(const mpi::Communicator& communicator, Blocks blocks = Blocks{32});

  PairSamples needed() const override { return PairSamples::totals; }
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override;
  /// Throws RunTimeFailure if what was saved had another number of blocks.
  void load(const State& state) override;

  /// Collective: the blocks of the whole system, the same on every rank; none if nothing was sampled.
  FluctuationBlocks reduce() const;

 private:
  using Accumulator = DoublingBlocks<MomentBlock>;
  void feed(Accumulator& blocks) const;

  mpi::Communicator communicator_;
  Accumulator blocks_;
  std::vector<double> waiting_;  ///< this rank's parts of samples that are not yet summed over the ranks
};

/// Collective over `world`: the blocks of all replicas, each already reduced over its own communicator `replica` (a
/// split of `world`), in the order of the replicas' roots in `world`. There must be some. The same on every rank.
FluctuationBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                  const FluctuationBlocks& reduced);

}  // namespace soret
