#include <soret/estimate/diffusion.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/propagation.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

namespace soret {

namespace {

using ColumnAverage = double (*)(const DisplacementShape&, const DisplacementBlock&, std::size_t, std::size_t);

void check_species(const DisplacementShape& shape, std::size_t species)
{
  if (species >= shape.species() || shape.counts[species] == 0) {
    throw InputError(
        fmt::format("displacements of species {} are refused: there are {} species, or it has no particles", species,
                    shape.species()));
  }
}

std::vector<std::size_t> lags_in(const DisplacementBlocks& displacements, const LagWindow& window)
{
  std::vector<std::size_t> lags;
  for (const std::size_t lag : displacements.usable_lags()) {
    const double time = displacements.shape.lag_times[lag];
    if (time >= window.start.value() && time <= window.end.value()) {
      lags.push_back(lag);
    }
  }
  if (lags.size() < 2) {
    throw RunTimeFailure(fmt::format(
        "the motion is taken to be diffusive from {:g} to {:g}; that holds {} of the {} lags with an error, and two "
        "are needed: sample longer, to longer lags, or give the time from which it is diffusive",
        window.start.value(), window.end.value(), lags.size(), displacements.usable_lags().size()));
  }
  return lags;
}

/// factor × slope/6 of an average against the lag time.
DiffusionFit fit_slope(const DisplacementBlocks& displacements, std::size_t species, const LagWindow& window,
                       ColumnAverage average, double factor)
{
  const DisplacementShape& shape = displacements.shape;
  const std::vector<std::size_t> lags = lags_in(displacements, window);
  std::vector<double> times;
  std::vector<double> weights;
  for (const std::size_t lag : lags) {
    times.push_back(shape.lag_times[lag]);
    weights.push_back(std::pow(times.back(), -3));
  }
  const auto line_of = [&](const DisplacementBlock& sums) {
    std::vector<double> squares;
    for (const std::size_t lag : lags) {
      squares.push_back(average(shape, sums, species, lag));
    }
    return fit_line(times, squares, weights);
  };
  const std::vector<JackknifeEstimate> slope = displacements.jackknife(
      [&](const DisplacementBlock& sums) { return std::vector{factor * line_of(sums).slope / 6.0}; });
  return {slope.front(), line_of(displacements.total())};
}

/// The mean squared displacements at given lags, and their times.
struct Curve {
  std::vector<double> times;
  std::vector<double> squares;
};

Curve curve_of(const DisplacementShape& shape, const DisplacementBlock& sums, std::size_t species,
               std::span<const std::size_t> lags)
{
  Curve curve;
  for (const std::size_t lag : lags) {
    curve.times.push_back(shape.lag_times[lag]);
    curve.squares.push_back(mean_squared_displacement(shape, sums, species, lag));
  }
  return curve;
}

/// y at x on the straight line between logarithms of points k - 1 and k.
double between_logarithms(std::span<const double> x, std::span<const double> y, std::size_t k, double at)
{
  const double fraction = std::log(at / x[k - 1]) / std::log(x[k] / x[k - 1]);
  return y[k - 1] * std::pow(y[k] / y[k - 1], fraction);
}

double first_time_at(const Curve& curve, double square)
{
  for (std::size_t k = 1; k < curve.times.size(); ++k) {
    if (curve.squares[k] >= square && curve.squares[k - 1] < square) {
      return between_logarithms(curve.squares, curve.times, k, square);
    }
  }
  if (curve.times.empty()) {
    throw RunTimeFailure("no lag has enough displacements for an error");
  }
  throw RunTimeFailure(
      fmt::format("the mean squared displacement goes from {:g} at {:g} to {:g} at {:g} and does not "
                  "pass {:g} on its way; lags end where fewer than half of the blocks hold any: a longer run or fewer "
                  "transport.blocks reach farther, transport.diffusive_time does without this rule",
                  curve.squares.front(), curve.times.front(), curve.squares.back(), curve.times.back(), square));
}

double cubic_length(const Vec3& lengths)
{
  constexpr double tolerance = 1e-6;
  if (!(lengths.x > 0.0) || !(std::abs(lengths.y / lengths.x - 1.0) < tolerance) ||
      !(std::abs(lengths.z / lengths.x - 1.0) < tolerance)) {
    throw InputError(
        fmt::format("the finite-size correction of diffusion is known for cubic boxes; this one is {:g} x "
                    "{:g} x {:g}",
                    lengths.x, lengths.y, lengths.z));
  }
  return lengths.x;
}

/// xi k_B T/(6 pi): the correction times viscosity and length.
double hydrodynamic_factor(Temperature temperature)
{
  if (!(temperature.value() > 0.0)) {
    throw InputError(
        fmt::format("the finite-size correction of diffusion at temperature {:g} is refused: it must be "
                    "positive",
                    temperature.value()));
  }
  return yeh_hummer_constant * temperature.value() / (6.0 * std::numbers::pi);
}

/// Weighted sums over the sizes of one species, x = 1/L.
struct SizeSums {
  double weight = 0.0;
  double x = 0.0;
  double coefficient = 0.0;
  void add(double w, double inverse_length, double value)
  {
    weight += w;
    x += w * inverse_length;
    coefficient += w * value;
  }
};

double weight_of(const SizedDiffusion& point)
{
  const double error = point.coefficient.standard_error;
  if (!(error > 0.0) || !std::isfinite(error)) {
    throw InputError(
        fmt::format("a fit of diffusion coefficients to box sizes needs positive, finite errors; one is {:g}", error));
  }
  return 1.0 / (error * error);
}

/// Weighted means of 1/L and D for every species.
std::vector<SizeSums> size_means(std::span<const SizedDiffusion> points)
{
  std::vector<SizeSums> means;
  for (const SizedDiffusion& point : points) {
    means.resize(std::max(means.size(), point.species + 1));
    means[point.species].add(weight_of(point), 1.0 / cubic_length(point.box_lengths), point.coefficient.value);
  }
  for (SizeSums& mean : means) {
    if (!(mean.weight > 0.0)) {
      throw InputError("a fit of diffusion coefficients to box sizes needs a point for every species");
    }
    mean.x /= mean.weight;
    mean.coefficient /= mean.weight;
  }
  return means;
}

}  // namespace

std::vector<DisplacementPoint> displacement_curve(const DisplacementBlocks& displacements, std::size_t species)
{
  const DisplacementShape& shape = displacements.shape;
  check_species(shape, species);
  const std::vector<std::size_t> lags = displacements.usable_lags();
  if (lags.empty()) {
    return {};
  }
  const std::vector<JackknifeEstimate> numbers = displacements.jackknife([&](const DisplacementBlock& sums) {
    std::vector<double> values;
    for (const std::size_t lag : lags) {
      values.push_back(mean_squared_displacement(shape, sums, species, lag));
      values.push_back(non_gaussian_parameter(shape, sums, species, lag));
      values.push_back(mean_squared_centre_displacement(shape, sums, species, lag));
    }
    return values;
  });
  std::vector<DisplacementPoint> curve;
  for (std::size_t k = 0; k < lags.size(); ++k) {
    curve.push_back(
        {shape.lag_times[lags[k]], numbers[3 * k].estimate, numbers[3 * k + 1].estimate, numbers[3 * k + 2].estimate});
  }
  return curve;
}

LagWindow diffusive_window(const DisplacementBlocks& displacements, std::size_t species, double distance)
{
  check_species(displacements.shape, species);
  const Curve curve = curve_of(displacements.shape, displacements.total(), species, displacements.usable_lags());
  const double reached = first_time_at(curve, distance * distance);
  const double first = 2.0 * reached;
  const double last = curve.times.back();
  if (!(first < last)) {
    throw RunTimeFailure(
        fmt::format("displacements reach {:g} after {:.4g}, so that a fit begins at twice that time; the longest lag, "
                    "{:.4g}, must be well beyond it: make displacement_time (of a trajectory, its length) longer, or "
                    "give diffusive_time",
                    distance, reached, last));
  }
  return {Duration{first}, Duration{last}};
}

LagWindow diffusive_window_from(const DisplacementBlocks& displacements, Duration start)
{
  const std::vector<std::size_t> lags = displacements.usable_lags();
  if (lags.empty()) {
    throw RunTimeFailure("no lag has enough displacements for an error");
  }
  return {start, Duration{displacements.shape.lag_times[lags.back()]}};
}

DiffusionFit self_diffusion(const DisplacementBlocks& displacements, std::size_t species, const LagWindow& window)
{
  check_species(displacements.shape, species);
  return fit_slope(displacements, species, window, mean_squared_displacement, 1.0);
}

Interdiffusion interdiffusion(const DisplacementBlocks& displacements, const Estimate& thermodynamic_factor,
                              const LagWindow& window)
{
  const DisplacementShape& shape = displacements.shape;
  if (shape.species() != 2) {
    throw InputError(fmt::format("interdiffusion is that of two species; there are {}", shape.species()));
  }
  check_species(shape, 0);
  check_species(shape, 1);
  const auto count_a = static_cast<double>(shape.counts[0]);
  const auto count_b = static_cast<double>(shape.counts[1]);
  const double relative = 1.0 + shape.masses[0] * count_a / (shape.masses[1] * count_b);
  const double factor = relative * relative * count_a * count_b / (count_a + count_b);
  const DiffusionFit kinetic = fit_slope(displacements, 0, window, mean_squared_centre_displacement, factor);
  const std::array<Estimate, 2> inputs{thermodynamic_factor, kinetic.coefficient.estimate};
  return {propagate([](std::span<const double> v) { return v[0] * v[1]; }, inputs), kinetic};
}

JackknifeEstimate time_to_move(const DisplacementBlocks& displacements, std::size_t species, double distance)
{
  check_species(displacements.shape, species);
  if (!(distance > 0.0)) {
    throw InputError(fmt::format("the time to move {:g} is not defined: the distance must be positive", distance));
  }
  const std::vector<std::size_t> lags = displacements.usable_lags();
  return displacements
      .jackknife([&](const DisplacementBlock& sums) {
        return std::vector{first_time_at(curve_of(displacements.shape, sums, species, lags), distance * distance)};
      })
      .front();
}

JackknifeEstimate mean_squared_displacement_at(const DisplacementBlocks& displacements, std::size_t species,
                                               Duration time)
{
  check_species(displacements.shape, species);
  const std::vector<std::size_t> lags = displacements.usable_lags();
  const double at = time.value();
  const auto& times = displacements.shape.lag_times;
  const auto above = std::find_if(lags.begin(), lags.end(), [&](std::size_t lag) { return times[lag] >= at; });
  if (lags.size() < 2 || above == lags.end() || at < times[lags.front()]) {
    throw InputError(fmt::format("a mean squared displacement at {:g} is refused: no usable lags around it", at));
  }
  const auto k = static_cast<std::size_t>(std::max<std::ptrdiff_t>(above - lags.begin(), 1));
  return displacements
      .jackknife([&](const DisplacementBlock& sums) {
        const Curve curve = curve_of(displacements.shape, sums, species, lags);
        return std::vector{between_logarithms(curve.times, curve.squares, k, at)};
      })
      .front();
}

Estimate infinite_size_diffusion(const Estimate& coefficient, Temperature temperature, const Estimate& viscosity,
                                 const Vec3& box_lengths)
{
  const double factor = hydrodynamic_factor(temperature) / cubic_length(box_lengths);
  if (!(viscosity.value > 0.0)) {
    throw InputError(fmt::format("a viscosity of {:g} is refused: it must be positive", viscosity.value));
  }
  const std::array<Estimate, 2> inputs{coefficient, viscosity};
  return propagate([factor](std::span<const double> v) { return v[0] + factor / v[1]; }, inputs);
}

InfiniteSizeFit fit_infinite_size(std::span<const SizedDiffusion> points, Temperature temperature)
{
  const std::vector<SizeSums> means = size_means(points);
  double spread = 0.0;
  double product = 0.0;
  for (const SizedDiffusion& point : points) {
    const double x = 1.0 / point.box_lengths.x - means[point.species].x;
    spread += weight_of(point) * x * x;
    product -= weight_of(point) * x * point.coefficient.value;
  }
  if (!(spread > 0.0)) {
    throw InputError("a fit of diffusion coefficients to box sizes needs two sizes for some species");
  }
  const double slope = product / spread;
  const double slope_error = 1.0 / std::sqrt(spread);
  double least_freedom = std::numeric_limits<double>::infinity();
  for (const SizedDiffusion& point : points) {
    least_freedom = std::min(least_freedom, point.coefficient.degrees_of_freedom);
  }
  InfiniteSizeFit fit;
  fit.degrees_of_freedom = static_cast<double>(points.size()) - static_cast<double>(means.size()) - 1.0;
  for (const SizeSums& mean : means) {
    fit.coefficients.push_back({mean.coefficient + slope * mean.x,
                                std::hypot(1.0 / std::sqrt(mean.weight), mean.x * slope_error), least_freedom});
  }
  const double viscosity = hydrodynamic_factor(temperature) / slope;
  fit.viscosity = {viscosity, std::abs(viscosity * slope_error / slope), least_freedom};
  for (const SizedDiffusion& point : points) {
    const double expected = fit.coefficients[point.species].value - slope / point.box_lengths.x;
    fit.chi_squared += weight_of(point) * std::pow(point.coefficient.value - expected, 2);
  }
  return fit;
}

ArrheniusFit fit_arrhenius(std::span<const Temperature> temperatures, std::span<const Estimate> coefficients)
{
  if (temperatures.size() != coefficients.size()) {
    throw InputError(fmt::format("an Arrhenius fit of {} coefficients at {} temperatures is refused",
                                 coefficients.size(), temperatures.size()));
  }
  std::vector<double> inverse;
  std::vector<Estimate> logarithms;
  double least_freedom = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < temperatures.size(); ++k) {
    const Estimate& coefficient = coefficients[k];
    if (!(temperatures[k].value() > 0.0) || !(coefficient.value > 0.0)) {
      throw InputError(
          fmt::format("an Arrhenius fit through D = {:g} at temperature {:g} is refused: both must be "
                      "positive",
                      coefficient.value, temperatures[k].value()));
    }
    inverse.push_back(1.0 / temperatures[k].value());
    logarithms.push_back({std::log(coefficient.value), coefficient.relative_error()});
    least_freedom = std::min(least_freedom, coefficient.degrees_of_freedom);
  }
  const StraightLine line = fit_line(inverse, logarithms);
  return {{-line.slope, line.slope_error, least_freedom},
          {line.at(0.0), line.value_at(0.0).standard_error, least_freedom},
          line};
}

}  // namespace soret
