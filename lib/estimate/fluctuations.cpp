#include <soret/estimate/fluctuations.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/jackknife.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

namespace soret {

namespace {

using namespace fluctuating;

/// Means, and covariances about them.
struct Moments {
  std::array<double, size> mean{};
  std::array<double, size * size> covariance{};

  double of(std::size_t a, std::size_t b) const { return covariance[a * size + b]; }
  double variance(std::size_t a) const { return of(a, a); }
};

Moments moments_of(const MomentBlock& block)
{
  Moments moments;
  const auto samples = static_cast<double>(block.samples);
  for (std::size_t a = 0; a < size; ++a) {
    moments.mean[a] = block.sums[a] / samples;
  }
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = 0; b < size; ++b) {
      moments.covariance[a * size + b] = block.products[a * size + b] / samples - moments.mean[a] * moments.mean[b];
    }
  }
  return moments;
}

/// Of all blocks but one, as if they were one run.
Moments common_moments(const FluctuationBlocks& fluctuations, std::size_t left_out)
{
  MomentBlock sum;
  for (std::size_t k = 0; k < fluctuations.blocks.size(); ++k) {
    if (k != left_out) {
      sum.add(fluctuations.blocks[k]);
    }
  }
  return moments_of(sum);
}

/// The same with deviations from each replica's own mean.
Moments moments_within_replicas(const FluctuationBlocks& fluctuations, std::size_t left_out)
{
  std::map<std::size_t, MomentBlock> of_replica;
  double samples = 0.0;
  for (std::size_t k = 0; k < fluctuations.blocks.size(); ++k) {
    if (k != left_out) {
      of_replica[fluctuations.replica[k]].add(fluctuations.blocks[k]);
      samples += static_cast<double>(fluctuations.blocks[k].samples);
    }
  }
  Moments mean;
  for (const auto& [replica, sum] : of_replica) {
    const Moments own = moments_of(sum);
    const double weight = static_cast<double>(sum.samples) / samples;
    for (std::size_t a = 0; a < size; ++a) {
      mean.mean[a] += weight * own.mean[a];
    }
    for (std::size_t ab = 0; ab < size * size; ++ab) {
      mean.covariance[ab] += weight * own.covariance[ab];
    }
  }
  return mean;
}

std::vector<Estimate> estimates(const FluctuationBlocks& fluctuations,
                                Moments (*moments)(const FluctuationBlocks&, std::size_t),
                                const std::function<std::vector<double>(const Moments&)>& numbers)
{
  std::vector<Estimate> found;
  for (const JackknifeEstimate& each : jackknife(
           fluctuations.sequence(), [&](std::size_t left_out) { return numbers(moments(fluctuations, left_out)); })) {
    found.push_back(each.estimate);
    found.back().value -= each.bias;
  }
  return found;
}

void check(std::int64_t particles, double temperature)
{
  if (particles < 2 || !(temperature > 0.0)) {
    throw InputError(fmt::format(
        "fluctuations of {} particles at temperature {:g} are refused: there must be two, and the temperature positive",
        particles, temperature));
  }
}

}  // namespace

void MomentBlock::add(const std::array<double, size>& sample)
{
  ++samples;
  for (std::size_t a = 0; a < size; ++a) {
    sums[a] += sample[a];
    for (std::size_t b = 0; b < size; ++b) {
      products[a * size + b] += sample[a] * sample[b];
    }
  }
}

void MomentBlock::add(const MomentBlock& later)
{
  samples += later.samples;
  std::transform(sums.begin(), sums.end(), later.sums.begin(), sums.begin(), std::plus<>());
  std::transform(products.begin(), products.end(), later.products.begin(), products.begin(), std::plus<>());
}

BlockSequence FluctuationBlocks::sequence() const
{
  BlockSequence sequence{{}, replica};
  for (const MomentBlock& block : blocks) {
    sequence.weights.push_back(static_cast<double>(block.samples));
  }
  return sequence;
}

std::vector<double> packed(std::span<const MomentBlock> blocks)
{
  std::vector<double> values;
  for (const MomentBlock& block : blocks) {
    values.push_back(static_cast<double>(block.samples));
    values.insert(values.end(), block.sums.begin(), block.sums.end());
    values.insert(values.end(), block.products.begin(), block.products.end());
  }
  return values;
}

std::vector<MomentBlock> unpacked_moments(std::span<const double> values)
{
  constexpr std::size_t stride = 1 + size + size * size;
  if (values.size() % stride != 0) {
    throw RunTimeFailure(fmt::format("{} numbers are no whole number of blocks of fluctuations", values.size()));
  }
  std::vector<MomentBlock> blocks(values.size() / stride);
  for (MomentBlock& block : blocks) {
    block.samples = static_cast<std::int64_t>(values.front());
    std::copy_n(values.begin() + 1, size, block.sums.begin());
    std::copy_n(values.begin() + 1 + size, size * size, block.products.begin());
    values = values.subspan(stride);
  }
  return blocks;
}

ConstantVolumeResponse canonical_response(const FluctuationBlocks& fluctuations, std::int64_t particles,
                                          Temperature temperature)
{
  check(particles, temperature.value());
  const auto n = static_cast<double>(particles);
  const double squared = temperature.value() * temperature.value();
  const auto found = estimates(fluctuations, common_moments, [&](const Moments& moments) {
    return std::vector{1.5 + moments.variance(potential_energy) / (n * squared),
                       n / moments.mean[volume] + moments.of(potential_energy, virial_pressure) / squared};
  });
  return {found[0], found[1]};
}

ConstantVolumeResponse isolated_response(const FluctuationBlocks& fluctuations, std::int64_t particles)
{
  check(particles, 1.0);
  const auto n = static_cast<double>(particles);
  const double half = 0.5 * (3.0 * n - 3.0);  // f/2
  const auto found = estimates(fluctuations, moments_within_replicas, [&](const Moments& moments) {
    const double kinetic = moments.mean[kinetic_energy];
    const double v = moments.mean[volume];
    const double temperature = kinetic / half;
    const double variance = moments.variance(kinetic_energy);
    const double capacity = half / (1.0 - half * variance / (kinetic * kinetic));
    const double with_pressure = moments.of(virial_pressure, kinetic_energy) + 2.0 / (3.0 * v) * variance;
    const double slope = 2.0 * capacity / (3.0 * v) - capacity * with_pressure / (half * temperature * temperature);
    return std::vector{1.5 + (capacity - half) / n, slope + 1.0 / v};
  });
  return {found[0], found[1]};
}

ConstantPressureResponse isobaric_response(const FluctuationBlocks& fluctuations, std::int64_t particles,
                                           Temperature temperature, Pressure pressure)
{
  check(particles, temperature.value());
  const auto n = static_cast<double>(particles);
  const double t = temperature.value();
  const double p = pressure.value();
  const auto found = estimates(fluctuations, common_moments, [&](const Moments& moments) {
    const double of_volume = moments.variance(volume);
    const double with_enthalpy = moments.of(volume, potential_energy) + p * of_volume;
    const double of_enthalpy =
        moments.variance(potential_energy) + p * (moments.of(volume, potential_energy) + with_enthalpy);
    const double v = moments.mean[volume];
    const double capacity = 1.5 + of_enthalpy / (n * t * t);
    const double compressibility = of_volume / (v * t);
    const double expansion = with_enthalpy / (v * t * t);
    const double slope = expansion / compressibility;
    return std::vector{capacity, compressibility, expansion, slope, capacity - t * v / n * expansion * slope};
  });
  return {found[0], found[1], found[2], found[3], found[4]};
}

}  // namespace soret
