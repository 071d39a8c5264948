#include <soret/estimate/free_energy_convergence.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/exponential_averaging.hpp>
#include <soret/estimate/significance.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace soret {

namespace {

constexpr double fewest_effective_samples = 50.0;
constexpr double significance_of_halves = 3.0;      // standard errors
constexpr double significance_of_hysteresis = 4.0;  // more, since every pair of windows is tested

bool is_analysable(const CouplingSamples& samples)
{
  return std::ranges::all_of(samples.windows, [](const CouplingWindow& window) { return window.samples() >= 2; });
}

/// "windows 3 and 4 (lambda = 0.15 and 0.2)".
std::string pair_name(const CouplingSamples& samples, std::size_t k)
{
  return fmt::format("windows {} and {} (lambda = {:g} and {:g})", k, k + 1, samples.lambdas[k],
                     samples.lambdas[k + 1]);
}

void warn_of_overlap(const CouplingSamples& samples, const WindowOverlap& overlap, std::vector<std::string>& warnings)
{
  for (std::size_t k = 0; k + 1 < samples.size(); ++k) {
    const double smaller = std::min(overlap(k, k + 1), overlap(k + 1, k));
    if (smaller < smallest_good_overlap) {
      warnings.push_back(
          fmt::format("{} hardly overlap ({:.2g}, should be at least {:g}): free energies across them "
                      "and their errors cannot be trusted; put a window between them",
                      pair_name(samples, k), smaller, smallest_good_overlap));
    }
  }
}

void warn_of_counts(const CouplingSamples& samples, std::span<const double> counts, std::vector<std::string>& warnings)
{
  std::vector<std::string> few;
  for (std::size_t k = 0; k < samples.size(); ++k) {
    if (counts[k] < fewest_effective_samples) {
      few.push_back(
          fmt::format("{:.3g} of {} at lambda = {:g}", counts[k], samples.windows[k].samples(), samples.lambdas[k]));
    }
  }
  if (!few.empty()) {
    warnings.push_back(fmt::format(
        "windows with fewer than {:g} independent samples, so that their errors are themselves uncertain: {}",
        fewest_effective_samples, fmt::join(few, ", ")));
  }
}

void warn_of_hysteresis(const CouplingSamples& samples, std::vector<std::string>& warnings)
{
  const FreeEnergyProfile forward = exponential_averaging_forward(samples);
  const FreeEnergyProfile backward = exponential_averaging_backward(samples);
  for (std::size_t k = 0; k + 1 < samples.size(); ++k) {
    if (is_significant(difference(forward.steps[k], backward.steps[k]), significance_of_hysteresis)) {
      warnings.push_back(fmt::format("exponential averages between {} differ: {} forward, {} backward (in k_B T)",
                                     pair_name(samples, k), to_string(forward.steps[k]), to_string(backward.steps[k])));
    }
  }
}

}  // namespace

std::vector<ConvergencePoint> free_energy_convergence(const CouplingSamples& samples,
                                                      const FreeEnergyEstimator& estimator, std::size_t points)
{
  samples.require_consistent();
  if (points == 0) {
    throw InputError("the convergence of a free energy was asked for at no point");
  }
  std::vector<ConvergencePoint> convergence;
  for (std::size_t i = 1; i <= points; ++i) {
    const double fraction = static_cast<double>(i) / static_cast<double>(points);
    const CouplingSamples first = samples.part(0.0, fraction);
    const CouplingSamples last = samples.part(1.0 - fraction, 1.0);
    if (is_analysable(first) && is_analysable(last)) {
      convergence.push_back({fraction, estimator(first).total(), estimator(last).total()});
    }
  }
  return convergence;
}

Estimate difference_of_halves(std::span<const ConvergencePoint> points)
{
  const auto half =
      std::ranges::find_if(points, [](const ConvergencePoint& point) { return std::abs(point.fraction - 0.5) < 1e-9; });
  if (half == points.end()) {
    return {0.0, std::numeric_limits<double>::infinity(), 0.0};
  }
  return difference(half->forward, half->reverse);
}

std::vector<std::string> free_energy_warnings(const CouplingSamples& samples, const MultistateBennett& result,
                                              std::span<const ConvergencePoint> convergence)
{
  std::vector<std::string> warnings;
  warn_of_overlap(samples, result.overlap, warnings);
  warn_of_counts(samples, result.effective_counts, warnings);
  warn_of_hysteresis(samples, warnings);
  const Estimate halves = difference_of_halves(convergence);
  if (is_significant(halves, significance_of_halves)) {
    warnings.push_back(
        fmt::format("the first and the last half of the samples give free energies that differ by {} "
                    "k_B T: sampling began before equilibrium was reached, or is too short",
                    to_string(halves)));
  }
  return warnings;
}

}  // namespace soret
