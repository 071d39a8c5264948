/// \file
/// How far Monte Carlo chains can be trusted.

#include "gcmc_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace soret {

namespace {

constexpr double fewest_effective = 50.0;
constexpr double fewest_times_per_chain = 20.0;
constexpr std::int64_t attempts_that_should_suffice = 1000;
constexpr double tolerated_errors = 4.0;
constexpr double unknown_error = std::numeric_limits<double>::infinity();

std::vector<double> unit_weights(const GrandCanonicalShape& shape, std::size_t observable)
{
  std::vector<double> weights(shape.observables(), 0.0);
  weights[observable] = 1.0;
  return weights;
}

/// The linear part of N_i/N: (N_i - x_i N)/<N>.
std::vector<double> fraction_weights(const GrandCanonicalShape& shape, const GrandCanonicalBlock& sums, std::size_t i)
{
  const double all = total_number(shape, sums);
  std::vector<double> weights(shape.observables(), 0.0);
  for (std::size_t j = 0; j < shape.species() && all > 0.0; ++j) {
    weights[shape.count(j)] = ((i == j ? 1.0 : 0.0) - sums.mean(i) / all) / all;
  }
  return weights;
}

void warn_of_few_samples(GcmcCollector& collector, const NamedMemory& slowest)
{
  const ChainMemory& memory = slowest.memory;
  if (memory.effective_samples.value < fewest_effective) {
    collector.warn(
        fmt::format("there are no more than {:.0f} independent samples of {} (autocorrelation time {:.3g} attempts): "
                    "errors are themselves uncertain",
                    memory.effective_samples.value, slowest.name, memory.autocorrelation_time.value));
  }
  if (memory.shortest_chain < fewest_times_per_chain) {
    collector.warn(
        fmt::format("a chain samples over {:.3g} autocorrelation times of {}: its start may not be forgotten",
                    memory.shortest_chain, slowest.name));
  }
}

void warn_of_unsteadiness(GcmcCollector& collector, const GcmcChains& chains, const NamedMemory& watched)
{
  const ReplicaAgreement agreement = chains.statistics.agreement(watched.weights);
  if (agreement.is_broken()) {
    collector.warn(fmt::format("the chains disagree about {}: chi squared {:.1f} with {} degrees of freedom",
                               watched.name, agreement.chi_squared, agreement.degrees_of_freedom));
  }
  const DriftTest drift = chains.statistics.drift(watched.name, watched.weights);
  if (drift.is_drifting) {
    collector.warn(drift.message());
  }
}

/// To lags at which all memory is gone.
void add_autocorrelations(GcmcEstimates& found, const ChainStatistics& statistics, double longest_time)
{
  constexpr double times_shown = 6.0;
  constexpr double fewest_lags = 20.0;
  constexpr double most_lags = 500.0;
  found.lag_attempts = static_cast<double>(statistics.blocks().attempts_per_block());
  const double lags = std::clamp(times_shown * longest_time / found.lag_attempts, fewest_lags, most_lags);
  for (NamedMemory& one : found.memories) {
    one.correlation = statistics.autocorrelation(one.weights, static_cast<std::size_t>(lags));
  }
}

/// Acceptances follow the density, which is remembered for long: a binomial error would be far too small.
void add_acceptances(GcmcCollector& collector, const GcmcMeasurements& measured)
{
  for (const GcmcMeasurements::Acceptance& move : measured.moves) {
    if (move.attempted == 0) {
      continue;
    }
    const auto attempted = static_cast<double>(move.attempted);
    const double share = static_cast<double>(move.accepted) / attempted;
    collector.add("acceptance", dimension::none, {share, unknown_error, 0.0}, move.kind);
    if (move.accepted == 0 && move.attempted >= attempts_that_should_suffice) {
      collector.warn(fmt::format("not one of {} attempts of the kind '{}' was accepted", move.attempted, move.kind));
    }
  }
}

void compare_pressures(GcmcCollector& collector, Pressure wanted)
{
  const Estimate* pressure = collector.found().find("pressure");
  if (pressure != nullptr && std::abs(pressure->standard_errors_from(wanted.value())) > tolerated_errors) {
    collector.warn(
        fmt::format("the virial pressure {} is not the one that was set, {:g}", to_string(*pressure), wanted.value()));
  }
}

}  // namespace

std::vector<NamedMemory> memories_of(const GcmcChains& chains)
{
  const GrandCanonicalShape& shape = chains.shape();
  std::vector<NamedMemory> memories;
  const auto add = [&](const std::string& name, std::vector<double> weights) {
    const ChainMemory memory = chains.statistics.memory(weights);
    memories.push_back({name, std::move(weights), memory, {}});
  };
  if (!chains.measured.is_open()) {
    add("U", unit_weights(shape, shape.energy()));
    if (chains.measured.pressure) {
      add("V", unit_weights(shape, shape.volume()));
    }
    return memories;
  }
  std::vector<double> all(shape.observables(), 0.0);
  for (std::size_t i = 0; i < shape.species(); ++i) {
    add("N(" + shape.species_names[i] + ")", unit_weights(shape, shape.count(i)));
    all[shape.count(i)] = 1.0;
  }
  if (shape.species() > 1) {
    add("N", all);
    // of two mole fractions one is enough
    for (std::size_t i = 0; i < (shape.species() == 2 ? 1 : shape.species()); ++i) {
      add("x(" + shape.species_names[i] + ")", fraction_weights(shape, chains.statistics.total(), i));
    }
  }
  return memories;
}

void add_quality(GcmcCollector& collector, const GcmcChains& chains)
{
  add_acceptances(collector, chains.measured);
  std::vector<NamedMemory>& memories = collector.found().memories;
  memories = memories_of(chains);
  for (const NamedMemory& one : memories) {
    collector.add("autocorrelation_time", dimension::none, one.memory.autocorrelation_time, one.name);
  }
  for (const NamedMemory& one : memories) {
    collector.add("effective_samples", dimension::none, one.memory.effective_samples, one.name);
  }
  const auto slowest =
      std::ranges::min_element(memories, {}, [](const NamedMemory& one) { return one.memory.effective_samples.value; });
  warn_of_few_samples(collector, *slowest);
  add_autocorrelations(collector.found(), chains.statistics, slowest->memory.autocorrelation_time.value);
  for (const NamedMemory& one : memories) {
    warn_of_unsteadiness(collector, chains, one);
  }
  if (chains.measured.pressure) {
    compare_pressures(collector, *chains.measured.pressure);
  }
}

}  // namespace soret
