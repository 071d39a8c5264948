#pragma once
/// \file
/// Counted pair distances per block of time, and the radial distribution functions made of them.

#include <soret/estimate/block_statistics.hpp>
#include <soret/estimate/jackknife.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// What was counted: distances in `bins` shells of equal width, the first one starting at zero, per unordered pair of
/// species, in a periodic box of constant composition. In a box that changes, volume and densities are those of the
/// mean volume.
struct PairDistributionShape {
  double bin_width = 0.0;
  std::size_t bins = 0;
  double volume = 0.0;
  std::vector<std::string> species_names;
  std::vector<std::int64_t> particles;  ///< N_i

  std::size_t species() const { return particles.size(); }
  std::size_t pairs() const { return species() * (species() + 1) / 2; }
  /// Length of a block's flat array: pairs × bins.
  std::size_t counts_size() const { return pairs() * bins; }
  /// Number of an unordered pair of species: 11, 12, .., 1n, 22, 23, ... in this order.
  std::size_t pair(std::size_t i, std::size_t j) const;

  double r_max() const { return outer_edge(bins - 1); }
  double outer_edge(std::size_t bin) const { return static_cast<double>(bin + 1) * bin_width; }
  double centre(std::size_t bin) const { return (static_cast<double>(bin) + 0.5) * bin_width; }
  /// Exact volume (4 pi/3)(r_+³ - r_-³) of the shell between the edges r_- and r_+ of a bin.
  double shell_volume(std::size_t bin) const;

  double number_density(std::size_t i) const { return static_cast<double>(particles[i]) / volume; }
  std::int64_t total_particles() const;
  double total_density() const { return static_cast<double>(total_particles()) / volume; }
  double mole_fraction(std::size_t i) const;

  friend bool operator==(const PairDistributionShape&, const PairDistributionShape&) = default;
};

/// Counts summed over the configurations of one stretch of time.
struct PairCountBlock {
  std::int64_t samples = 0;  ///< configurations
  /// Shape (pair, bin); every pair of particles counted once. Whole numbers, but in a box that changes, where each
  /// configuration weighs as its volume (PairDistribution).
  std::vector<double> counts;

  /// Adds another block. Throws RunTimeFailure if the shapes differ; a default-constructed block takes the other's.
  void add(const PairCountBlock& other);
};

/// All blocks of a run, or of several independent replicas of it.
struct PairDistributionBlocks {
  PairDistributionShape shape;
  std::vector<PairCountBlock> blocks;
  std::vector<std::size_t> replica;  ///< of each block; a replica's blocks follow each other in time

  /// Weights (numbers of configurations) and replicas for the statistics.
  BlockSequence sequence() const;
  /// Counts per configuration in one block, shape (pair, bin).
  std::vector<double> block_average(std::size_t block) const;
  /// Counts per configuration in all blocks but one, shape (pair, bin). Throws RunTimeFailure if no block remains.
  std::vector<double> average(std::size_t left_out = none_left_out) const;
};

/// The blocks of independent replicas of one run, one after the other. Throws RunTimeFailure unless there is at least
/// one and all have the same shape.
PairDistributionBlocks concatenate(std::span<const PairDistributionBlocks> replicas);

/// The radial distribution function of one pair of species per bin, from counts C_ij per configuration, shape (pair,
/// bin):
///   g_ij = (1 + delta_ij) C_ij / (N_i rho_j dV),   rho_j = N_j/V,   dV = shell volume.
/// It is normalised by the density N_j/V of the box and not by (N_j - delta_ij)/V: an ideal gas of N particles has
/// g_ii = 1 - 1/N. This is the convention that the correction of Ganguly and van der Vegt (closed_ensemble_corrected)
/// needs; its term delta_ij removes the 1/N. Throws InputError if the box holds no pair of these species.
std::vector<double> radial_distribution(const PairDistributionShape& shape, std::span<const double> counts,
                                        std::size_t i, std::size_t j);

/// The same from all blocks but one.
std::vector<double> radial_distribution(const PairDistributionBlocks& blocks, std::size_t i, std::size_t j,
                                        std::size_t left_out = none_left_out);

/// g_ij per bin with standard errors from the scatter of the blocks (block_mean).
std::vector<Estimate> radial_distribution_estimates(const PairDistributionBlocks& blocks, std::size_t i, std::size_t j);

/// The mean number of particles j (other than the one in the centre) within the outer edge of each bin around an i,
///   n_ij(r) = sum_{bins up to r} (1 + delta_ij) C_ij / N_i = rho_j integral_0^r g_ij 4 pi r'² dr'.
/// Not symmetric: N_i n_ij = N_j n_ji. In a box that changes it is the second form with the density of the mean volume,
/// which differs from the mean number by O(1/N). Throws InputError if the box holds no pair of these species.
std::vector<double> coordination_number(const PairDistributionShape& shape, std::span<const double> counts,
                                        std::size_t i, std::size_t j);

/// n_ij per bin with standard errors from the scatter of the blocks (block_mean).
std::vector<Estimate> coordination_number_estimates(const PairDistributionBlocks& blocks, std::size_t i, std::size_t j);

/// The last bin of the first shell of neighbours: with g averaged over a twentieth of the distance r_p of its highest
/// peak to either side, that of the lowest value between r_p and 1.8 r_p. Nothing if the bins do not reach that far, or
/// g is zero everywhere.
std::optional<std::size_t> first_shell(const PairDistributionShape& shape, std::span<const Estimate> distribution);

}  // namespace soret
