#include <soret/estimate/gcmc_analysis.hpp>

#include "gcmc_parts.hpp"

#include <algorithm>
#include <limits>

namespace soret {

const Estimate* GcmcEstimates::find(const std::string& name, const std::string& of) const
{
  const auto found =
      std::ranges::find_if(estimates, [&](const NamedEstimate& item) { return item.name == name && item.of == of; });
  return found == estimates.end() ? nullptr : &found->estimate;
}

GcmcEstimates analyse_gcmc(const GcmcMeasurements& measured)
{
  const GcmcChains chains{measured, ChainStatistics{measured.samples.blocks}};
  GcmcEstimates found;
  GcmcCollector collector{found};
  if (measured.is_open()) {
    add_fluctuations(collector, chains);
  }
  add_state(collector, chains);
  if (measured.is_open()) {
    collector.attempt("partial molar quantities", [&] { add_partial_quantities(collector, chains); });
  }
  add_quality(collector, chains);
  return found;
}

NamedEstimate main_estimate(const GcmcMeasurements& measured)
{
  const GcmcChains chains{measured, ChainStatistics{measured.samples.blocks}};
  const GrandCanonicalShape& shape = chains.shape();
  const auto named = [&](const char* name, Dimension dimension, const ChainFunction& function) -> NamedEstimate {
    try {
      return {name, "", dimension, chains.statistics.estimates(function).front()};
    }
    catch (const RunTimeFailure&) {  // too few samples for such a number: there will be more
      return {name, "", dimension, {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}};
    }
  };
  if (measured.is_open() && shape.species() == 2) {
    return named("thermodynamic_factor", dimension::none,
                 [&](const GrandCanonicalBlock& sums) { return std::vector{thermodynamic_factor_of(shape, sums)}; });
  }
  if (measured.is_open()) {
    return named("density", dimension::number_density, [&](const GrandCanonicalBlock& sums) {
      return std::vector{total_number(shape, sums) / sums.mean(shape.volume())};
    });
  }
  return named("potential_energy", dimension::energy, [&](const GrandCanonicalBlock& sums) {
    return std::vector{sums.mean(shape.energy()) / total_number(shape, sums)};
  });
}

double fewest_effective_samples(const GcmcMeasurements& measured)
{
  double fewest = std::numeric_limits<double>::infinity();
  for (const NamedMemory& one : memories_of({measured, ChainStatistics{measured.samples.blocks}})) {
    fewest = std::min(fewest, one.memory.effective_samples.value);
  }
  return fewest;
}

}  // namespace soret
