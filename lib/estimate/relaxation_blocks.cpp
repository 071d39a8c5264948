#include <soret/estimate/relaxation_blocks.hpp>

#include "jackknife_of_sums.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace soret {

namespace {

double origin_average(const RelaxationShape& shape, const LagBlock& sums, std::size_t group, std::size_t lag,
                      std::size_t column)
{
  return sums.sums[shape.offset(lag, group, column)] / sums.origins[lag];
}

void require_self(const RelaxationShape& shape)
{
  if (!shape.is_self) {
    throw InputError("displacements of particles are refused: what was summed is collective");
  }
}

}  // namespace

double RelaxationShape::particles(std::size_t group) const
{
  const auto all = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  return static_cast<double>(group < species() ? counts[group] : all);
}

double overlap(const RelaxationShape& shape, const LagBlock& sums, std::size_t group, std::size_t lag)
{
  return origin_average(shape, sums, group, lag, RelaxationShape::overlap) / shape.particles(group);
}

double dynamic_susceptibility(const RelaxationShape& shape, const LagBlock& sums, std::size_t group, std::size_t lag)
{
  const double mean = origin_average(shape, sums, group, lag, RelaxationShape::overlap);
  const double squared = origin_average(shape, sums, group, lag, RelaxationShape::overlap_squared);
  return (squared - mean * mean) / shape.particles(group);
}

double intermediate_scattering(const RelaxationShape& shape, const LagBlock& sums, std::size_t group, std::size_t wave,
                               std::size_t lag)
{
  return origin_average(shape, sums, group, lag, RelaxationShape::scattering + wave) / shape.particles(group);
}

double mean_squared_displacement(const RelaxationShape& shape, const LagBlock& sums, std::size_t group, std::size_t lag)
{
  require_self(shape);
  return origin_average(shape, sums, group, lag, shape.squared()) / shape.particles(group);
}

double non_gaussian_parameter(const RelaxationShape& shape, const LagBlock& sums, std::size_t group, std::size_t lag)
{
  const double second = mean_squared_displacement(shape, sums, group, lag);
  const double fourth = origin_average(shape, sums, group, lag, shape.fourth()) / shape.particles(group);
  return 3.0 * fourth / (5.0 * second * second) - 1.0;
}

std::vector<JackknifeEstimate> RelaxationBlocks::jackknife(
    const std::function<std::vector<double>(const LagBlock& sums)>& statistic) const
{
  return jackknife_of_sums(*this, statistic);
}

double RelaxationBlocks::sampled_time() const
{
  const double interval_time = shape.lag_times.at(shape.lag_times.front() > 0.0 ? 0 : 1);
  const auto add = [](std::int64_t sum, const LagBlock& block) { return sum + block.samples; };
  return interval_time * static_cast<double>(std::accumulate(blocks.begin(), blocks.end(), std::int64_t{0}, add));
}

std::vector<RelaxationPoint> relaxation_curve(const RelaxationBlocks& relaxation, std::size_t group)
{
  const RelaxationShape& shape = relaxation.shape;
  if (group >= shape.groups()) {
    throw InputError(fmt::format("relaxation of group {} is refused: there are {}", group, shape.groups()));
  }
  const std::vector<std::size_t> lags = relaxation.usable_lags();
  if (lags.empty()) {
    return {};
  }
  const std::size_t waves = shape.wave_numbers.size();
  const std::vector<JackknifeEstimate> numbers = relaxation.jackknife([&](const LagBlock& sums) {
    std::vector<double> values;
    for (const std::size_t lag : lags) {
      values.push_back(overlap(shape, sums, group, lag));
      values.push_back(dynamic_susceptibility(shape, sums, group, lag));
      values.push_back(shape.is_self ? mean_squared_displacement(shape, sums, group, lag) : 0.0);
      values.push_back(shape.is_self ? non_gaussian_parameter(shape, sums, group, lag) : 0.0);
      for (std::size_t wave = 0; wave < waves; ++wave) {
        values.push_back(intermediate_scattering(shape, sums, group, wave, lag));
      }
    }
    return values;
  });
  std::vector<RelaxationPoint> curve;
  auto next = numbers.begin();
  for (const std::size_t lag : lags) {
    RelaxationPoint point{shape.lag_times[lag], next[0].estimate, next[1].estimate, {},
                          next[2].estimate,     next[3].estimate};
    next += 4;
    for (std::size_t wave = 0; wave < waves; ++wave) {
      point.scattering.push_back((next++)->estimate);
    }
    curve.push_back(std::move(point));
  }
  return curve;
}

RelaxationBlocks half_of(const RelaxationBlocks& relaxation, bool second)
{
  RelaxationBlocks half{relaxation.shape, {}, {}};
  for (auto begin = relaxation.replica.begin(); begin != relaxation.replica.end();) {
    const auto end = std::find_if(begin, relaxation.replica.end(), [&](std::size_t other) { return other != *begin; });
    const auto count = static_cast<std::size_t>(end - begin);
    const auto first = static_cast<std::size_t>(begin - relaxation.replica.begin()) + (second ? count - count / 2 : 0);
    for (std::size_t k = first; k < first + count / 2; ++k) {
      half.blocks.push_back(relaxation.blocks[k]);
      half.replica.push_back(*begin);
    }
    begin = end;
  }
  return half;
}

RelaxationBlocks replica_of(const RelaxationBlocks& relaxation, std::size_t replica)
{
  RelaxationBlocks own{relaxation.shape, {}, {}};
  for (std::size_t k = 0; k < relaxation.blocks.size(); ++k) {
    if (relaxation.replica[k] == replica) {
      own.blocks.push_back(relaxation.blocks[k]);
      own.replica.push_back(0);
    }
  }
  return own;
}

}  // namespace soret
