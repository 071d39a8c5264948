#pragma once
/// \file
/// From what a configuration of soret-gcmc says to the chain.

#include <soret/input/gcmc_settings.hpp>
#include <soret/montecarlo/displacement.hpp>
#include <soret/montecarlo/monte_carlo_chain.hpp>
#include <soret/montecarlo/volume_change.hpp>

#include <memory>
#include <string>
#include <vector>

namespace soret {

/// Temperature, activities, pressure.
Reservoir reservoir_of(const GcmcState& state);

/// A chain that only displaces the particles of the start, with tuned steps.
std::unique_ptr<MonteCarloChain> settling_chain(const GcmcSettings& settings, Seed seed);

/// A chain with its start and its moves, and those moves whose steps are tuned.
class ConfiguredChain {
 public:
  /// Throws InputError if start, model and moves do not fit together.
  ConfiguredChain(const GcmcSettings& settings, Seed seed);

  MonteCarloChain& chain() { return *chain_; }
  const MonteCarloChain& chain() const { return *chain_; }
  /// Largest steps as they are, in words; empty if nothing is displaced and no volume changes.
  std::string steps_in_words() const;

 private:
  void add_moves(const GcmcSettings& settings);

  SpeciesTable species_;
  std::unique_ptr<MonteCarloChain> chain_;
  const Displacement* displacement_ = nullptr;
  const VolumeChange* volume_change_ = nullptr;
};

}  // namespace soret
