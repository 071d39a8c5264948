#pragma once
/// \file
/// What is kept of a Monte Carlo chain.

#include <soret/estimate/grand_canonical_samples.hpp>
#include <soret/montecarlo/monte_carlo_chain.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/doubling_blocks.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace soret {

/// How an OpenSeries samples.
struct OpenSeriesOptions {
  std::int64_t attempts_per_sample = 1000;
  int ghost_insertions = 0;         ///< ghost particles per species and sample (Widom's method)
  std::size_t fewest_blocks = 512;  ///< between this many blocks and twice as many are kept
};

/// Particle numbers, energy, virial, volume and insertion factors of a chain: sums and sums of products in blocks of
/// bounded number, and histograms of the numbers. Whoever runs the chain calls `sample` every `attempts_per_sample`
/// attempts.
class OpenSeries {
 public:
  /// Throws InputError unless there are attempts between samples, at least two blocks, and no negative number of
  /// ghosts. Ghosts draw their numbers from the seed and instance of the options' chain.
  OpenSeries(const SpeciesTable& species, const OpenSeriesOptions& options, Seed seed = Seed{1},
             std::uint64_t instance = 0);
  OpenSeries(const MonteCarloChain& chain, const OpenSeriesOptions& options, Seed seed = Seed{1},
             std::uint64_t instance = 0)
      : OpenSeries{chain.system().species_table(), options, seed, instance}
  {
  }

  const OpenSeriesOptions& options() const { return options_; }
  /// Takes one sample of the chain as it is.
  void sample(const MonteCarloChain& chain);
  /// The same for a chain of another kind. Throws InputError if there are to be ghosts.
  void sample(const ChainSample& sample);
  std::int64_t samples() const { return samples_; }

  /// What this chain alone gave.
  GrandCanonicalSamples local_samples() const;
  /// Collective: the chains of all ranks of the communicator, one replica each in the order of the ranks; the same on
  /// every rank.
  GrandCanonicalSamples reduce(const mpi::Communicator& communicator) const;
  /// Collective over `world`, which was split into one communicator per chain (that of the caller is `replica`): the
  /// chains in the order of their roots in `world`.
  GrandCanonicalSamples reduce(const mpi::Communicator& world, const mpi::Communicator& replica) const;

  void save(State& state) const;
  /// Throws RunTimeFailure if what was saved has other species, ghosts or numbers of blocks.
  void load(const State& state);

 private:
  std::vector<double> insertion_factors(const MonteCarloChain& chain) const;
  void add(const ChainSample& sample, const std::vector<double>& insertion_factors);

  OpenSeriesOptions options_;
  GrandCanonicalShape shape_;
  RandomStream ghosts_;
  std::int64_t samples_ = 0;
  DoublingBlocks<GrandCanonicalBlock> blocks_;
  std::vector<CountHistogram> counts_;
  CountHistogram total_count_;
  std::vector<JointCountHistogram> joint_;
};

}  // namespace soret
