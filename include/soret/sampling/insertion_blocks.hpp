#pragma once
/// \file
/// Sums over test insertions, or over test exchanges, in blocks of bounded number.

#include <soret/core/state.hpp>
#include <soret/estimate/widom.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/sampling/doubling_blocks.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soret {

/// Several sums side by side in blocks of configurations (DoublingBlocks).
class InsertionBlocks {
 public:
  InsertionBlocks(std::size_t sums, std::size_t fewest_blocks);

  /// A sum of the present block.
  InsertionSums& present(std::size_t sum) { return blocks_.current().sums.at(sum); }
  /// Nothing of the present configuration is to come any more.
  void end_configuration();

  void save(State& state) const;
  /// Throws RunTimeFailure if what was saved had other numbers of sums or blocks.
  void load(const State& state);

  /// One sum of every block.
  std::vector<InsertionSums> all(std::size_t sum) const;

 private:
  struct Block {
    std::int64_t samples = 0;  ///< configurations
    std::vector<InsertionSums> sums;
    void add(const Block& later);
  };

  Block empty_block() const { return {0, std::vector<InsertionSums>(sums_)}; }
  static std::vector<double> pack(const Block& block);
  static Block unpack(std::span<const double> packed);

  std::size_t sums_;
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
