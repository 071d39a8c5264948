#pragma once
/// \file
/// What a window of a coupling ladder leaves for the estimators of free energies.

#include <soret/estimate/coupling_samples.hpp>
#include <soret/sampling/coupled_particle.hpp>

#include <cstdint>
#include <memory>

namespace soret {

/// Records, configuration by configuration, the energy of the coupled particle at all couplings of a ladder, du/dlambda
/// at its own and the volume. As many are kept as asked for: when they would be more, every second one is dropped, and
/// from then on half as many are recorded. What is kept are single configurations, evenly spaced in time, never
/// averages: estimators need the exponentials of energies.
///
/// Memory: `most_samples` × (couplings + 2) × 8 bytes, on the root of the communicator alone.
class CouplingEnergies : public Sampler {
 public:
  /// The energies are shared by the windows of a ladder; `own` is the coupling of this one. Throws InputError unless
  /// `own` is one of theirs and `most_samples` is even and at least 4.
  CouplingEnergies(const mpi::Communicator& communicator, std::shared_ptr<const CoupledParticleEnergies> particle,
                   std::size_t own, std::size_t most_samples = 8192);

  PairSamples needed() const override { return PairSamples::nothing; }
  /// Collective. Throws RunTimeFailure as CoupledParticleEnergies, and, on all ranks, if an energy is not finite.
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override;
  /// Throws RunTimeFailure if what was saved had another number of couplings or kept another number of samples.
  void load(const State& state) override;

  /// Samples recorded, the same on every rank.
  std::size_t samples() const { return samples_; }
  /// The samples on the root of the communicator; none elsewhere.
  const CouplingWindow& local_window() const { return window_; }

 private:
  void drop_every_second();

  mpi::Communicator communicator_;
  std::shared_ptr<const CoupledParticleEnergies> particle_;
  std::size_t own_;
  std::size_t most_samples_;
  std::int64_t calls_ = 0;   ///< of sample
  std::int64_t stride_ = 1;  ///< calls from one recorded sample to the next
  std::size_t samples_ = 0;
  CouplingWindow window_;
};

/// Collective over `world`: the samples of all replicas (communicators `replica`, a split of `world`) one after the
/// other, on the root of `world` alone. Replicas without samples are left out.
CouplingWindow gather_replicas(const mpi::Communicator& world, const CouplingWindow& local_window);

}  // namespace soret
