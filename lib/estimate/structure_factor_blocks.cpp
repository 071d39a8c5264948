#include <soret/estimate/structure_factor_blocks.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/jackknife.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace soret {

namespace {

/// sum over pairs of weight × average in every shell, with errors.
std::vector<Estimate> combined(const StructureFactorBlocks& data, std::span<const double> pair_weights)
{
  const std::size_t shells = data.shape.shells();
  const auto combine = [&](std::span<const double> average) {
    std::vector<double> values(shells, 0.0);
    for (std::size_t pair = 0; pair < pair_weights.size(); ++pair) {
      for (std::size_t shell = 0; shell < shells; ++shell) {
        values[shell] += pair_weights[pair] * average[data.shape.offset(pair, shell)];
      }
    }
    return values;
  };
  std::vector<Estimate> estimates;
  for (const JackknifeEstimate& result : jackknife(data.sequence(), data.averages(), combine)) {
    estimates.push_back(result.estimate);
  }
  return estimates;
}

}  // namespace

double StructureFactorShape::total_particles() const
{
  return std::accumulate(particles.begin(), particles.end(), 0.0);
}

std::size_t StructureFactorShape::pair(std::size_t a, std::size_t b) const
{
  const auto [low, high] = std::minmax(a, b);
  if (high >= species()) {
    throw InputError(fmt::format("there is no species {}: the structure factors are of {} species", high, species()));
  }
  return low * (2 * species() - low - 1) / 2 + high;
}

void StructureFactorBlock::add(const StructureFactorBlock& later)
{
  if (sums.empty()) {
    sums.assign(later.sums.size(), 0.0);
  }
  if (sums.size() != later.sums.size()) {
    throw RunTimeFailure("structure factors of different shells or species cannot be added");
  }
  samples += later.samples;
  std::transform(sums.begin(), sums.end(), later.sums.begin(), sums.begin(), std::plus<>());
}

BlockSequence StructureFactorBlocks::sequence() const
{
  BlockSequence blocks_used{{}, replica};
  for (const StructureFactorBlock& block : blocks) {
    blocks_used.weights.push_back(static_cast<double>(block.samples));
  }
  return blocks_used;
}

std::vector<std::vector<double>> StructureFactorBlocks::averages() const
{
  std::vector<std::vector<double>> all;
  for (const StructureFactorBlock& block : blocks) {
    std::vector<double> average = block.sums;
    for (double& value : average) {
      value /= static_cast<double>(block.samples);
    }
    all.push_back(std::move(average));
  }
  return all;
}

StructureFactorBlocks concatenate(std::span<const StructureFactorBlocks> replicas)
{
  if (replicas.empty()) {
    throw RunTimeFailure("there are no structure factors to put together");
  }
  StructureFactorBlocks all{replicas.front().shape, {}, {}};
  std::size_t before = 0;
  for (const StructureFactorBlocks& part : replicas) {
    if (part.shape != all.shape) {
      throw RunTimeFailure("structure factors of different boxes, shells or species cannot be put together");
    }
    all.blocks.insert(all.blocks.end(), part.blocks.begin(), part.blocks.end());
    std::size_t largest = 0;
    for (const std::size_t number : part.replica) {
      all.replica.push_back(before + number);
      largest = std::max(largest, number);
    }
    before += largest + 1;
  }
  return all;
}

double partial_divisor(const StructureFactorShape& shape, std::size_t a, std::size_t b, PartialConvention convention)
{
  return convention == PartialConvention::per_particle ? shape.total_particles()
                                                       : std::sqrt(shape.particles.at(a) * shape.particles.at(b));
}

std::vector<Estimate> partial_structure_factor(const StructureFactorBlocks& data, std::size_t a, std::size_t b,
                                               PartialConvention convention)
{
  std::vector<double> weights(data.shape.pairs(), 0.0);
  weights[data.shape.pair(a, b)] = 1.0 / partial_divisor(data.shape, a, b, convention);
  return combined(data, weights);
}

std::vector<Estimate> number_structure_factor(const StructureFactorBlocks& data)
{
  const double total = data.shape.total_particles();
  std::vector<double> weights(data.shape.pairs(), 2.0 / total);
  for (std::size_t a = 0; a < data.shape.species(); ++a) {
    weights[data.shape.pair(a, a)] = 1.0 / total;
  }
  return combined(data, weights);
}

std::vector<double> concentration_weights(const StructureFactorShape& shape)
{
  if (shape.species() != 2) {
    throw InputError(fmt::format("S_cc(q) is defined for two species; there are {}", shape.species()));
  }
  const double x_a = shape.mole_fraction(0);
  const double x_b = shape.mole_fraction(1);
  const double total = shape.total_particles();
  return {x_b * x_b / total, -2.0 * x_a * x_b / total, x_a * x_a / total};
}

std::vector<Estimate> concentration_structure_factor(const StructureFactorBlocks& data)
{
  return combined(data, concentration_weights(data.shape));
}

}  // namespace soret
