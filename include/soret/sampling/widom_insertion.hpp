#pragma once
/// \file
/// Test insertions into the configurations of a run.

#include <soret/core/quantity.hpp>
#include <soret/forces/pair_energy.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/insertion_blocks.hpp>
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
/// doi:10.1063/1.1734110), in blocks of time whose number stays between `blocks` and twice that. The places do not
/// depend on the number of ranks. Every rank adds up what its own particles contribute, found through a grid of cells;
/// an insertion costs about a microsecond per species in a dense liquid.
class WidomInsertion : public Sampler {
 public:
  struct Settings {
    std::vector<InsertedSpecies> species;
    Temperature temperature{1.0};
    std::int64_t insertions = 1000;   ///< per configuration
    bool weighted_by_volume = false;  ///< for constant pressure (see CouplingSamples)
    Seed seed{1};
    Blocks blocks{20};
  };

  /// Throws InputError unless there are species, insertions, two blocks and a positive temperature.
  WidomInsertion(const mpi::Communicator& communicator, Settings settings);

  PairSamples needed() const override { return PairSamples::nothing; }
  /// Collective. Throws InputError if the box is shorter than two cutoffs.
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override { blocks_.save(state); }
  /// Throws RunTimeFailure if what was saved had other numbers of species or blocks.
  void load(const State& state) override { blocks_.load(state); }

  /// The blocks of one of the inserted species, the same on every rank.
  std::vector<InsertionSums> blocks(std::size_t species) const { return blocks_.all(species); }

 private:
  mpi::Communicator communicator_;
  Settings settings_;
  InsertionBlocks blocks_;
};

}  // namespace soret
