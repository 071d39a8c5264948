#include <soret/estimate/power_law.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/propagation.hpp>
#include <soret/estimate/straight_line.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace soret {

namespace {

/// The fit for given T_0, which is `below` under the lowest temperature.
class LinesForEachEnd {
 public:
  LinesForEachEnd(std::span<const Temperature> temperatures, std::span<const Estimate> coefficients)
      : coefficients_{coefficients}
  {
    for (const Temperature& each : temperatures) {
      temperatures_.push_back(each.value());
    }
    const auto [low, high] = std::minmax_element(temperatures_.begin(), temperatures_.end());
    lowest_ = *low;
    range_ = *high - *low;
  }

  double lowest() const { return lowest_; }
  double range() const { return range_; }
  StraightLine line(double below, std::span<const double> values) const
  {
    std::vector<double> x;
    std::vector<Estimate> y;
    for (std::size_t k = 0; k < values.size(); ++k) {
      x.push_back(std::log(temperatures_[k] - lowest_ + below));
      y.push_back({std::log(values[k]), coefficients_[k].relative_error()});
    }
    return fit_line(x, y);
  }

 private:
  std::span<const Estimate> coefficients_;
  std::vector<double> temperatures_;
  double lowest_ = 0.0;
  double range_ = 0.0;
};

/// ln of the distance below the lowest temperature at which chi² is least, by thirds within [from, to].
double least_by_thirds(const LinesForEachEnd& lines, std::span<const double> values, double from, double to)
{
  constexpr double precision = 1e-10;
  constexpr double golden = 0.381966011250105;
  while (to - from > precision) {
    const double a = from + golden * (to - from);
    const double b = to - golden * (to - from);
    const bool is_left = lines.line(std::exp(a), values).chi_squared < lines.line(std::exp(b), values).chi_squared;
    (is_left ? to : from) = is_left ? b : a;
  }
  return 0.5 * (from + to);
}

double best_end(const LinesForEachEnd& lines, std::span<const double> values)
{
  constexpr int steps = 80;
  const double first = std::log(1e-3 * lines.range());
  const double spacing = std::log(1e4) / steps;
  int best = 0;
  double least = lines.line(std::exp(first), values).chi_squared;
  for (int k = 1; k <= steps; ++k) {
    const double found = lines.line(std::exp(first + k * spacing), values).chi_squared;
    if (found < least) {
      least = found;
      best = k;
    }
  }
  if (best == 0 || best == steps) {
    throw RunTimeFailure("no temperature at which diffusion would die out fits best: a power law has none here");
  }
  return std::exp(least_by_thirds(lines, values, first + (best - 1) * spacing, first + (best + 1) * spacing));
}

void check(std::span<const Temperature> temperatures, std::span<const Estimate> coefficients)
{
  constexpr std::size_t fewest = 4;
  if (temperatures.size() != coefficients.size() || temperatures.size() < fewest) {
    throw InputError(fmt::format("a power law of {} coefficients at {} temperatures is refused: four are needed",
                                 coefficients.size(), temperatures.size()));
  }
  for (std::size_t k = 0; k < temperatures.size(); ++k) {
    if (!(temperatures[k].value() > 0.0) || !(coefficients[k].value > 0.0)) {
      throw InputError(fmt::format("a power law through D = {:g} at temperature {:g} is refused: both must be positive",
                                   coefficients[k].value, temperatures[k].value()));
    }
  }
}

}  // namespace

PowerLawFit fit_power_law(std::span<const Temperature> temperatures, std::span<const Estimate> coefficients)
{
  check(temperatures, coefficients);
  const LinesForEachEnd lines{temperatures, coefficients};
  PowerLawFit fit;
  fit.critical_temperature =
      propagate([&](std::span<const double> values) { return lines.lowest() - best_end(lines, values); }, coefficients);
  fit.exponent = propagate(
      [&](std::span<const double> values) { return lines.line(best_end(lines, values), values).slope; }, coefficients);
  fit.log_prefactor =
      propagate([&](std::span<const double> values) { return lines.line(best_end(lines, values), values).at(0.0); },
                coefficients);
  std::vector<double> values;
  for (const Estimate& each : coefficients) {
    values.push_back(each.value);
  }
  fit.chi_squared = lines.line(best_end(lines, values), values).chi_squared;
  return fit;
}

}  // namespace soret
