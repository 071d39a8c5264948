#pragma once
/// \file
/// Counts of pairs by distance for radial distribution functions, accumulated while the simulation runs.

#include <soret/core/quantity.hpp>
#include <soret/estimate/pair_distribution_blocks.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/doubling_blocks.hpp>
#include <soret/sampling/sampler.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace soret {

/// Counts all pairs of particles closer than r_max, per pair of species and in shells of equal width, in blocks of time
/// whose number stays between `blocks` and twice that (DoublingBlocks). r_max has nothing to do with the cutoff of the
/// forces: it may be as large as half the shortest box length. Box and composition are taken from the first sample and
/// must not change afterwards.
///
/// With a `mean_box`, the box may change from sample to sample, as at constant pressure. The counts of each sample then
/// weigh V/V_mean, V being its own volume and V_mean that of the mean box, which stands in PairDistributionShape:
///   g_ij = <(1 + delta_ij) C_ij V>/(N_i N_j dV),
/// the mean of g_ij at constant volume over the volumes. Unweighted counts would be too many by var(V)/V², which
/// adds k_B T kappa_T to an integral over the whole box.
///
/// Every rank compares its particles with those of half of the other ranks, one after the other, so that each pair is
/// seen once; nowhere are there more than two ranks' particles at a time. Memory on each rank: 2 blocks × pairs of
/// species × bins × 8 bytes.
class PairDistribution : public Sampler {
 public:
  /// `communicator` is that of the simulation. Throws InputError unless r_max is positive and there are at least 10
  /// bins and 2 blocks.
  PairDistribution(const mpi::Communicator& communicator, Cutoff r_max, Bins bins, Blocks blocks,
                   std::optional<Box> mean_box = {});

  PairSamples needed() const override { return PairSamples::nothing; }
  /// Collective. Particles may be outside the box. Throws InputError if r_max exceeds half the shortest box length,
  /// RunTimeFailure (on all ranks) if a coordinate is not finite or if species, the numbers of particles or, without a
  /// mean box, the box changed.
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override;
  /// Throws RunTimeFailure if the saved counts had another r_max, mean box or other numbers of bins or blocks.
  void load(const State& state) override;

  /// Configurations sampled so far.
  std::int64_t samples() const;

  /// Collective: sums over the ranks, the same on each. Throws RunTimeFailure if nothing was sampled.
  PairDistributionBlocks reduce(const mpi::Communicator& communicator) const;

 private:
  void learn(const Snapshot& snapshot, const std::vector<std::int64_t>& particles);
  void require_room(const Box& box) const;
  void require_unchanged(const Snapshot& snapshot, const std::vector<std::int64_t>& particles) const;
  void count_pairs(const Snapshot& snapshot, std::span<double> counts) const;
  void count_weighted(const Snapshot& snapshot, PairCountBlock& block) const;
  PairCountBlock empty_block() const { return {0, std::vector<double>(shape_.counts_size(), 0.0)}; }

  mpi::Communicator communicator_;
  double r_max_;
  std::optional<Box> mean_box_;
  Vec3 box_lengths_;  ///< of the mean box if there is one
  PairDistributionShape shape_;
  DoublingBlocks<PairCountBlock> blocks_;
};

/// Collective over `world`: puts the counts of all replicas together, each already reduced over its own communicator
/// `replica` (a split of `world`). Replicas are numbered by the rank of their root in `world`. The same on every rank.
/// Throws RunTimeFailure if the replicas' boxes, compositions or bins differ.
PairDistributionBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                       const PairDistributionBlocks& reduced);

}  // namespace soret
