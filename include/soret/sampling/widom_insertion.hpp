#pragma once
/// \file
/// Test insertions into the configurations of a run.

#include <soret/core/quantity.hpp>
#include <soret/estimate/widom.hpp>
#include <soret/forces/pair_energy.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/doubling_blocks.hpp>
#include <soret/sampling/sampler.hpp>

#include <cstdint>
#include <vector>

namespace soret {

/// Pair energies of a species that is inserted with every species that is there: one per species, in order. Particles
/// of species beyond the last one (such as one that is being coupled) are not seen.
struct InsertedSpecies {
  std::vector<PairEnergy> with;
};

/// Puts a particle of each species at random places of every configuration and records exp(-dU/T) (Widom,
/// doi:10.1063/1.1734110), in blocks of time whose number stays between `blocks` and twice that (DoublingBlocks). The
/// places do not depend on the number of ranks. Every rank adds up what its own particles contribute, found through a
/// grid of cells; an insertion costs about a microsecond per species in a dense liquid.
class WidomInsertion : public Sampler {
 public:
  struct Settings {
    std::vector<InsertedSpecies> species;
    Temperature temperature{1.0};
    std::int64_t insertions = 1000;   ///< per configuration
    bool weighted_by_volume = false;  ///< for constant pressure, unless the barostat counts one more free particle
    Seed seed{1};
    Blocks blocks{20};
  };

  /// Throws InputError unless there are species, insertions, two blocks and a positive temperature.
  WidomInsertion(const mpi::Communicator& communicator, Settings settings);

  PairSamples needed() const override { return PairSamples::nothing; }
  /// Collective. Throws InputError if the box is shorter than two cutoffs.
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override;
  /// Throws RunTimeFailure if what was saved had other numbers of species or blocks.
  void load(const State& state) override;

  /// The blocks of one of the inserted species, the same on every rank.
  std::vector<InsertionSums> blocks(std::size_t species) const;

 private:
  /// Of one stretch of time: one sum per species.
  struct Block {
    std::int64_t samples = 0;  ///< configurations
    std::vector<InsertionSums> sums;
    void add(const Block& later);
  };

  Block empty_block() const { return {0, std::vector<InsertionSums>(settings_.species.size())}; }
  static std::vector<double> pack(const Block& block);
  static Block unpack(std::span<const double> packed);

  mpi::Communicator communicator_;
  Settings settings_;
  DoublingBlocks<Block> blocks_;
};

/// Insertion sums of all replicas.
struct ReplicaInsertions {
  std::vector<InsertionSums> blocks;
  std::vector<std::size_t> replica;  ///< of each block
};

/// Collective over `world`: the blocks of all replicas (communicators `replica`, a split of `world`), the same on every
/// rank. Every replica must have some.
ReplicaInsertions gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                  std::span<const InsertionSums> blocks);

}  // namespace soret
