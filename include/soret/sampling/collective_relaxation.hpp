#pragma once
/// \file
/// How long the pattern of the particles lasts, whichever of them makes it: collective overlap and coherent scattering.

#include <soret/sampling/nearest_wave_vectors.hpp>
#include <soret/sampling/relaxation.hpp>

#include <complex>
#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// Collective overlap and its square, and coherent intermediate scattering functions F(q, t), for each species and for
/// all particles, at the lags of LagSampler and at t = 0, where F is the structure factor; see RelaxationShape. Wave
/// numbers become the mean |q| of the box's nearest vectors (nearest_wave_vectors). Modes are summed directly. The
/// present positions are handed round the ranks, each of which compares them with the earlier ones that it keeps: work
/// per rank and lag is that of all particles, and no rank holds more than a share of them at a time. Overlaps are whole
/// numbers, the same for any number of ranks. Sample less often than Relaxation: for a thousand particles a sample
/// takes as long as a few steps.
class CollectiveRelaxation : public LagSampler {
 public:
  /// Throws as Relaxation.
  CollectiveRelaxation(const mpi::Communicator& communicator, LagSchedule schedule, OverlapDistance overlap_distance,
                       const std::vector<WaveNumber>& wave_numbers);

  /// Collective: sums over the ranks, the same on each. Throws RunTimeFailure if nothing was sampled.
  RelaxationBlocks reduce(const mpi::Communicator& communicator) const;
  void save(State& state) const override;
  /// Also throws RunTimeFailure if the overlap distance or the wave numbers were others.
  void load(const State& state) override;

 private:
  /// Throws InputError if the overlap distance exceeds half the box.
  void begin() override;
  std::size_t sums_size() const override { return shape_.sums_size(); }
  void extend(const Snapshot& snapshot, std::vector<double>& row) override;
  void compare(const std::vector<double>& now, const std::vector<Earlier>& earlier, LagBlock& block) override;
  std::vector<double> overlaps_with(const std::vector<double>& now, const std::vector<Earlier>& earlier) const;
  void add_scattering(const double* then, const double* now, std::size_t lag, LagBlock& block) const;

  RelaxationShape asked_;  ///< without a system
  RelaxationShape shape_;
  std::vector<NearestWaveVectors> waves_;
  std::vector<WaveIndex> vectors_;  ///< of all wave numbers, one after the other
};

}  // namespace soret
