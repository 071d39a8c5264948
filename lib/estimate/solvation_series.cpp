#include <soret/estimate/solvation_series.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/soret_theories.hpp>

#include "require_positive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace soret {

namespace {

StraightLine line_through(std::span<const SolvationPoint> points)
{
  std::vector<double> temperatures;
  std::vector<Estimate> energies;
  for (const SolvationPoint& point : points) {
    detail::require_positive(point.temperature.value(), "the temperature of a solvation free energy");
    detail::require_positive(point.free_energy.standard_error, "the error of a solvation free energy");
    temperatures.push_back(point.temperature.value());
    energies.push_back(point.free_energy);
  }
  if (points.empty() || std::ranges::min(temperatures) == std::ranges::max(temperatures)) {
    throw InputError("the slope of a solvation free energy needs two temperatures at least");
  }
  return fit_line(temperatures, energies);
}

}  // namespace

SolvationSeries solvation_series(std::span<const SolvationPoint> points, Temperature temperature)
{
  const StraightLine line = line_through(points);
  const double t = temperature.value();
  const Estimate slope{line.slope, line.slope_error};
  SolvationSeries series;
  series.temperature = temperature;
  series.line = line;
  series.free_energy = {line.at(t), line.value_at(t).standard_error};
  series.slope = slope;
  series.entropy = {-slope.value, slope.standard_error};
  series.enthalpy = {line.at(0.0), line.value_at(0.0).standard_error};
  series.soret = eastman_soret(temperature, slope);
  const double freedom = line.degrees_of_freedom();
  series.is_straight = line.chi_squared <= freedom + 3.0 * std::sqrt(2.0 * freedom) + 1e-12;
  return series;
}

}  // namespace soret
