#pragma once
/// \file
/// What is sampled while one particle is coupled to a mixture.

#include <soret/core/state.hpp>
#include <soret/estimate/insertion_run.hpp>
#include <soret/input/emd_settings.hpp>
#include <soret/sampling/coupling_energies.hpp>
#include <soret/sampling/coupling_ramps.hpp>
#include <soret/sampling/widom_insertion.hpp>
#include <soret/workflow/ranks.hpp>

#include <memory>
#include <vector>

namespace soret {

/// The windows or ramps of one stage, and test insertions while the particle is not coupled at all.
class InsertionSamplers {
 public:
  InsertionSamplers(const EmdSettings& settings, Species species, Temperature temperature,
                    const mpi::Communicator& replica, Seed seed);

  /// From now on another passage is sampled: the window of this coupling, or a ramp in this direction.
  void begin_window(std::size_t coupling);
  void begin_ramp(bool upwards);
  /// Ramps: from now on the coupling is this one.
  void move_to(std::size_t coupling);

  /// Those that look at the present configurations.
  std::vector<Sampler*> present();
  void save(State& state) const;
  void load(const State& state);

  /// Windows, ramps and test insertions of all replicas; windows are complete on the root of the world alone.
  /// Collective over the world.
  InsertionRun reduce(const Ranks& ranks) const;

 private:
  bool is_ramp() const { return ramps_ != nullptr; }

  Species species_;
  Temperature temperature_;
  std::shared_ptr<const CoupledParticleEnergies> energies_;
  std::vector<std::unique_ptr<CouplingEnergies>> windows_;  ///< one per coupling; none for ramps
  std::unique_ptr<CouplingRamps> ramps_;
  std::unique_ptr<WidomInsertion> test_insertions_;  ///< if asked for
  std::size_t coupling_ = 0;
};

}  // namespace soret
