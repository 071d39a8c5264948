#include <soret/estimate/coupling_samples.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/correlated_series.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soret {

namespace {

bool all_finite(std::span<const double> values)
{
  return std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
}

bool all_positive(std::span<const double> values)
{
  return std::ranges::all_of(values, [](double value) { return value > 0.0 && std::isfinite(value); });
}

/// Starts are 0, ... in increasing order, each with a sample.
bool are_starts(std::span<const std::size_t> starts, std::size_t samples)
{
  return !starts.empty() && starts.front() == 0 && starts.back() < samples &&
         std::ranges::adjacent_find(starts, std::greater_equal<>{}) == starts.end();
}

void require_consistent_window(const CouplingSamples& samples, std::size_t k)
{
  const CouplingWindow& window = samples.windows[k];
  const std::size_t count = window.samples();
  const auto refuse = [&](const std::string& reason) {
    throw InputError(fmt::format("window {} (lambda = {:g}) {}", k, samples.lambdas[k], reason));
  };
  if (count < 2) {
    refuse(fmt::format("has {} samples; a free energy needs at least two of every window", count));
  }
  if (window.energies.size() != count * samples.size()) {
    refuse(fmt::format("has {} energies of {} samples at {} windows", window.energies.size(), count, samples.size()));
  }
  if (!are_starts(window.replica_starts, count)) {
    refuse("has starts of replicas that are not 0, ... in increasing order within its samples");
  }
  if (!all_finite(window.energies) || !all_finite(window.slopes)) {
    refuse("has an energy or a slope that is not finite");
  }
  if (samples.weighted_by_volume ? window.volumes.size() != count
                                 : !window.volumes.empty() && window.volumes.size() != count) {
    refuse(fmt::format("has {} volumes of {} samples", window.volumes.size(), count));
  }
  if (!all_positive(window.volumes)) {
    refuse("has a volume that is not positive");
  }
}

/// Copies samples [first, last) of a window behind another's.
void copy_samples(const CouplingWindow& from, std::size_t first, std::size_t last, CouplingWindow& to)
{
  const auto copy = [](const std::vector<double>& source, std::size_t begin, std::size_t end,
                       std::vector<double>& into) {
    into.insert(into.end(), source.begin() + static_cast<std::ptrdiff_t>(begin),
                source.begin() + static_cast<std::ptrdiff_t>(end));
  };
  const std::size_t width = from.energies.size() / from.samples();
  copy(from.energies, first * width, last * width, to.energies);
  copy(from.slopes, first, last, to.slopes);
  if (!from.volumes.empty()) {
    copy(from.volumes, first, last, to.volumes);
  }
}

}  // namespace

void CouplingWindow::add(std::span<const double> energies_of_sample, double slope, double volume)
{
  if (replica_starts.empty()) {
    replica_starts.push_back(0);
  }
  energies.insert(energies.end(), energies_of_sample.begin(), energies_of_sample.end());
  slopes.push_back(slope);
  volumes.push_back(volume);
}

void CouplingWindow::append(const CouplingWindow& replicas)
{
  for (const std::size_t start : replicas.replica_starts) {
    replica_starts.push_back(samples() + start);
  }
  energies.insert(energies.end(), replicas.energies.begin(), replicas.energies.end());
  slopes.insert(slopes.end(), replicas.slopes.begin(), replicas.slopes.end());
  volumes.insert(volumes.end(), replicas.volumes.begin(), replicas.volumes.end());
}

std::size_t CouplingSamples::samples() const
{
  return std::accumulate(windows.begin(), windows.end(), std::size_t{0},
                         [](std::size_t sum, const CouplingWindow& window) { return sum + window.samples(); });
}

std::vector<double> CouplingSamples::weights(std::size_t k) const
{
  const CouplingWindow& window = windows[k];
  if (!weighted_by_volume) {
    return std::vector<double>(window.samples(), 1.0);
  }
  std::vector<double> weights = window.volumes;
  const double mean = std::accumulate(weights.begin(), weights.end(), 0.0) / static_cast<double>(weights.size());
  for (double& weight : weights) {
    weight /= mean;
  }
  return weights;
}

CouplingSamples CouplingSamples::part(double first, double last) const
{
  CouplingSamples selected{lambdas, temperature, weighted_by_volume, std::vector<CouplingWindow>(size())};
  for (std::size_t k = 0; k < size(); ++k) {
    const std::vector<std::size_t>& starts = windows[k].replica_starts;
    for (std::size_t r = 0; r < starts.size(); ++r) {
      const std::size_t end = r + 1 < starts.size() ? starts[r + 1] : windows[k].samples();
      const auto length = static_cast<double>(end - starts[r]);
      const auto begin_sample = starts[r] + static_cast<std::size_t>(std::lround(first * length));
      const auto end_sample = starts[r] + static_cast<std::size_t>(std::lround(last * length));
      if (end_sample > begin_sample) {
        selected.windows[k].replica_starts.push_back(selected.windows[k].samples());
        copy_samples(windows[k], begin_sample, end_sample, selected.windows[k]);
      }
    }
  }
  return selected;
}

void CouplingSamples::require_consistent() const
{
  if (windows.size() < 2 || lambdas.size() != windows.size()) {
    throw InputError(
        fmt::format("free energies need at least two windows and a lambda for each; there are {} windows "
                    "and {} lambdas",
                    windows.size(), lambdas.size()));
  }
  if (!all_finite(lambdas) || std::ranges::adjacent_find(lambdas, std::greater_equal<>{}) != lambdas.end()) {
    throw InputError(fmt::format("the couplings {} must increase", fmt::join(lambdas, ", ")));
  }
  if (!(temperature.value() > 0.0)) {
    throw InputError(fmt::format("the temperature of coupled runs is {:g}; it must be positive", temperature.value()));
  }
  for (std::size_t k = 0; k < size(); ++k) {
    require_consistent_window(*this, k);
  }
}

Estimate times_temperature(const Estimate& reduced, Temperature temperature)
{
  return {reduced.value * temperature.value(), reduced.standard_error * temperature.value(),
          reduced.degrees_of_freedom};
}

std::vector<double> effective_counts(const CouplingSamples& samples)
{
  std::vector<double> counts;
  for (const CouplingWindow& window : samples.windows) {
    const double time = integrated_autocorrelation_time(window.slopes, window.replica_starts);
    counts.push_back(std::max(1.0, static_cast<double>(window.samples()) / (2.0 * time)));
  }
  return counts;
}

}  // namespace soret
