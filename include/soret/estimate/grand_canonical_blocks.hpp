#pragma once
/// \file
/// The raw material of everything a Monte Carlo chain tells: particle numbers, energy, virial and volume, their sums
/// and the sums of their products, per block of the chain.

#include <soret/estimate/block_statistics.hpp>
#include <soret/estimate/jackknife.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// What the numbers of a block belong to. A sample consists of the observables O_0 ... O_(m-1), in this order:
///   N_i           number of particles of each species,
///   U             potential energy of the whole box, tail corrections included if the chain has them,
///   W             virial sum over pairs of r_ij . F_ij of the whole box (tails included likewise): the pressure is
///                 p = (\<N\> k_B T + \<W\>/3)/\<V\> at constant volume,
///   V             volume,
///   B_i           per species, only with ghost insertions: the mean over the sample's ghost particles at uniform
///                 positions of exp(-beta dU), dU with the change of the tail correction:
///                 mu_i^ex = -k_B T ln(\<V B_i\>/\<V\>) (Widom, doi:10.1063/1.1734110).
struct GrandCanonicalShape {
  std::vector<std::string> species_names;
  bool ghost_insertions = false;

  std::size_t species() const { return species_names.size(); }
  std::size_t count(std::size_t i) const { return i; }  ///< index of the observable N_i
  std::size_t energy() const { return species(); }      ///< index of U
  std::size_t virial() const { return species() + 1; }  ///< index of W
  std::size_t volume() const { return species() + 2; }  ///< index of V
  /// Index of B_i. Only if there are ghost insertions.
  std::size_t insertion_factor(std::size_t i) const { return species() + 3 + i; }
  /// m: how many observables there are.
  std::size_t observables() const { return species() + 3 + (ghost_insertions ? species() : 0); }

  /// Length of a block's flat array: m sums, then the m (m + 1)/2 sums of products.
  std::size_t sums_size() const { return observables() * (observables() + 3) / 2; }
  /// Where the sum of O_a O_b is in the flat array (the sum of O_a is at a).
  std::size_t product(std::size_t a, std::size_t b) const;

  friend bool operator==(const GrandCanonicalShape&, const GrandCanonicalShape&) = default;
};

/// Sums over the samples of one stretch of a chain.
struct GrandCanonicalBlock {
  std::int64_t samples = 0;
  std::vector<double> sums;  ///< sums of O_a, then of O_a O_b: see GrandCanonicalShape

  /// Adds one sample of the observables. Throws RunTimeFailure unless there are as many as the shape says.
  void add_sample(const GrandCanonicalShape& shape, std::span<const double> observables);
  /// Adds another block. Throws RunTimeFailure if the lengths differ; a default-constructed block takes the other's.
  void add(const GrandCanonicalBlock& other);
  /// Takes away a block that was added before.
  void subtract(const GrandCanonicalBlock& part);

  /// \<O_a\>. Not a number without samples.
  double mean(std::size_t a) const { return sums[a] / static_cast<double>(samples); }
  /// \<O_a O_b\>.
  double mean_product(const GrandCanonicalShape& shape, std::size_t a, std::size_t b) const;
  /// \<O_a O_b\> - \<O_a\>\<O_b\>.
  double covariance(const GrandCanonicalShape& shape, std::size_t a, std::size_t b) const;
};

/// All blocks of a chain, or of several independent chains.
struct GrandCanonicalBlocks {
  GrandCanonicalShape shape;
  std::int64_t attempts_per_sample = 1;
  /// In the order of the chain; all of a chain hold equally many samples, except the last.
  std::vector<GrandCanonicalBlock> blocks;
  std::vector<std::size_t> replica;  ///< of each block; a replica's blocks follow each other

  /// All blocks added up.
  GrandCanonicalBlock total() const;
  /// Weights (numbers of samples) and replicas for the statistics.
  BlockSequence sequence() const;
  /// Block means of one observable of one replica: a time series for autocorrelations. The last block is left out if it
  /// holds fewer samples than the others.
  std::vector<double> series(std::size_t observable, std::size_t of_replica) const;
  /// How many attempts the blocks of `series` are long.
  std::int64_t attempts_per_block() const;
  /// Neighbouring blocks merged within each replica, so that each replica has at most `most` blocks, all made of
  /// equally many of the present ones except the last. Throws InputError unless `most` is positive.
  GrandCanonicalBlocks merged(std::size_t most) const;
  /// The jackknife of numbers computed from summed blocks. Throws RunTimeFailure if there is no block.
  std::vector<JackknifeEstimate> jackknife(
      const std::function<std::vector<double>(const GrandCanonicalBlock& sums)>& statistic) const;
};

/// The blocks of independent chains of one ensemble, one after the other. Throws RunTimeFailure unless there is at
/// least one and all have the same shape and attempts per sample.
GrandCanonicalBlocks concatenate(std::span<const GrandCanonicalBlocks> replicas);

/// Each block as samples, sums in one flat array, for messages and checkpoints.
std::vector<double> packed(std::span<const GrandCanonicalBlock> blocks);

/// The reverse. Throws RunTimeFailure if the length is not a whole number of blocks.
std::vector<GrandCanonicalBlock> unpacked_blocks(std::span<const double> values, const GrandCanonicalShape& shape);

}  // namespace soret
