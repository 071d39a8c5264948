#pragma once
/// \file
/// How long particles stay where they are: overlap, self-intermediate scattering, displacements.

#include <soret/core/quantity.hpp>
#include <soret/estimate/relaxation_blocks.hpp>
#include <soret/estimate/structure_factor_blocks.hpp>
#include <soret/sampling/lag_sampler.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

using OverlapDistance = Quantity<struct OverlapDistanceTag>;  ///< a of w(r) = 1 for r < a

/// Compares every particle with itself: overlap and its square, self-intermediate scattering functions averaged over
/// all directions, mean squared displacement and its square, for each species and for all, at the lags of LagSampler;
/// see RelaxationShape. `sample` makes one exchange of 4 doubles per particle and one sum of a double per species and
/// lag that is due; with one rank nothing is sent. Overlaps are whole numbers, the same for any number of ranks. Work
/// and memory as for MeanSquareDisplacement, and one sine per particle, lag and wave number.
class Relaxation : public LagSampler {
 public:
  /// At most 8 wave numbers. Throws InputError unless these and the overlap distance are positive and finite, and as
  /// LagSampler.
  Relaxation(const mpi::Communicator& communicator, const LagSchedule& schedule, OverlapDistance overlap_distance,
             const std::vector<WaveNumber>& wave_numbers);

  /// Collective: sums over the ranks, the same on each. Throws RunTimeFailure if nothing was sampled.
  RelaxationBlocks reduce(const mpi::Communicator& communicator) const;
  void save(State& state) const override;
  /// Also throws RunTimeFailure if the overlap distance or the wave numbers were others.
  void load(const State& state) override;

 private:
  void begin() override;
  std::size_t sums_size() const override { return shape_.sums_size(); }
  void compare(const std::vector<double>& now, const std::vector<Earlier>& earlier, LagBlock& block) override;
  void add(std::span<const double> sums, std::size_t lag, std::size_t group, LagBlock& block) const;

  RelaxationShape shape_;
};

/// Collective over `world`: puts the relaxation of all replicas together, each already reduced over its own
/// communicator `replica` (a split of `world`). Replicas are numbered by the rank of their root in `world`. The same on
/// every rank.
RelaxationBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                 const RelaxationBlocks& reduced);

}  // namespace soret
