#pragma once
/// \file
/// Differences of chemical potentials from test exchanges, and the thermodynamic factor from their slope.

#include <soret/core/quantity.hpp>
#include <soret/estimate/estimate.hpp>
#include <soret/estimate/straight_line.hpp>
#include <soret/estimate/widom.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// Blocks of test exchanges in both directions, side by side.
struct ExchangeBlocks {
  std::vector<InsertionSums> forward;   ///< particles of species 1 tried as species 2
  std::vector<InsertionSums> backward;  ///< particles of species 2 tried as species 1
  std::vector<std::size_t> replica;     ///< of each block
};

/// mu_2^ex - mu_1^ex; everything an energy.
struct ExchangeDifference {
  Estimate excess;    ///< mean of the two directions
  Estimate forward;   ///< -T ln <exp(-dU_{1->2}/T)>
  Estimate backward;  ///< T ln <exp(-dU_{2->1}/T)>
};

/// Widom's average for a particle that changes its species where it is (Sindzingre, Ciccotti, Massobrio and
/// Frenkel, Chem. Phys. Lett. 136, 35 (1987)). Either direction alone is the difference at a composition half a
/// particle away from that of the mixture, so that they differ by (d mu_2/d x_2 - ..)/N; their mean is that of the
/// mixture up to 1/N². At constant pressure no weighting by volume is needed, as the number of particles stays. Errors
/// by a jackknife over blocks. Throws RunTimeFailure if there is no block, or no exchange in a direction; InputError if
/// the temperature is not positive or the lengths differ.
ExchangeDifference exchange_difference(const ExchangeBlocks& blocks, Temperature temperature);

/// The difference at one composition.
struct ExchangePoint {
  double mole_fraction = 0.5;  ///< x_1
  Estimate excess;             ///< mu_2^ex - mu_1^ex
};

/// What a series at constant temperature and pressure says.
struct ExchangeSeries {
  Estimate slope;   ///< d(mu_2^ex - mu_1^ex)/d x_1
  Estimate factor;  ///< Gamma
  StraightLine line;
};

/// With Gibbs and Duhem's x_1 d mu_1 + x_2 d mu_2 = 0, d(mu_1 - mu_2)/d x_1 = (d mu_1/d x_1)/x_2, and of the ideal
/// parts only T ln(x_1/x_2) remains:
///   Gamma = (x_1/T) d mu_1/d x_1 = 1 - (x_1 x_2/T) d(mu_2^ex - mu_1^ex)/d x_1.
/// The slope is that of a straight line weighted with 1/error², its degrees of freedom those of Welch and Satterthwaite
/// (propagate); differences without any error, those of two labels of one species, give one exactly. Throws
/// RunTimeFailure unless there are two compositions and all errors are positive and finite, or all zero.
ExchangeSeries exchange_series(std::span<const ExchangePoint> points, double mole_fraction, Temperature temperature);

}  // namespace soret
