#include <soret/estimate/linear_response.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

namespace soret {

LinearResponse extrapolate_to_zero_gradient(std::span<const GradientPoint> points)
{
  std::vector<double> gradients;
  std::vector<double> squares;
  std::vector<Estimate> values;
  for (const GradientPoint& point : points) {
    gradients.push_back(std::abs(point.gradient));
    squares.push_back(point.gradient * point.gradient);
    values.push_back(point.value);
  }
  LinearResponse response;
  response.constant = weighted_mean(values);
  response.extrapolated = response.constant.estimate;
  const auto [least, most] = std::minmax_element(gradients.begin(), gradients.end());
  response.is_extrapolated = *most > *least;
  if (!response.is_extrapolated) {
    return response;
  }
  response.against_gradient = fit_line(gradients, values);
  response.against_gradient_squared = fit_line(squares, values);
  response.extrapolated = response.against_gradient_squared.value_at(0.0);
  response.extrapolated.degrees_of_freedom = response.constant.estimate.degrees_of_freedom;
  response.shows_nonlinearity =
      std::abs(response.against_gradient_squared.slope_estimate().standard_errors_from(0.0)) > 2.0;
  return response;
}

}  // namespace soret
