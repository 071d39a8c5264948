#pragma once
/// \file
/// What it would cost to turn particles into those of another species.

#include <soret/core/quantity.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/insertion_blocks.hpp>
#include <soret/sampling/sampler.hpp>
#include <soret/sampling/widom_insertion.hpp>

#include <cstdint>
#include <vector>

namespace soret {

/// Takes some particles of every configuration as particles of each other species at the same place, and records
/// exp(-(U_b - U_a)/T) for every ordered pair of species (a, b), in blocks as WidomInsertion. In a dense mixture of
/// similar species such an exchange overlaps with nothing, where an insertion hardly ever finds room: differences of
/// chemical potentials (exchange_difference) are known far better than chemical potentials.
///
/// Which particles are taken is a function of step and id, independent of the number of ranks. Their positions go to
/// all ranks, and every rank adds up what its own particles contribute.
class TestExchange : public Sampler {
 public:
  struct Settings {
    std::vector<InsertedSpecies> species;  ///< all of them
    Temperature temperature{1.0};
    std::int64_t exchanges = 50;  ///< particles taken of a configuration, on average; all if there are fewer
    Seed seed{1};
    Blocks blocks{20};
  };

  /// Throws InputError unless there are two species that know each other, exchanges, two blocks and a positive
  /// temperature.
  TestExchange(const mpi::Communicator& communicator, Settings settings);

  PairSamples needed() const override { return PairSamples::nothing; }
  /// Collective. Throws InputError if the box is shorter than two cutoffs.
  void sample(const Snapshot& snapshot) override;
  void save(State& state) const override { blocks_.save(state); }
  /// Throws RunTimeFailure if what was saved had other numbers of species or blocks.
  void load(const State& state) override { blocks_.load(state); }

  /// The blocks of particles of species `from` that were tried as `to`, the same on every rank.
  std::vector<InsertionSums> blocks(std::size_t from, std::size_t to) const
  {
    return blocks_.all(from * settings_.species.size() + to);
  }

 private:
  std::vector<double> all_candidates(const Snapshot& snapshot) const;

  mpi::Communicator communicator_;
  Settings settings_;
  InsertionBlocks blocks_;
};

}  // namespace soret
