#pragma once
/// \file
/// How a liquid forgets where its particles were: overlaps and intermediate scattering functions as they were summed,
/// and what follows from them directly.

#include <soret/estimate/jackknife.hpp>
#include <soret/estimate/lag_blocks.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// What the numbers of a block belong to. Groups are the species and, last, all particles together. For each lag and
/// group is summed over the origins, with dr_i the displacement of particle i:
///   overlap           of each particle with itself: sum_i w(|dr_i|), w(r) = 1 for r < a, else 0; collective:
///                     sum_ij w(|r_i(t) - r_j(0)|) over pairs of the group, i = j included, shortest images
///   overlap squared   (the same)²
///   scattering        one column for each wave number q; of each particle with itself:
///                     sum_i sin(q |dr_i|)/(q |dr_i|), the average of exp(-i q.dr_i) over all directions of q;
///                     collective: Re(rho(q, t) conj rho(q, 0)), rho = sum_i exp(-i q.r_i), averaged over the vectors
///                     of the box nearest to q
///   squared, fourth   only of each particle with itself: sum_i |dr_i|², sum_i |dr_i|⁴
struct RelaxationShape {
  bool is_self = true;            ///< each particle is compared with itself; else collective
  double overlap_distance = 0.0;  ///< a
  std::vector<double> wave_numbers;
  std::vector<double> lag_times;  ///< ascending; collective: the first is zero
  std::vector<std::string> species_names;
  std::vector<std::int64_t> counts;  ///< particles of every species

  std::size_t lags() const { return lag_times.size(); }
  std::size_t species() const { return counts.size(); }
  std::size_t groups() const { return counts.size() + 1; }
  /// "A", "B", ... "all"
  std::string group_name(std::size_t group) const { return group < species() ? species_names[group] : "all"; }
  double particles(std::size_t group) const;

  static constexpr std::size_t overlap = 0;
  static constexpr std::size_t overlap_squared = 1;
  static constexpr std::size_t scattering = 2;  ///< of the first wave number
  std::size_t squared() const { return scattering + wave_numbers.size(); }
  std::size_t fourth() const { return squared() + 1; }
  std::size_t columns() const { return squared() + (is_self ? 2 : 0); }
  std::size_t sums_size() const { return lags() * groups() * columns(); }
  /// Where a column of a lag and group is in a block's sums.
  std::size_t offset(std::size_t lag, std::size_t group, std::size_t column) const
  {
    return (lag * groups() + group) * columns() + column;
  }
  friend bool operator==(const RelaxationShape&, const RelaxationShape&) = default;
};

/// Q(t), the sum of overlaps per particle of the group. With itself 1 at short times and 0 at long ones; collective
/// (Lacevic, Starr, Schroder, Glotzer, doi:10.1063/1.1605094) (N - 1) 4 pi a³/(3 V) in the end.
double overlap(const RelaxationShape& shape, const LagBlock& sums, std::size_t group, std::size_t lag);

/// chi_4(t) = N (\<Q²\> - \<Q\>²) with averages over origins, N the particles of the group. Of replicas at different
/// energies put together it holds their scatter too. At fixed energy, numbers or composition the fluctuations that
/// these suppress are missing: at fixed temperature and density chi_4 is larger than at fixed energy by (k_B
/// T²/c_V)(dQ/dT)² (Berthier et al., doi:10.1126/science.1120714). Few independent origins n make it too small by the
/// factor 1 - 1/n.
double dynamic_susceptibility(const RelaxationShape& shape, const LagBlock& sums, std::size_t group, std::size_t lag);

/// F_s(q, t), 1 at t = 0; collective F(q, t), S_aa(q) at t = 0 (divided by the particles of the group).
double intermediate_scattering(const RelaxationShape& shape, const LagBlock& sums, std::size_t group, std::size_t wave,
                               std::size_t lag);

/// <|dr|²>, length². Throws InputError if particles were not compared with themselves.
double mean_squared_displacement(const RelaxationShape& shape, const LagBlock& sums, std::size_t group,
                                 std::size_t lag);

/// alpha_2 = 3 <|dr|⁴>/(5 <|dr|²>²) - 1. Throws as mean_squared_displacement.
double non_gaussian_parameter(const RelaxationShape& shape, const LagBlock& sums, std::size_t group, std::size_t lag);

/// All blocks of a run, or of several independent replicas of it.
struct RelaxationBlocks {
  RelaxationShape shape;
  std::vector<LagBlock> blocks;
  std::vector<std::size_t> replica;  ///< of each block; a replica's blocks follow each other in time

  LagBlock total() const { return total_of(blocks); }
  BlockSequence sequence() const { return sequence_of(blocks, replica); }
  /// The lags that an error can be given for, see usable_lags_of.
  std::vector<std::size_t> usable_lags() const { return usable_lags_of(blocks); }
  /// Samples times the shortest lag but zero, over all replicas: the time that was looked at.
  double sampled_time() const;
  /// The jackknife of numbers computed from summed blocks. Throws RunTimeFailure if there is no block.
  std::vector<JackknifeEstimate> jackknife(
      const std::function<std::vector<double>(const LagBlock& sums)>& statistic) const;
};

/// Everything at one lag.
struct RelaxationPoint {
  double lag_time = 0.0;
  Estimate overlap;
  Estimate susceptibility;           ///< chi_4
  std::vector<Estimate> scattering;  ///< of every wave number
  Estimate mean_squared;             ///< zero of collective sums
  Estimate non_gaussian;             ///< likewise
};

/// The curves of a group with jackknife errors, at the usable lags. Throws InputError if there is no such group.
std::vector<RelaxationPoint> relaxation_curve(const RelaxationBlocks& relaxation, std::size_t group);

/// The first or the second half of every replica's blocks; the middle one of an odd number is in neither.
RelaxationBlocks half_of(const RelaxationBlocks& relaxation, bool second);

/// The blocks of one replica.
RelaxationBlocks replica_of(const RelaxationBlocks& relaxation, std::size_t replica);

}  // namespace soret
