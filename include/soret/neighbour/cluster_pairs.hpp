#pragma once
/// \file
/// What the pair loop runs over, as raw pointers: particles in slots, slots in clusters of four, pairs of clusters.
/// This header is seen by code compiled for different instruction sets and therefore holds plain data only.

#include <soret/core/blocked_array.hpp>

#include <cstddef>
#include <cstdint>

namespace soret {

/// Particles per cluster.
inline constexpr std::size_t cluster_size = block_width;

/// All partners of one cluster, in three groups: partners[begin ... lower) meet all four particles of the cluster,
/// partners[lower ... upper) only its first two, partners[upper ... end) only its last two. (Particles of a cluster are
/// sorted along z, so many partners reach only one half of it.)
struct ClusterRow {
  std::int32_t cluster;
  std::int32_t with_itself;  ///< 1 if the pairs inside the cluster count too
  std::int32_t begin;
  std::int32_t lower;
  std::int32_t upper;
  std::int32_t end;
};

/// Pairs are picked in whole registers: there is room for so many partners more than are needed.
inline constexpr std::size_t list_padding = 16;

/// Clusters of a run, consecutive ones of a column mostly, of which some are partners: the lowest bits of a run say
/// which of them are, the first one's bit being the lowest, and the higher bits are the number of the first.
inline constexpr std::uint32_t run_length = 8;
inline constexpr std::uint32_t run_mask = (1U << run_length) - 1;
inline constexpr std::int32_t most_clusters = 1 << (32 - run_length);  ///< of one rank

/// All partners of one cluster, as runs.
struct WideRow {
  std::int32_t cluster;
  std::int32_t with_itself;  ///< as in ClusterRow
  std::uint32_t begin;       ///< of its runs
  std::uint32_t end;
};

/// A list of cluster pairs that is only read through, to pick pairs from it: a third of the memory of ClusterPairs.
struct WidePairs {
  const WideRow* rows;
  std::size_t row_count;
  const std::uint32_t* runs;
};

/// A half list of cluster pairs: each pair of particles within range occurs exactly once over all ranks.
struct ClusterPairs {
  const ClusterRow* rows;
  std::size_t row_count;
  const std::int32_t* partners;
};

/// Sums that are stored together in one block of each cluster (BlockedArray): the force's components with the energy,
/// and the virial's components in the order of symmetric_components.
inline constexpr std::size_t force_quantities = 4;
inline constexpr std::size_t virial_quantities = 6;

/// Doubles from one component of a sum over all pairs to the next, which is kept by lanes: those of the widest
/// register.
inline constexpr std::size_t flux_lanes = 16;

/// The arrays of the pair loop. Coordinates and species are indexed by slot (cluster * cluster_size + lane), sums lie
/// in blocks. `Real` is the precision of the pair arithmetic, `SpeciesLane` the integer of the same width. Empty slots
/// lie so far away that no comparison with a cutoff holds for them.
template <class Real, class SpeciesLane>
struct PairArrays {
  const Real* x;
  const Real* y;
  const Real* z;
  const SpeciesLane* species;
  const Real* velocity_x;  ///< velocities are read by the loop with fluxes only
  const Real* velocity_y;
  const Real* velocity_z;
  double* force;  ///< x, y, z, and minus the energy unless the loop is that of forces only
  float* virial;  ///< energies and virials are twice the per-particle shares of Snapshot
  double* flux;   ///< sum over all pairs of r_ij (f_ij . (v_i + v_j)): three components of flux_lanes each
  /// Where the sums of partners go, in blocks like `force`: `force` itself in double precision; in mixed precision sums
  /// of one call of the loop in float (Slots::flush_partner_sums).
  Real* partner_force;
  std::size_t empty;  ///< first of cluster_size empty slots
};

using PairArraysDouble = PairArrays<double, std::int64_t>;
using PairArraysFloat = PairArrays<float, std::int32_t>;

}  // namespace soret
