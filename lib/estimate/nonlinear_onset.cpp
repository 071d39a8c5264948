#include <soret/estimate/nonlinear_onset.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/significance.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

namespace soret {

namespace {

/// dx/dz over dT/dz.
Estimate per_gradient(const ResponsePoint& point)
{
  Estimate kappa = point.response;
  kappa.value /= point.gradient;
  kappa.standard_error /= point.gradient;
  return kappa;
}

ResponseRegime regime_of(const ResponsePoint& point, const std::vector<Estimate>& linear, double significance)
{
  const bool is_seen = is_significant(point.response, significance);
  const bool is_bent = is_seen && point.curvature && is_significant(*point.curvature, significance);
  const bool departs =
      !linear.empty() && is_significant(difference(per_gradient(point), weighted_mean(linear).estimate), significance);
  if (is_bent || departs) {
    return ResponseRegime::nonlinear;
  }
  return is_seen ? ResponseRegime::linear : ResponseRegime::none;
}

}  // namespace

const char* name_of(ResponseRegime regime)
{
  constexpr std::array names{"no response", "linear", "nonlinear"};
  return names[static_cast<std::size_t>(regime)];
}

NonlinearOnset nonlinear_onset(std::span<const ResponsePoint> points, double significance)
{
  for (const ResponsePoint& point : points) {
    if (!(point.gradient > 0.0)) {
      throw InputError(
          fmt::format("a response at the gradient {:g} is refused; accepted: a number > 0", point.gradient));
    }
  }
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t k) { return points[k].gradient; });
  NonlinearOnset found;
  found.regimes.resize(points.size(), ResponseRegime::none);
  std::vector<Estimate> linear;  // also points without a visible response: their kappa is a measurement as well
  for (const std::size_t k : order) {
    found.regimes[k] = regime_of(points[k], linear, significance);
    if (found.regimes[k] != ResponseRegime::nonlinear) {
      linear.push_back(per_gradient(points[k]));
    }
  }
  for (auto k = order.rbegin(); k != order.rend(); ++k) {
    if (found.regimes[*k] != ResponseRegime::nonlinear) {
      found.last_linear = found.onset ? std::optional{*k} : std::nullopt;
      break;
    }
    found.onset = *k;
  }
  return found;
}

}  // namespace soret
