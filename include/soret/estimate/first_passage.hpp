#pragma once
/// \file
/// How long a particle that diffuses in a potential needs to leave it.

#include <soret/estimate/caging_potential.hpp>

#include <cstddef>
#include <functional>

namespace soret {

/// A potential in units of k_B T, of the distance from its middle.
using ReducedPotential = std::function<double(Distance)>;

/// ln(D_0 tau/length²) of the mean first-passage time from 0 to `end`, with a reflecting wall at 0,
///   tau = 1/D_0 int_0^end exp(beta Phi(y)) dy int_0^y exp(-beta Phi(z)) dz
/// (R. Zwanzig, doi:10.1073/pnas.85.7.2029), by Simpson's rule on so many intervals; walls of any height. For a free
/// particle tau = end²/(2 D_0). Throws InputError unless the end is positive and there are at least two intervals.
double log_first_passage_time(const ReducedPotential& potential, Distance end, std::size_t intervals = 400);

/// What a well has for Kramers' formula, in units of k_B T.
struct Barrier {
  double height = 0.0;            ///< of its top above its bottom
  double curvature_bottom = 0.0;  ///< second derivative at r = 0, 1/length²
  double curvature_top = 0.0;     ///< minus the second derivative at the top, which is where the well ends
};

/// The limit of high barriers of `log_first_passage_time`, half of a Gaussian at either end:
///   tau = pi/(2 D_0 sqrt(curvature_bottom curvature_top)) exp(height)
/// (H. A. Kramers, doi:10.1016/S0031-8914(40)90098-2). Throws InputError unless both curvatures are positive.
double log_kramers_time(const Barrier& barrier);

}  // namespace soret
