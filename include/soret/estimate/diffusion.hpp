#pragma once
/// \file
/// Diffusion coefficients and times of motion from displacements.

#include <soret/core/quantity.hpp>
#include <soret/core/vec3.hpp>
#include <soret/estimate/displacement_blocks.hpp>
#include <soret/estimate/jackknife.hpp>
#include <soret/estimate/straight_line.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// Everything about one lag of one species; the errors are those of a jackknife over the blocks.
struct DisplacementPoint {
  double lag_time = 0.0;
  Estimate mean_squared;    ///< <|dr|²>, length²
  Estimate non_gaussian;    ///< alpha_2, see non_gaussian_parameter
  Estimate centre_squared;  ///< see mean_squared_centre_displacement, length²
};

/// The usable lags, ascending. Throws InputError if the species does not exist or has no particles.
std::vector<DisplacementPoint> displacement_curve(const DisplacementBlocks& displacements, std::size_t species);

/// The lags of a fit, both ends included. Start must be later than the ballistic and the caged motion.
struct LagWindow {
  Duration start;
  Duration end;
};

/// From twice the time in which the mean squared displacement reaches distance² (a particle has left its cage when it
/// has moved its diameter) to the longest usable lag. Throws RunTimeFailure if that leaves nothing: it reaches it at no
/// lag, after half of the longest, or before the first.
LagWindow diffusive_window(const DisplacementBlocks& displacements, std::size_t species, double distance = 1.0);

/// From `start` to the longest usable lag. Throws RunTimeFailure if no lag is usable.
LagWindow diffusive_window_from(const DisplacementBlocks& displacements, Duration start);

/// A diffusion coefficient and the line it was taken from.
struct DiffusionFit {
  JackknifeEstimate coefficient;  ///< length²/time
  StraightLine line;              ///< through the points of the window; its own errors mean nothing
};

/// D_a = slope/6 of <|dr|²> against t by weighted least squares with free intercept, in the lab frame. The weights are
/// 1/t³: the relative variance of a mean squared displacement from a given run goes as t. Error: jackknife over blocks,
/// since neighbouring lags are correlated. Throws InputError if the species does not exist or is empty, RunTimeFailure
/// unless at least two usable lags lie in the window.
DiffusionFit self_diffusion(const DisplacementBlocks& displacements, std::size_t species, const LagWindow& window);

/// Interdiffusion and its kinetic part.
struct Interdiffusion {
  Estimate coefficient;  ///< D_AB, length²/time
  DiffusionFit kinetic;  ///< D_AB/Phi
};

/// Of species A = 0 and B = 1 of a binary mixture, from the slope of the collective motion,
///   D_AB = Phi (1 + m_A x_A/(m_B x_B))² N x_A x_B lim <|R_A(t) - R_A(0)|²>/(6 t),
/// R_A the mean position of A in the frame of zero total momentum. There m_A x_A dR_A = -m_B x_B dR_B, so this is
/// Phi N x_A x_B <|d(R_A - R_B)|²>/(6 t), the Einstein form of the interdiffusion current's Green-Kubo integral
/// (Horbach et al., doi:10.1103/PhysRevB.75.174304); for equal masses the first factor is (1 + x_A/x_B)². Phi is the
/// thermodynamic factor x_A x_B/S_cc(0) = Gamma, with an error independent of the displacements. Throws InputError
/// unless there are two species with particles, RunTimeFailure as self_diffusion.
Interdiffusion interdiffusion(const DisplacementBlocks& displacements, const Estimate& thermodynamic_factor,
                              const LagWindow& window);

/// The time at which the mean squared displacement first reaches distance², interpolated linearly between logarithms,
/// with jackknife error. Throws InputError for a distance that is not positive, RunTimeFailure if the first lag is too
/// long or no usable lag long enough.
JackknifeEstimate time_to_move(const DisplacementBlocks& displacements, std::size_t species, double distance);

/// The mean squared displacement at a time between two usable lags, interpolated in the same way. Throws InputError if
/// the time is outside.
JackknifeEstimate mean_squared_displacement_at(const DisplacementBlocks& displacements, std::size_t species,
                                               Duration time);

/// xi of a cubic periodic box.
inline constexpr double yeh_hummer_constant = 2.837297;

/// D_inf = D + xi k_B T/(6 pi eta L), the error of eta included (Yeh and Hummer, doi:10.1021/jp0477147). Throws
/// InputError unless the box is cubic (to 1e-6) and viscosity and temperature are positive.
Estimate infinite_size_diffusion(const Estimate& coefficient, Temperature temperature, const Estimate& viscosity,
                                 const Vec3& box_lengths);

/// The diffusion coefficient of a species in a cubic box.
struct SizedDiffusion {
  std::size_t species = 0;
  Vec3 box_lengths;
  Estimate coefficient;
};

/// What boxes of several sizes say together. The degrees of freedom of an error are the fewest of the inputs.
struct InfiniteSizeFit {
  std::vector<Estimate> coefficients;  ///< D_inf of every species
  Estimate viscosity;                  ///< eta = xi k_B T/(6 pi slope), common to all species
  double chi_squared = 0.0;
  double degrees_of_freedom = 0.0;  ///< points minus species minus one: what chi² should be
};

/// Least squares of D_s(L) = D_inf,s - slope/L, one slope for all species, weights 1/error², errors from these alone.
/// The coefficients are taken as independent. Throws InputError unless all boxes are cubic, all errors positive and
/// finite, every species from 0 to the largest has a point, and some species has two sizes.
InfiniteSizeFit fit_infinite_size(std::span<const SizedDiffusion> points, Temperature temperature);

/// ln D = ln D_0 - E/(k_B T).
struct ArrheniusFit {
  Estimate activation_energy;  ///< E
  Estimate log_prefactor;      ///< ln D_0
  StraightLine line;           ///< ln D against 1/T; chi² says whether it is one
};

/// A weighted fit to independent coefficients, errors from theirs, degrees of freedom the fewest of theirs. Throws
/// InputError unless there are as many temperatures as coefficients and all are positive, RunTimeFailure as fit_line.
ArrheniusFit fit_arrhenius(std::span<const Temperature> temperatures, std::span<const Estimate> coefficients);

}  // namespace soret
