#pragma once
/// \file
/// Kirkwood-Buff integrals from the radial distribution functions of a closed box, and what follows from them.

#include <soret/estimate/pair_distribution_blocks.hpp>
#include <soret/estimate/thermodynamic_factor.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace soret {

/// The pair weight of a sphere of radius R, w(r) = 4 pi r² (1 - 3x/2 + x³/2) with x = r/(2R) for r < 2R, else 0: the
/// probability that a pair at distance r around a point of the sphere lies in the sphere, times the shell's area
/// (Krüger et al. 2013, doi:10.1021/jz301992u).
double sphere_pair_weight(double distance, double radius);

/// The distribution function that an open system would have, after Ganguly and van der Vegt (J. Chem. Theory Comput. 9,
/// 1347 (2013); equations 26 and 27 of Gittus and Bresme's supplement):
///   g^GV = g N_j h/(N_j h - n_ij^ex(r) - delta_ij),   h(r) = 1 - (4 pi/3) r³/V,
///   n_ij^ex(r) = rho_j integral_0^r (g - 1) 4 pi r'² dr',
/// all at the centre of each bin, with g normalised by rho_j = N_j/V (radial_distribution). The denominator is the
/// number of particles j left outside r. Exact for an ideal gas, g = 1 - delta_ij/N becomes 1; and species that differ
/// by their label only get the same function whatever their numbers.
std::vector<double> closed_ensemble_corrected(const PairDistributionShape& shape, std::size_t i, std::size_t j,
                                              std::span<const double> g);

/// The truncated integral integral_0^r (g - 1) 4 pi r'² dr' to the outer edge of each bin, g constant within bins.
std::vector<double> running_integral(double bin_width, std::span<const double> g);

/// The integrals of finite spheres, G^V(R) = integral_0^{2R} (g - 1) w(r) dr, where 2R is the outer edge of each bin:
/// element k belongs to R = (k + 1) bin_width/2. Exact for g constant within bins, in one pass:
///   G^V(R) = A(2R) - 3/(4R) B(2R) + 1/(16 R³) C(2R),   A, B, C = integral_0^{2R} (g - 1) 4 pi r^{2, 3, 5} dr.
/// Beyond the range of g - 1 this is exactly G + slope/R + cube/R³, since A, B and C no longer change.
std::vector<double> finite_volume_integrals(double bin_width, std::span<const double> g);

/// Radii R of spheres, both ends included.
struct RadiusWindow {
  double low = 0.0;
  double high = 0.0;
};

/// The curve G^V = G + slope/R + cube/R³.
struct SphereExtrapolation {
  double integral = 0.0;  ///< G
  double slope = 0.0;
  double cube = 0.0;
};

/// The unweighted least-squares curve of all three terms through the finite-volume integrals, for 1/R to zero. A
/// straight line instead would err to one side: by the cubic term, which for the slowly decaying part of g - 1 of a
/// mixture (positive between likes, negative between unlikes) makes G_11 + G_22 - 2 G_12 too small. Throws InputError
/// if fewer than four radii are in the window.
SphereExtrapolation extrapolate_spheres(double bin_width, std::span<const double> finite_volume,
                                        const RadiusWindow& window);

struct KirkwoodBuffSettings {
  /// Where lines are fitted; unset: found by the rule of `kirkwood_buff`.
  std::optional<RadiusWindow> window;
  bool closed_ensemble_correction = true;  ///< closed_ensemble_corrected, else g as it is
  /// Statistical inefficiency of the blocks that is known from elsewhere (with_inefficiency).
  double least_inefficiency = 1.0;
};

/// Curves (one value per bin) and results of one pair of species i <= j.
struct PairIntegral {
  std::size_t i = 0;
  std::size_t j = 0;
  std::vector<Estimate> radial_distribution;  ///< corrected if so set, at `centres`
  std::vector<Estimate> running;              ///< running_integral, at `edges`
  std::vector<Estimate> finite_volume;        ///< finite_volume_integrals, at `radii`
  Estimate integral;                          ///< G_ij, its error with what `change` says
  Estimate slope;                             ///< of the fitted curve: integral + slope/R + cube/R³
  Estimate cube;
  Estimate excess_of_j;  ///< rho_j G_ij: excess number of j around an i
  Estimate excess_of_i;  ///< rho_i G_ij
  /// `integral` minus what it is if the window begins a fifth of its width later: how far from the fitted form the
  /// curve is. As far as it is more than noise it is part of the errors of `integral` and, to first order, of all
  /// members of `solution`.
  Estimate change;
};

/// All that the distances say.
struct KirkwoodBuff {
  std::vector<double> centres;                       ///< of the bins
  std::vector<double> edges;                         ///< outer edges of the bins
  std::vector<double> radii;                         ///< half the edges
  RadiusWindow window;                               ///< common to all pairs
  std::vector<PairIntegral> pairs;                   ///< 11, 12, .., 22, ...
  std::optional<BinarySolution<Estimate>> solution;  ///< of two species, if the integrals are those of a stable one
  std::string no_solution;                           ///< why there is none; empty unless two species are unstable
};

/// Integrals of all pairs of species, with errors by the jackknife over blocks of everything at once, so that
/// correlations between pairs are kept.
///
/// The window reaches from R_low to r_max/2 (w needs g up to 2R). Without one in the settings, R_low is chosen among
/// 0.30, 0.35, .., 0.60 times r_max/2 as that for which
///   sum over pairs of  error(G_ij)² + error(d_ij)² + d_ij²
/// is smallest, where d_ij is `change`, that of the extrapolation with the window's start: wide windows are precise,
/// but reach into the range of g - 1. All leave-one-out values use the same window. With one block, errors are infinite
/// and the rule goes by d_ij alone.
///
/// Integrals whose noise makes 1 + f negative, with all blocks or without any one of them, have no solution but
/// `no_solution`. Throws RunTimeFailure if there is no block, InputError if a species has fewer than two particles or
/// if the window is not within r_max/2 or holds fewer than four radii after its first fifth.
KirkwoodBuff kirkwood_buff(const PairDistributionBlocks& blocks, const KirkwoodBuffSettings& settings = {});

}  // namespace soret
