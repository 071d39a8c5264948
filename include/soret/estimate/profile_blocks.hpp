#pragma once
/// \file
/// The raw material of every slab profile: sums over samples, per block, bin and species, from which anything can be
/// averaged and fitted later.

#include <soret/core/quantity.hpp>
#include <soret/core/vec3.hpp>
#include <soret/estimate/block_statistics.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// The columns summed in each bin for each species; a tensor's components are in the order of `symmetric_components`.
namespace profile_column {
inline constexpr std::size_t count = 0;              ///< number of particles
inline constexpr std::size_t momentum = 1;           ///< sum m v_a, 3 components
inline constexpr std::size_t kinetic_tensor = 4;     ///< sum m v_a v_b, 6 components
inline constexpr std::size_t potential_energy = 10;  ///< sum of per-particle potential energies
inline constexpr std::size_t virial = 11;            ///< sum W_ab, W_i,ab = 1/2 sum_j r_ij,a F_ij,b, 6 components
inline constexpr std::size_t heat_flux = 17;         ///< sum (e_i v_i,a + sum_b W_i,ab v_i,b), 3 components
inline constexpr std::size_t size = 20;              ///< columns in all
}  // namespace profile_column

/// What the bins are: slices of equal thickness perpendicular to `axis`.
struct ProfileShape {
  Axis axis = Axis::z;
  Vec3 box_lengths;
  std::size_t bins = 0;
  std::vector<std::string> species_names;
  std::vector<double> masses;
  std::optional<double> cold_centre;  ///< centre of the cold slab as a fraction of the box; unset: from the profile
  std::optional<double> hot_centre;   ///< unset: half a box from the cold slab

  std::size_t species() const { return masses.size(); }
  double length() const { return box_lengths[index(axis)]; }
  double cross_section() const { return box_lengths.x * box_lengths.y * box_lengths.z / length(); }
  double bin_volume() const { return cross_section() * length() / static_cast<double>(bins); }
  /// Coordinate of the middle of a bin along the axis.
  double bin_centre(std::size_t bin) const;
  /// The phase of slowest_modes: where the hot slab is, as a fraction of the box. If only the cold slab's place is
  /// known, half a box from it; if neither is, the middle of the box, since any phase relaxes at the same rate.
  double mode_origin() const;
  /// Length of a block's flat array: bins × species × columns.
  std::size_t sums_size() const { return bins * species() * profile_column::size; }
  /// Where a column of a bin and species is in the flat array, shape (bin, species, column).
  std::size_t offset(std::size_t bin, std::size_t species_index, std::size_t column) const
  {
    return (bin * species() + species_index) * profile_column::size + column;
  }
};

/// Sums over the samples of one stretch of time.
struct ProfileBlock {
  std::int64_t samples = 0;
  double start_time = 0.0;
  double end_time = 0.0;
  double duration = 0.0;             ///< simulated time covered; of merged blocks, the sum
  std::vector<double> energy_added;  ///< by each control during `duration`
  std::vector<double> sums;          ///< shape (bin, species, column), see ProfileShape::offset

  /// Adds another block's samples, time and sums. Throws RunTimeFailure if the shapes differ; a default-constructed
  /// block takes the other's shape.
  void add(const ProfileBlock& other);
};

/// The slowest mode along the axis of every species s,
///   m_s(t) = sum_{i in s} cos(2 pi (z_i - z_hot)/L),
/// with the centre of particle i's bin for z_i, summed over the samples of one stretch of time.
struct ModeBlock {
  std::int64_t samples = 0;
  double duration = 0.0;     ///< simulated time covered
  std::vector<double> sums;  ///< per species

  /// Appends a later block. Throws RunTimeFailure if the numbers of species differ; a default-constructed block takes
  /// the other's.
  void add(const ModeBlock& later);
};

/// The modes of one replica, in the order of time.
using ModeSeries = std::vector<ModeBlock>;

/// m_s of one configuration, or summed over several: `sums` has the shape's flat layout. Dimensionless.
std::vector<double> slowest_modes(const ProfileShape& shape, std::span<const double> sums);

/// All blocks of a run, or of several independent replicas of it.
struct ProfileBlocks {
  ProfileShape shape;
  std::vector<ProfileBlock> blocks;
  std::vector<std::size_t> replica;  ///< of each block; a replica's blocks follow each other in time
  std::vector<ModeSeries> modes;     ///< of each replica, in finer steps than the blocks; empty: not recorded

  std::size_t replicas() const;
  /// All blocks added up, or those whose indices are given.
  ProfileBlock total() const;
  ProfileBlock total(std::span<const std::size_t> selection) const;
  /// Weights (numbers of samples) and replicas for the statistics.
  BlockSequence sequence() const;
  /// Mean simulated time of a block. Throws RunTimeFailure if there is none.
  Duration mean_block_length() const;
  /// The first `count` blocks of each replica, and of its modes what was sampled until then.
  ProfileBlocks first(std::size_t count) const;
};

/// The blocks of independent replicas of one run, one after the other. Throws RunTimeFailure unless there is at least
/// one, all have the same shape, and the modes were recorded in all or in none.
ProfileBlocks concatenate(std::span<const ProfileBlocks> replicas);

}  // namespace soret
