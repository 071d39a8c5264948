#pragma once
/// \file
/// Where the response to a gradient ceases to be proportional to it.

#include <soret/estimate/estimate.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace soret {

/// The response measured at one temperature gradient, dx/dz against dT/dz.
struct ResponsePoint {
  double gradient = 0.0;  ///< |dT/dz|
  Estimate response;      ///< dx/dz at a given state
  /// d²x/dz² over the window: a linear response leaves the profile straight. Empty if it was not measured.
  std::optional<Estimate> curvature = {};
};

/// What a point shows.
enum class ResponseRegime {
  none,      ///< no response beyond errors
  linear,    ///< proportional to the gradient within errors
  nonlinear  ///< departs from the law of the smaller gradients, or the profile is bent
};

/// "no response", "linear", "nonlinear"
const char* name_of(ResponseRegime regime);

/// A series of gradients, sorted out.
struct NonlinearOnset {
  std::vector<ResponseRegime> regimes;  ///< of the points, in their order
  /// Index of the point with the smallest gradient from which on all are nonlinear; empty if the largest is not.
  std::optional<std::size_t> onset;
  /// The largest gradient below the onset: the transition lies between the two. Empty without onset or point below.
  std::optional<std::size_t> last_linear;
};

/// The rule. Points are taken from the smallest gradient on. With kappa = response/gradient, a point
///   - shows no response if |response| is below `significance` standard errors (and it does not depart as below);
///   - departs from linearity if kappa differs from the weighted mean of the linear points before it by more than
///     `significance` combined standard errors, or if it shows a response and its curvature is more than `significance`
///     standard errors from 0;
///   - is linear otherwise.
/// One point alone is judged by its response and curvature. At two standard errors one linear point in twenty and each
/// comparison seems to depart by chance; the onset therefore asks that all larger gradients depart too. Throws
/// InputError if a gradient is not positive, RunTimeFailure if an error of a response is not positive.
NonlinearOnset nonlinear_onset(std::span<const ResponsePoint> points, double significance = 2.0);

}  // namespace soret
