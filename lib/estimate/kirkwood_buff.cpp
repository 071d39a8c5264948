#include <soret/estimate/kirkwood_buff.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/propagation.hpp>
#include <soret/estimate/straight_line.hpp>

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace soret {

namespace {

constexpr double edge_tolerance = 1e-9;  // a radius on the edge of a window belongs to it in spite of rounding
constexpr double widest_start = 0.30;    // in units of the largest radius
constexpr double start_step = 0.05;
constexpr int starts = 7;
constexpr double shift_of_start = 0.2;  // in units of the window's width
constexpr std::size_t fewest_radii = 4;
constexpr double small_step = 1e-6;  // in units of the changes with the start

double power(double x, int exponent) { return std::pow(x, exponent); }

double ball(double radius) { return 4.0 * std::numbers::pi / 3.0 * power(radius, 3); }

double radius_of(double bin_width, std::size_t bin) { return 0.5 * static_cast<double>(bin + 1) * bin_width; }

/// The integral of a window minus that of one which begins later.
double change_with_start(double bin_width, std::span<const double> finite_volume, const RadiusWindow& window)
{
  const RadiusWindow later{window.low + shift_of_start * (window.high - window.low), window.high};
  return extrapolate_spheres(bin_width, finite_volume, window).integral -
         extrapolate_spheres(bin_width, finite_volume, later).integral;
}

/// The curves of one pair of species from average counts.
struct PairCurves {
  std::vector<double> g;
  std::vector<double> finite_volume;
};

PairCurves curves_of(const PairDistributionShape& shape, std::span<const double> counts, std::size_t i, std::size_t j,
                     bool corrected)
{
  PairCurves curves;
  curves.g = radial_distribution(shape, counts, i, j);
  if (corrected) {
    curves.g = closed_ensemble_corrected(shape, i, j, curves.g);
  }
  curves.finite_volume = finite_volume_integrals(shape.bin_width, curves.g);
  return curves;
}

template <class Visitor>
void for_each_pair(const PairDistributionShape& shape, Visitor visit)
{
  for (std::size_t i = 0; i < shape.species(); ++i) {
    for (std::size_t j = i; j < shape.species(); ++j) {
      visit(i, j);
    }
  }
}

void check(const PairDistributionShape& shape, const std::optional<RadiusWindow>& window)
{
  for (std::size_t i = 0; i < shape.species(); ++i) {
    if (shape.particles[i] < 2) {
      throw InputError(fmt::format("Kirkwood-Buff integrals need two particles of each species; {} has {}",
                                   shape.species_names[i], shape.particles[i]));
    }
  }
  const double largest = 0.5 * shape.r_max() * (1.0 + edge_tolerance);
  if (window && !(window->low > 0.0 && window->low < window->high && window->high <= largest)) {
    throw InputError(
        fmt::format("the window of radii {}..{} is refused: 0 < low < high <= {} is needed, half the "
                    "largest distance counted",
                    window->low, window->high, 0.5 * shape.r_max()));
  }
}

/// Everything that the jackknife works on.
class Analysis {
 public:
  Analysis(const PairDistributionBlocks& blocks, const KirkwoodBuffSettings& settings)
      : shape_{blocks.shape},
        sequence_{blocks.sequence()},
        corrected_{settings.closed_ensemble_correction},
        least_inefficiency_{settings.least_inefficiency}
  {
    for (std::size_t k = 0; k < blocks.blocks.size(); ++k) {
      averages_.push_back(blocks.block_average(k));
    }
  }

  RadiusWindow best_window() const;
  KirkwoodBuff with_window(const RadiusWindow& window) const;

 private:
  std::vector<Estimate> estimates(const FunctionOfAverage& function) const;
  std::vector<double> all_values(std::span<const double> counts, const RadiusWindow& window,
                                 std::string& no_solution) const;
  std::vector<double> values_of_solution(std::span<const double> integrals, std::span<const double> changes) const;
  BinarySolution<double> solution(std::span<const double> integrals) const;
  BinarySolution<double> change_of_solution(std::vector<double> integrals, std::span<const double> differences) const;

  const PairDistributionShape& shape_;
  BlockSequence sequence_;
  bool corrected_;
  double least_inefficiency_;
  std::vector<std::vector<double>> averages_;
};

std::vector<Estimate> Analysis::estimates(const FunctionOfAverage& function) const
{
  std::vector<Estimate> values;
  for (JackknifeEstimate& value : jackknife(sequence_, averages_, function)) {
    values.push_back(with_inefficiency(std::move(value), least_inefficiency_).estimate);
  }
  return values;
}

RadiusWindow Analysis::best_window() const
{
  const double high = 0.5 * shape_.r_max();
  std::vector<RadiusWindow> windows;
  for (int start = 0; start < starts; ++start) {
    windows.push_back({(widest_start + start_step * start) * high, high});
  }
  const std::vector<Estimate> trials = estimates([&](std::span<const double> counts) {
    std::vector<double> values;
    for_each_pair(shape_, [&](std::size_t i, std::size_t j) {
      const PairCurves curves = curves_of(shape_, counts, i, j, corrected_);
      for (const RadiusWindow& window : windows) {
        values.push_back(extrapolate_spheres(shape_.bin_width, curves.finite_volume, window).integral);
        values.push_back(change_with_start(shape_.bin_width, curves.finite_volume, window));
      }
    });
    return values;
  });
  const auto known_square = [](double error) { return std::isfinite(error) ? error * error : 0.0; };
  std::size_t best = 0;
  double lowest = std::numeric_limits<double>::infinity();
  for (std::size_t w = 0; w < windows.size(); ++w) {
    double score = 0.0;
    for (std::size_t pair = 0; pair < shape_.pairs(); ++pair) {
      const Estimate& integral = trials[2 * (pair * windows.size() + w)];
      const Estimate& change = trials[2 * (pair * windows.size() + w) + 1];
      score +=
          known_square(integral.standard_error) + known_square(change.standard_error) + change.value * change.value;
    }
    if (score < lowest) {
      lowest = score;
      best = w;
    }
  }
  return windows[best];
}

BinarySolution<double> Analysis::solution(std::span<const double> integrals) const
{
  return binary_solution({integrals[0], integrals[2], integrals[1]}, NumberDensity{shape_.total_density()},
                         shape_.mole_fraction(0));
}

/// What changes of the integrals do to the members of the solution, to first order.
BinarySolution<double> Analysis::change_of_solution(std::vector<double> integrals,
                                                    std::span<const double> changes) const
{
  std::vector<double> less = integrals;
  for (std::size_t pair = 0; pair < integrals.size(); ++pair) {
    integrals[pair] += small_step * changes[pair];
    less[pair] -= small_step * changes[pair];
  }
  BinarySolution<double> change = solution(integrals);
  const BinarySolution<double> other = solution(less);
  for (const auto member : BinarySolution<double>::members()) {
    change.*member = (change.*member - other.*member) / (2.0 * small_step);
  }
  return change;
}

/// The members of the binary solution, then what the changes of the integrals with the start do to them.
std::vector<double> Analysis::values_of_solution(std::span<const double> integrals,
                                                 std::span<const double> changes) const
{
  const BinarySolution<double> binary = solution(integrals);
  const BinarySolution<double> change = change_of_solution({integrals.begin(), integrals.end()}, changes);
  std::vector<double> values;
  for (const auto& part : {binary, change}) {
    for (const auto member : BinarySolution<double>::members()) {
      values.push_back(part.*member);
    }
  }
  return values;
}

/// Per pair g, running integral, finite-volume integrals, then G, slope, cube, change with the start; then of two
/// species values_of_solution, which are no numbers if no stable solution has these integrals: `no_solution` says so.
std::vector<double> Analysis::all_values(std::span<const double> counts, const RadiusWindow& window,
                                         std::string& no_solution) const
{
  std::vector<double> values;
  std::vector<double> integrals;
  std::vector<double> changes;
  const auto append = [&](const std::vector<double>& more) { values.insert(values.end(), more.begin(), more.end()); };
  for_each_pair(shape_, [&](std::size_t i, std::size_t j) {
    const PairCurves curves = curves_of(shape_, counts, i, j, corrected_);
    const SphereExtrapolation fit = extrapolate_spheres(shape_.bin_width, curves.finite_volume, window);
    append(curves.g);
    append(running_integral(shape_.bin_width, curves.g));
    append(curves.finite_volume);
    integrals.push_back(fit.integral);
    changes.push_back(change_with_start(shape_.bin_width, curves.finite_volume, window));
    append({fit.integral, fit.slope, fit.cube, changes.back()});
  });
  if (shape_.species() == 2) {
    try {
      append(values_of_solution(integrals, changes));
    }
    catch (const RunTimeFailure& failure) {
      no_solution = failure.what();
      append(std::vector(2 * BinarySolution<double>::members().size(), std::numeric_limits<double>::quiet_NaN()));
    }
  }
  return values;
}

/// A curve of another form than the fitted one is extrapolated wrongly: as far as the change with the window's start is
/// more than noise, it counts as an error.
Estimate with_misfit(Estimate estimate, const Estimate& change)
{
  const double noise = change.standard_error;
  const double misfit = change.value * change.value - noise * noise;
  if (misfit > 0.0) {
    estimate.standard_error = std::hypot(estimate.standard_error, std::sqrt(misfit));
  }
  return estimate;
}

KirkwoodBuff Analysis::with_window(const RadiusWindow& window) const
{
  KirkwoodBuff result;
  const std::vector<Estimate> values =
      estimates([&](std::span<const double> counts) { return all_values(counts, window, result.no_solution); });
  result.window = window;
  for (std::size_t bin = 0; bin < shape_.bins; ++bin) {
    result.centres.push_back(shape_.centre(bin));
    result.edges.push_back(shape_.outer_edge(bin));
    result.radii.push_back(radius_of(shape_.bin_width, bin));
  }
  auto next = values.begin();
  const auto curve = [&] {
    const auto start = next;
    next += static_cast<std::ptrdiff_t>(shape_.bins);
    return std::vector<Estimate>(start, next);
  };
  for_each_pair(shape_, [&](std::size_t i, std::size_t j) {
    PairIntegral pair{i, j, {}, {}, {}, {}, {}, {}, {}, {}, {}};
    pair.radial_distribution = curve();
    pair.running = curve();
    pair.finite_volume = curve();
    const Estimate integral = *next++;
    pair.slope = *next++;
    pair.cube = *next++;
    pair.change = *next++;
    pair.integral = with_misfit(integral, pair.change);
    pair.excess_of_j = scaled(pair.integral, shape_.number_density(j));
    pair.excess_of_i = scaled(pair.integral, shape_.number_density(i));
    result.pairs.push_back(std::move(pair));
  });
  if (shape_.species() == 2 && result.no_solution.empty()) {
    BinarySolution<Estimate>& binary = result.solution.emplace();
    constexpr auto members = BinarySolution<Estimate>::members();
    for (std::size_t m = 0; m < members.size(); ++m, ++next) {
      binary.*members[m] = with_misfit(*next, *(next + members.size()));
    }
  }
  return result;
}

}  // namespace

double sphere_pair_weight(double distance, double radius)
{
  const double x = distance / (2.0 * radius);
  return x < 1.0 ? 4.0 * std::numbers::pi * distance * distance * (1.0 - 1.5 * x + 0.5 * power(x, 3)) : 0.0;
}

std::vector<double> closed_ensemble_corrected(const PairDistributionShape& shape, std::size_t i, std::size_t j,
                                              std::span<const double> g)
{
  const double density = shape.number_density(j);
  const auto particles = static_cast<double>(shape.particles.at(j));
  std::vector<double> corrected(g.size());
  double excess = 0.0;  // up to the inner edge of the bin
  double inner_ball = 0.0;
  for (std::size_t bin = 0; bin < g.size(); ++bin) {
    const double centre_ball = ball(shape.centre(bin));
    const double outside = particles * (1.0 - centre_ball / shape.volume);
    const double excess_here = excess + density * (g[bin] - 1.0) * (centre_ball - inner_ball);
    corrected[bin] = g[bin] * outside / (outside - excess_here - (i == j ? 1.0 : 0.0));
    excess += density * (g[bin] - 1.0) * shape.shell_volume(bin);
    inner_ball = ball(shape.outer_edge(bin));
  }
  return corrected;
}

std::vector<double> running_integral(double bin_width, std::span<const double> g)
{
  std::vector<double> running;
  double sum = 0.0;
  double inner = 0.0;
  for (std::size_t bin = 0; bin < g.size(); ++bin) {
    const double outer = static_cast<double>(bin + 1) * bin_width;
    sum += (g[bin] - 1.0) * (ball(outer) - ball(inner));
    running.push_back(sum);
    inner = outer;
  }
  return running;
}

std::vector<double> finite_volume_integrals(double bin_width, std::span<const double> g)
{
  constexpr double pi = std::numbers::pi;
  std::vector<double> integrals;
  double a = 0.0;
  double b = 0.0;
  double c = 0.0;
  double inner = 0.0;
  for (std::size_t bin = 0; bin < g.size(); ++bin) {
    const double outer = static_cast<double>(bin + 1) * bin_width;
    const double excess = g[bin] - 1.0;
    a += excess * 4.0 * pi / 3.0 * (power(outer, 3) - power(inner, 3));
    b += excess * pi * (power(outer, 4) - power(inner, 4));
    c += excess * 2.0 * pi / 3.0 * (power(outer, 6) - power(inner, 6));
    const double radius = radius_of(bin_width, bin);
    integrals.push_back(a - 0.75 * b / radius + c / (16.0 * power(radius, 3)));
    inner = outer;
  }
  return integrals;
}

SphereExtrapolation extrapolate_spheres(double bin_width, std::span<const double> finite_volume,
                                        const RadiusWindow& window)
{
  std::vector<double> inverse_radii;
  std::vector<double> cubes;
  std::vector<double> values;
  for (std::size_t bin = 0; bin < finite_volume.size(); ++bin) {
    const double radius = radius_of(bin_width, bin);
    if (radius >= window.low * (1.0 - edge_tolerance) && radius <= window.high * (1.0 + edge_tolerance)) {
      inverse_radii.push_back(1.0 / radius);
      cubes.push_back(power(radius, -3));
      values.push_back(finite_volume[bin]);
    }
  }
  if (values.size() < fewest_radii) {
    throw InputError(
        fmt::format("{} radii of spheres lie between {} and {}; the curve needs at least {}: use finer bins",
                    values.size(), window.low, window.high, fewest_radii));
  }
  // The coefficient of the cubes is that of their part which is no line in 1/R; a line remains.
  const StraightLine line_of_cubes = fit_line(inverse_radii, cubes);
  double product = 0.0;
  double square = 0.0;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const double own = cubes[k] - line_of_cubes.at(inverse_radii[k]);
    product += own * values[k];
    square += own * own;
  }
  const double cube = product / square;
  for (std::size_t k = 0; k < values.size(); ++k) {
    values[k] -= cube * cubes[k];
  }
  const StraightLine line = fit_line(inverse_radii, values);
  return {line.at(0.0), line.slope, cube};
}

KirkwoodBuff kirkwood_buff(const PairDistributionBlocks& blocks, const KirkwoodBuffSettings& settings)
{
  check(blocks.shape, settings.window);
  const Analysis analysis{blocks, settings};
  return analysis.with_window(settings.window ? *settings.window : analysis.best_window());
}

}  // namespace soret
