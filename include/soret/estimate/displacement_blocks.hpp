#pragma once
/// \file
/// The raw material of diffusion coefficients: displacements summed over particles and origins, per block of time, lag
/// and species.

#include <soret/core/vec3.hpp>
#include <soret/estimate/block_statistics.hpp>
#include <soret/estimate/jackknife.hpp>
#include <soret/estimate/lag_blocks.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// What is summed for each lag and species over the origins. With dr_i the displacement of particle i during the lag,
/// over any number of box lengths:
namespace displacement_column {
inline constexpr std::size_t squared = 0;     ///< sum_i |dr_i|²
inline constexpr std::size_t fourth = 1;      ///< sum_i |dr_i|⁴
inline constexpr std::size_t collective = 2;  ///< |sum_i (dr_i - dr_cm)|², dr_cm that of the whole system's mass centre
inline constexpr std::size_t size = 3;        ///< columns in all
}  // namespace displacement_column

/// What the numbers of a block belong to.
struct DisplacementShape {
  std::vector<double> lag_times;  ///< ascending
  std::vector<std::string> species_names;
  std::vector<double> masses;
  std::vector<std::int64_t> counts;  ///< particles of every species
  Vec3 box_lengths;                  ///< of the mean box if it changes

  std::size_t lags() const { return lag_times.size(); }
  std::size_t species() const { return masses.size(); }
  /// Particles of all species.
  std::int64_t particles() const;
  /// Length of a block's flat array: lags × species × columns.
  std::size_t sums_size() const { return lags() * species() * displacement_column::size; }
  /// Where a column of a lag and species is in the flat array, shape (lag, species, column).
  std::size_t offset(std::size_t lag, std::size_t species_index, std::size_t column) const
  {
    return (lag * species() + species_index) * displacement_column::size + column;
  }
};

/// One stretch of time: its sums have the shape (lag, species, column), see DisplacementShape::offset.
using DisplacementBlock = LagBlock;

/// <|dr|²>, the mean squared displacement of a species' particles at a lag, length². Not a number without origins.
double mean_squared_displacement(const DisplacementShape& shape, const DisplacementBlock& block, std::size_t species,
                                 std::size_t lag);

/// alpha_2 = 3 <|dr|⁴>/(5 <|dr|²>²) - 1, zero if displacements are Gaussian. Dimensionless.
double non_gaussian_parameter(const DisplacementShape& shape, const DisplacementBlock& block, std::size_t species,
                              std::size_t lag);

/// <|R_a(t) - R_a(0)|²> of the mean position R_a = sum_i r_i/N_a of a species, in the frame of the whole system's mass
/// centre (in which the total momentum is zero), length².
double mean_squared_centre_displacement(const DisplacementShape& shape, const DisplacementBlock& block,
                                        std::size_t species, std::size_t lag);

/// All blocks of a run, or of several independent replicas of it.
struct DisplacementBlocks {
  DisplacementShape shape;
  std::vector<DisplacementBlock> blocks;
  std::vector<std::size_t> replica;  ///< of each block; a replica's blocks follow each other in time

  /// All blocks added up.
  DisplacementBlock total() const;
  /// Weights (numbers of samples) and replicas for the statistics.
  BlockSequence sequence() const;
  /// The lags that an error can be given for: at least half of the blocks, and two if there are several, hold origins.
  std::vector<std::size_t> usable_lags() const;
  /// The jackknife of numbers computed from summed blocks. Throws RunTimeFailure if there is no block.
  std::vector<JackknifeEstimate> jackknife(
      const std::function<std::vector<double>(const DisplacementBlock& sums)>& statistic) const;
};

/// The blocks of independent replicas of one run, one after the other. Throws RunTimeFailure unless there is at least
/// one and all have the same lags, species and box.
DisplacementBlocks concatenate(std::span<const DisplacementBlocks> replicas);

/// The reverse of `packed`. Throws RunTimeFailure if the length is not a whole number of blocks.
std::vector<DisplacementBlock> unpacked_displacements(std::span<const double> values, const DisplacementShape& shape);

}  // namespace soret
