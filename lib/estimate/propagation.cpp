#include <soret/estimate/propagation.hpp>

#include <cmath>
#include <limits>
#include <vector>

namespace soret {

Estimate propagate(const FunctionOfValues& function, std::span<const Estimate> inputs)
{
  constexpr double step_in_errors = 0.01;
  std::vector<double> values;
  for (const Estimate& input : inputs) {
    values.push_back(input.value);
  }
  double variance = 0.0;
  double variance_of_variance = 0.0;  // half of it
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    const double error = inputs[k].standard_error;
    if (error == 0.0 || !std::isfinite(error)) {
      variance += error;
      continue;
    }
    values[k] = inputs[k].value + step_in_errors * error;
    const double above = function(values);
    values[k] = inputs[k].value - step_in_errors * error;
    const double below = function(values);
    values[k] = inputs[k].value;
    const double part = std::pow((above - below) / (2.0 * step_in_errors), 2);
    variance += part;
    variance_of_variance += part * part / inputs[k].degrees_of_freedom;
  }
  const double freedom =
      variance_of_variance > 0.0 ? variance * variance / variance_of_variance : std::numeric_limits<double>::infinity();
  return {function(values), std::sqrt(variance), freedom};
}

Estimate scaled(Estimate estimate, double factor)
{
  estimate.value *= factor;
  estimate.standard_error *= std::abs(factor);
  return estimate;
}

std::vector<Estimate> scaled(std::vector<Estimate> estimates, double factor)
{
  for (Estimate& estimate : estimates) {
    estimate = scaled(estimate, factor);
  }
  return estimates;
}

}  // namespace soret
