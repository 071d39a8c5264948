#include <soret/estimate/straight_line.hpp>

#include <soret/core/error.hpp>

#include <cmath>
#include <limits>
#include <vector>

namespace soret {

namespace {

/// Where the points lie along x.
struct Spread {
  double weight = 0.0;
  double centre = 0.0;
  double second_moment = 0.0;
};

Spread spread_of(std::span<const double> x, std::span<const double> weights)
{
  Spread spread;
  for (std::size_t i = 0; i < x.size(); ++i) {
    spread.weight += weights[i];
    spread.centre += weights[i] * x[i];
  }
  spread.centre /= spread.weight;
  for (std::size_t i = 0; i < x.size(); ++i) {
    spread.second_moment += weights[i] * (x[i] - spread.centre) * (x[i] - spread.centre);
  }
  return spread;
}

/// The line itself, with errors as for sigma = 1.
StraightLine least_squares(std::span<const double> x, std::span<const double> y, std::span<const double> weights)
{
  if (x.size() != y.size() || x.size() != weights.size()) {
    throw RunTimeFailure("a straight-line fit needs equally many x, y and weights");
  }
  const Spread spread = spread_of(x, weights);
  StraightLine line;
  line.centre = spread.centre;
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (weights[i] > 0.0) {
      ++line.points;
      line.value_at_centre += weights[i] * y[i] / spread.weight;
      line.slope += weights[i] * (x[i] - spread.centre) * y[i];
    }
  }
  if (line.points < 2 || !(spread.second_moment > 0.0)) {
    throw RunTimeFailure("a straight-line fit needs at least two points with different x");
  }
  line.slope /= spread.second_moment;
  line.value_error = 1.0 / std::sqrt(spread.weight);
  line.slope_error = 1.0 / std::sqrt(spread.second_moment);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (weights[i] > 0.0) {
      const double residual = y[i] - line.at(x[i]);
      line.chi_squared += weights[i] * residual * residual;
    }
  }
  return line;
}

}  // namespace

Estimate StraightLine::value_at(double x) const
{
  return {at(x), std::hypot(value_error, (x - centre) * slope_error), degrees_of_freedom()};
}

Estimate StraightLine::slope_estimate() const { return {slope, slope_error, degrees_of_freedom()}; }

StraightLine fit_line(std::span<const double> x, std::span<const double> y, std::span<const double> weights)
{
  const std::vector<double> equal(weights.empty() ? x.size() : 0, 1.0);
  StraightLine line = least_squares(x, y, weights.empty() ? std::span<const double>{equal} : weights);
  const double sigma = line.points > 2 ? std::sqrt(line.chi_squared / line.degrees_of_freedom())
                                       : std::numeric_limits<double>::infinity();
  line.value_error *= sigma;
  line.slope_error *= sigma;
  return line;
}

StraightLine fit_line(std::span<const double> x, std::span<const Estimate> y)
{
  std::vector<double> values;
  std::vector<double> weights;
  for (const Estimate& estimate : y) {
    if (!(estimate.standard_error > 0.0) || !std::isfinite(estimate.standard_error)) {
      throw RunTimeFailure("a fit to values with errors needs a positive, finite error for each of them");
    }
    values.push_back(estimate.value);
    weights.push_back(1.0 / (estimate.standard_error * estimate.standard_error));
  }
  return least_squares(x, values, weights);
}

}  // namespace soret
