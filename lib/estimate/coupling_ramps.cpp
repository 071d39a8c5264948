#include <soret/estimate/coupling_ramps.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/block_statistics.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

bool is_complete(const CouplingRamp& ramp)
{
  return ramp.steps.size() > 1 &&
         std::ranges::all_of(ramp.steps, [](const RampStep& step) { return step.samples > 0; });
}

double free_energy_of(const CouplingRamp& ramp)
{
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < ramp.steps.size(); ++i) {
    const RampStep& lower = ramp.steps[i];
    const RampStep& upper = ramp.steps[i + 1];
    sum += ramp.upwards ? -std::log(lower.up / lower.weight) : std::log(upper.down / upper.weight);
  }
  return sum;
}

Estimate mean_of(std::span<const CouplingRamp> ramps, bool upwards)
{
  std::vector<double> values;
  for (const CouplingRamp& ramp : ramps) {
    if (ramp.upwards == upwards && is_complete(ramp)) {
      values.push_back(free_energy_of(ramp));
    }
  }
  if (values.empty()) {
    throw RunTimeFailure(fmt::format("no ramp {} has samples at every coupling", upwards ? "upwards" : "downwards"));
  }
  BlockSequence each_alone = equal_blocks(values.size());
  for (std::size_t k = 0; k < values.size(); ++k) {
    each_alone.replica[k] = k;
  }
  return block_mean(values, each_alone).estimate;
}

}  // namespace

RampFreeEnergy ramp_free_energy(std::span<const CouplingRamp> ramps)
{
  RampFreeEnergy found;
  found.upwards = mean_of(ramps, true);
  found.downwards = mean_of(ramps, false);
  found.hysteresis = difference(found.upwards, found.downwards);
  found.free_energy = {0.5 * (found.upwards.value + found.downwards.value), 0.5 * found.hysteresis.standard_error,
                       found.hysteresis.degrees_of_freedom};
  return found;
}

}  // namespace soret
