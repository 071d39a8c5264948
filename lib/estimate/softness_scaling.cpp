#include <soret/estimate/softness_scaling.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <cmath>

namespace soret {

Estimate activation_barrier(Temperature temperature, const Estimate& time, RelaxationTime elementary_time)
{
  if (!(time.value > 0.0) || !(elementary_time.value() > 0.0)) {
    throw InputError(fmt::format("the barrier of a time {:g} over a time {:g}: both must be positive", time.value,
                                 elementary_time.value()));
  }
  return {temperature.value() * std::log(time.value / elementary_time.value()),
          temperature.value() * time.relative_error(), time.degrees_of_freedom};
}

bool SoftnessScaling::has_slope() const
{
  constexpr double significance = 2.0;
  return std::abs(slope.value) > significance * slope.standard_error;
}

Estimate SoftnessScaling::collapsed(const Estimate& barrier) const
{
  return {(barrier.value - intercept.value) / slope.value, std::abs(barrier.standard_error / slope.value),
          barrier.degrees_of_freedom};
}

SoftnessScaling fit_softness_scaling(std::span<const SoftnessPoint> points)
{
  constexpr int most_rounds = 100;
  constexpr double settled = 1e-10;
  std::vector<double> x;
  for (const SoftnessPoint& point : points) {
    if (!(point.softness.value > 0.0)) {
      throw RunTimeFailure(fmt::format("a softness of {} cannot be inverted", to_string(point.softness)));
    }
    x.push_back(1.0 / point.softness.value);
  }
  StraightLine line;
  double slope = 0.0;
  for (int round = 0; round < most_rounds; ++round) {
    std::vector<Estimate> y;
    for (std::size_t k = 0; k < points.size(); ++k) {
      const double along_x = slope * x[k] * points[k].softness.relative_error();
      y.push_back({points[k].barrier.value, std::hypot(points[k].barrier.standard_error, along_x)});
    }
    line = fit_line(x, y);
    const double change = std::abs(line.slope - slope);
    slope = line.slope;
    if (change <= settled * std::abs(slope)) {
      break;
    }
  }
  return {line.slope_estimate(), line.value_at(0.0), line.chi_squared, line.degrees_of_freedom()};
}

StraightLine fit_softness_line(std::span<const SoftnessPoint> points)
{
  std::vector<double> x;
  std::vector<Estimate> y;
  for (const SoftnessPoint& point : points) {
    x.push_back(point.temperature.value());
    y.push_back(point.softness);
  }
  return fit_line(x, y);
}

}  // namespace soret
