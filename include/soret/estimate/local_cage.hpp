#pragma once
/// \file
/// What a neighbour at a distance adds to the curvature of a particle's cage.

#include <soret/estimate/caging_potential.hpp>
#include <soret/estimate/structure_factor_blocks.hpp>

#include <cstddef>
#include <vector>

namespace soret {

/// The curvature 1/S of the caging potential is the mean over all particles of a sum over their neighbours: from
///   sqrt(x_a x_b) (S_ab(q) - delta_ab) = < 1/N sum_{i in a} sum_{j in b, j != i} exp(-i q.r_ij) >
/// follows, with the kernel K(q) of the harmonic fit (CagingPotential::curvature),
///   1/S = < 1/N sum_i kappa_i >,  kappa_i = sum_{j != i} k_ab(r_ij),
///   k_ab(r) = 1/(2 pi²) int_0^q_max q² K(q) C_ab(q) sin(q r)/(q r) dq.
/// kappa_i is the curvature that the particle's own neighbourhood gives while C_ab stays that of the liquid: hard cages
/// have large ones. Its mean over particles and configurations is the 1/S without noise. A single one belongs to one
/// configuration of one particle and may be negative; the mean of 1/kappa_i is not S. Neighbours beyond a reach R count
/// with their mean density: as K(0) = 0, they add
/// - sum_b rho_b int_0^R 4 pi r² k_ab(r) dr.
class LocalCage {
 public:
  /// From the structure factors of all blocks. Throws as `direct_correlations` and CagingPotential, and InputError
  /// unless the reach is positive.
  LocalCage(const StructureFactorBlocks& data, const CageRule& rule, Distance reach);

  std::size_t species() const { return species_; }
  Distance reach() const { return Distance{reach_}; }
  /// k_ab(r) below the reach, interpolated in a table of steps of about a thousandth length unit.
  double kernel(std::size_t a, std::size_t b, double distance) const
  {
    const std::vector<double>& table = tables_[a * species_ + b];
    const double place = distance / spacing_;
    const auto below = static_cast<std::size_t>(place);
    const double fraction = place - static_cast<double>(below);
    return (1.0 - fraction) * table[below] + fraction * table[below + 1];
  }
  /// What all beyond the reach add to kappa of a particle of species a.
  double beyond(std::size_t a) const { return beyond_[a]; }

 private:
  std::size_t species_;
  double reach_;
  double spacing_;
  std::vector<std::vector<double>> tables_;  ///< of every ordered pair of species, one point more than reach/spacing
  std::vector<double> beyond_;
};

}  // namespace soret
