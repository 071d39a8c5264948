#include <soret/estimate/relaxation_fits.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/nonlinear_fit.hpp>
#include <soret/estimate/power_law.hpp>
#include <soret/estimate/propagation.hpp>
#include <soret/estimate/straight_line.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace soret {

namespace {

constexpr double not_finite = std::numeric_limits<double>::quiet_NaN();

/// ln tau against T, hottest first.
struct Series {
  std::vector<double> temperatures;
  std::vector<Estimate> logarithms;

  std::size_t size() const { return temperatures.size(); }
  double coldest() const { return temperatures.back(); }
};

Series series_of(std::span<const RelaxationAtTemperature> points, const std::string& what)
{
  std::vector<RelaxationAtTemperature> sorted(points.begin(), points.end());
  std::ranges::sort(sorted, [](const auto& a, const auto& b) { return a.temperature > b.temperature; });
  Series series;
  for (const RelaxationAtTemperature& each : sorted) {
    const double temperature = each.temperature.value();
    if (!(temperature > 0.0) || !(each.time.value > 0.0) || !std::isfinite(each.time.standard_error)) {
      throw InputError(fmt::format("{} with tau = {} at T = {:g} is refused: both must be positive, the error finite",
                                   what, to_string(each.time), temperature));
    }
    if (!series.temperatures.empty() && series.temperatures.back() == temperature) {
      throw InputError(fmt::format("{} with two relaxation times at T = {:g} is refused", what, temperature));
    }
    series.temperatures.push_back(temperature);
    series.logarithms.push_back({std::log(each.time.value), each.time.relative_error(), each.time.degrees_of_freedom});
  }
  if (series.size() < fewest_law_points) {
    throw InputError(fmt::format("{} through {} relaxation times is refused: at least {} temperatures are needed", what,
                                 series.size(), fewest_law_points));
  }
  return series;
}

double vft(double log_time, double fragility, double divergence, double temperature)
{
  return log_time + 1.0 / (fragility * (temperature / divergence - 1.0));
}

double parabola(double log_time, double energy, double onset, double temperature)
{
  const double x = energy * (1.0 / temperature - 1.0 / onset);
  return log_time + x * x;
}

/// A law of three parameters at all temperatures.
template <class Law>
std::vector<double> curve(const Law& law, std::span<const double> p, const Series& series)
{
  std::vector<double> values;
  for (const double temperature : series.temperatures) {
    values.push_back(law(p[0], p[1], p[2], temperature));
  }
  return values;
}

/// For a given T_0 the law is a straight line in 1/(T/T_0 - 1); the best T_0 of a scan.
std::vector<double> start_of_vft(const Series& series)
{
  constexpr int steps = 200;
  constexpr double first = 0.02;
  constexpr double last = 0.999;
  std::vector<double> best;
  double least = std::numeric_limits<double>::infinity();
  int best_step = 0;
  for (int step = 0; step <= steps; ++step) {
    const double divergence = series.coldest() * (first + (last - first) * step / steps);
    std::vector<double> x;
    for (const double temperature : series.temperatures) {
      x.push_back(1.0 / (temperature / divergence - 1.0));
    }
    const StraightLine line = fit_line(x, series.logarithms);
    if (line.slope > 0.0 && line.chi_squared < least) {
      least = line.chi_squared;
      best = {line.at(0.0), 1.0 / line.slope, divergence};
      best_step = step;
    }
  }
  if (best_step == 0 || best_step == steps) {
    throw RunTimeFailure(
        best_step == 0 ? "no temperature at which relaxation would stop fits better than zero: an Arrhenius law does"
                       : "relaxation times rise so steeply at the lowest temperature that none of a VFT law fits");
  }
  return best;
}

/// The coldest points up to a temperature.
Series below(const Series& series, double temperature)
{
  Series kept;
  for (std::size_t k = 0; k < series.size(); ++k) {
    if (series.temperatures[k] <= temperature) {
      kept.temperatures.push_back(series.temperatures[k]);
      kept.logarithms.push_back(series.logarithms[k]);
    }
  }
  return kept;
}

/// ln tau = c_0 + c_1 x + c_2 x² in x = 1/T: its parameters as those of the law. Solved as a model without curvature in
/// its parameters.
std::vector<double> start_of_parabola(const Series& series)
{
  const auto polynomial = [&](std::span<const double> c) {
    std::vector<double> values;
    for (const double temperature : series.temperatures) {
      const double x = 1.0 / temperature - 1.0 / series.coldest();
      values.push_back(c[0] + c[1] * x + c[2] * x * x);
    }
    return values;
  };
  const ModelFit fit = fit_nonlinear(polynomial, series.logarithms, {0.0, 0.0, 0.0}, "a parabolic fit");
  const std::vector<double>& c = fit.parameters;
  const double onset_inverse = 1.0 / series.coldest() - 0.5 * c[1] / c[2];
  if (!(c[2] > 0.0) || !(onset_inverse > 0.0)) {
    throw RunTimeFailure("ln tau is not a parabola in 1/T with an onset above the lowest temperature");
  }
  return {c[0] - 0.25 * c[1] * c[1] / c[2], std::sqrt(c[2]), 1.0 / onset_inverse};
}

/// The temperature where ln tau first exceeds the line of the hottest by `excess`; values are ln tau, hottest first.
double departure(const Series& series, std::span<const double> values, double excess)
{
  constexpr std::size_t hottest = 3;
  std::vector<double> x;
  std::vector<Estimate> y;
  for (std::size_t k = 0; k < hottest; ++k) {
    x.push_back(1.0 / series.temperatures[k]);
    y.push_back({values[k], series.logarithms[k].standard_error});
  }
  const StraightLine line = fit_line(x, y);
  const auto above = [&](std::size_t k) { return values[k] - line.at(1.0 / series.temperatures[k]) - excess; };
  for (std::size_t k = hottest; k < series.size(); ++k) {
    if (above(k) > 0.0) {
      const double before = 1.0 / series.temperatures[k - 1];
      const double fraction = above(k - 1) / (above(k - 1) - above(k));
      return 1.0 / (before + fraction * (1.0 / series.temperatures[k] - before));
    }
  }
  throw RunTimeFailure(
      fmt::format("ln tau exceeds the Arrhenius law of the three highest temperatures nowhere down to T = {:g} by {:g}",
                  series.coldest(), excess));
}

}  // namespace

double VftFit::log_time_at(Temperature at) const
{
  return vft(log_time.value, fragility.value, temperature.value, at.value());
}

double ParabolicFit::log_time_at(Temperature at) const
{
  return parabola(log_time.value, energy.value, onset.value, at.value());
}

double ModeCouplingFit::log_time_at(Temperature at) const
{
  return log_prefactor.value - exponent.value * std::log(at.value() - temperature.value);
}

VftFit fit_vft(std::span<const RelaxationAtTemperature> points)
{
  const std::string what = "a VFT law";
  const Series series = series_of(points, what);
  const auto model = [&](std::span<const double> p) {
    const bool is_possible = p[2] > 0.0 && p[2] < series.coldest();
    return is_possible ? curve(vft, p, series) : std::vector<double>(series.size(), not_finite);
  };
  const ModelFit fit = fit_nonlinear(model, series.logarithms, start_of_vft(series), what);
  return {fit.parameter(0), fit.parameter(1), fit.parameter(2), fit.chi_squared, fit.points};
}

ParabolicFit fit_parabolic(std::span<const RelaxationAtTemperature> points)
{
  const std::string what = "a parabolic law";
  Series series = series_of(points, what);
  while (true) {
    const auto model = [&](std::span<const double> p) { return curve(parabola, p, series); };
    const ModelFit fit = fit_nonlinear(model, series.logarithms, start_of_parabola(series), what);
    Series kept = below(series, fit.parameters[2]);
    if (kept.size() == series.size()) {
      return {fit.parameter(0), fit.parameter(1), fit.parameter(2), fit.chi_squared, fit.points};
    }
    if (kept.size() < fewest_law_points) {
      throw RunTimeFailure(
          fmt::format("{} holds below an onset of {:.3g}, where {} relaxation times are left: at least {} are needed",
                      what, fit.parameters[2], kept.size(), fewest_law_points));
    }
    series = std::move(kept);
  }
}

ModeCouplingFit fit_mode_coupling(std::span<const RelaxationAtTemperature> points)
{
  series_of(points, "a power law");
  std::vector<Temperature> temperatures;
  std::vector<Estimate> rates;
  for (const RelaxationAtTemperature& each : points) {
    temperatures.push_back(each.temperature);
    rates.push_back({1.0 / each.time.value, each.time.standard_error / (each.time.value * each.time.value),
                     each.time.degrees_of_freedom});
  }
  const PowerLawFit fit = fit_power_law(temperatures, rates);
  return {{-fit.log_prefactor.value, fit.log_prefactor.standard_error, fit.log_prefactor.degrees_of_freedom},
          fit.critical_temperature,
          fit.exponent,
          fit.chi_squared,
          points.size()};
}

Estimate onset_temperature(std::span<const RelaxationAtTemperature> points, double excess)
{
  const Series series = series_of(points, "an onset temperature");
  return propagate([&](std::span<const double> values) { return departure(series, values, excess); },
                   series.logarithms);
}

}  // namespace soret
