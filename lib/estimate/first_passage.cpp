#include <soret/estimate/first_passage.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace soret {

namespace {

/// Integrals from the first point to every point, three by three points through a parabola. An odd number of points.
std::vector<double> running_simpson(const std::vector<double>& values, double spacing)
{
  std::vector<double> integral(values.size(), 0.0);
  for (std::size_t k = 0; k + 2 < values.size(); k += 2) {
    integral[k + 1] = integral[k] + spacing / 12.0 * (5.0 * values[k] + 8.0 * values[k + 1] - values[k + 2]);
    integral[k + 2] = integral[k] + spacing / 3.0 * (values[k] + 4.0 * values[k + 1] + values[k + 2]);
  }
  return integral;
}

}  // namespace

double log_first_passage_time(const ReducedPotential& potential, Distance end, std::size_t intervals)
{
  if (!(end.value() > 0.0) || intervals < 2) {
    throw InputError(fmt::format("a first passage to {} by {} intervals: it takes a positive distance and at least two",
                                 end.value(), intervals));
  }
  const std::size_t points = 2 * ((intervals + 1) / 2) + 1;
  const double spacing = end.value() / static_cast<double>(points - 1);
  std::vector<double> heights;
  for (std::size_t k = 0; k < points; ++k) {
    heights.push_back(potential(Distance{spacing * static_cast<double>(k)}));
  }
  const auto [lowest, highest] = std::minmax_element(heights.begin(), heights.end());
  std::vector<double> residence;
  for (const double height : heights) {
    residence.push_back(std::exp(*lowest - height));
  }
  std::vector<double> delay = running_simpson(residence, spacing);
  for (std::size_t k = 0; k < points; ++k) {
    delay[k] *= std::exp(heights[k] - *highest);
  }
  return *highest - *lowest + std::log(running_simpson(delay, spacing).back());
}

double log_kramers_time(const Barrier& barrier)
{
  if (!(barrier.curvature_bottom > 0.0) || !(barrier.curvature_top > 0.0)) {
    throw InputError(fmt::format("Kramers' formula for the curvatures {} and {}: both must be positive",
                                 barrier.curvature_bottom, barrier.curvature_top));
  }
  return barrier.height +
         std::log(0.5 * std::numbers::pi / std::sqrt(barrier.curvature_bottom * barrier.curvature_top));
}

}  // namespace soret
