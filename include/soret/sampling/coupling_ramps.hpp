#pragma once
/// \file
/// What is sampled while the coupling of a particle moves.

#include <soret/estimate/coupling_ramps.hpp>
#include <soret/sampling/coupled_particle.hpp>

#include <memory>
#include <span>
#include <vector>

namespace soret {

/// Sums of the exponentials of energy differences to the neighbouring couplings, for every coupling of every ramp.
/// Memory: ramps × couplings × 4 numbers.
class CouplingRamps : public Sampler {
 public:
  /// `weighted_by_volume`: weights are volumes (see CouplingSamples), otherwise one.
  CouplingRamps(const mpi::Communicator& communicator, std::shared_ptr<const CoupledParticleEnergies> particle,
                bool weighted_by_volume);

  /// From now on another ramp is sampled.
  void begin_ramp(bool upwards);
  /// From now on the coupling is this one of the ladder.
  void move_to(std::size_t coupling) { coupling_ = coupling; }

  PairSamples needed() const override { return PairSamples::nothing; }
  /// Collective. Throws RunTimeFailure as CoupledParticleEnergies, or if no ramp has begun.
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override;
  /// Throws RunTimeFailure if what was saved had another number of couplings.
  void load(const State& state) override;

  /// All ramps so far, the present one included; the same on every rank.
  std::span<const CouplingRamp> ramps() const { return ramps_; }

 private:
  mpi::Communicator communicator_;
  std::shared_ptr<const CoupledParticleEnergies> particle_;
  bool weighted_by_volume_;
  std::size_t coupling_ = 0;
  std::vector<CouplingRamp> ramps_;
};

/// Collective over `world`: the ramps of all replicas (communicators `replica`, a split of `world`) one after the
/// other, the same on every rank.
std::vector<CouplingRamp> gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                          std::span<const CouplingRamp> ramps);

}  // namespace soret
