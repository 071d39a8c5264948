#pragma once
/// \file
/// Displacements of particles and of whole species over lags from one sample to the length of the run.

#include <soret/estimate/displacement_blocks.hpp>
#include <soret/sampling/lag_sampler.hpp>

#include <cstddef>
#include <optional>
#include <vector>

namespace soret {

/// Displacements at the lags of LagSampler. Unwrapped positions are compared, so any number of box lengths counts.
///
/// With a `mean_box`, which stands in DisplacementShape, the box may change from sample to sample. The positions given
/// must then be continuous with all images zero (TrajectoryFrame::path), since position + image × length moves with
/// every change of the box.
///
/// `sample` makes one exchange of 4 doubles per particle and one sum of 3 × species doubles per lag that is due; with
/// one rank nothing is sent. Work per sample and particle: 1.25 p displacements on average, p points per level. Memory
/// per particle, shared out over the ranks: 24 p K bytes with K = 1 + log4(n/p) levels for a longest lag of n samples
/// (1.5 kB for p = 8, n = 10⁵).
class MeanSquareDisplacement : public LagSampler {
 public:
  /// Samples will come every `interval` steps of `step`; lags up to the first one not shorter than `longest`; between
  /// `blocks` and twice as many blocks; p = `points_per_level`. Throws InputError as LagSampler.
  MeanSquareDisplacement(const mpi::Communicator& communicator, TimeStep step, Steps interval, Duration longest,
                         Blocks blocks, int points_per_level = 8, std::optional<Box> mean_box = {});

  /// Collective: sums over the ranks, the same on each. Throws RunTimeFailure if nothing was sampled.
  DisplacementBlocks reduce(const mpi::Communicator& communicator) const;

 private:
  DisplacementShape shape() const;
  void begin() override { shape_ = shape(); }
  std::size_t sums_size() const override { return shape_.sums_size(); }
  void compare(const std::vector<double>& now, const std::vector<Earlier>& earlier, LagBlock& block) override;

  DisplacementShape shape_;
};

/// Collective over `world`: puts the displacements of all replicas together, each already reduced over its own
/// communicator `replica` (a split of `world`). Replicas are numbered by the rank of their root in `world`. The same on
/// every rank.
DisplacementBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                   const DisplacementBlocks& reduced);

}  // namespace soret
