#include <soret/estimate/local_cage.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <span>

namespace soret {

namespace {

/// The mean over all configurations of all blocks.
std::vector<double> total_averages(const StructureFactorBlocks& data)
{
  StructureFactorBlock total;
  for (const StructureFactorBlock& block : data.blocks) {
    total.add(block);
  }
  for (double& sum : total.sums) {
    sum /= static_cast<double>(total.samples);
  }
  return total.sums;
}

double sine_over(double x) { return x == 0.0 ? 1.0 : std::sin(x) / x; }

/// int_0^R 4 pi r² sin(q r)/(q r) dr
double sphere_transform(double wave_number, double radius)
{
  const double x = wave_number * radius;
  return 4.0 * std::numbers::pi * (std::sin(x) - x * std::cos(x)) / (wave_number * wave_number * wave_number);
}

}  // namespace

LocalCage::LocalCage(const StructureFactorBlocks& data, const CageRule& rule, Distance reach)
    : species_{data.shape.species()}, reach_{reach.value()}, beyond_(data.shape.species(), 0.0)
{
  constexpr double about = 1e-3;
  if (!(reach_ > 0.0)) {
    throw InputError(fmt::format("a cage whose neighbours are up to {} away: that must be positive", reach_));
  }
  const StructureFactorShape& shape = data.shape;
  const auto intervals = static_cast<std::size_t>(std::ceil(reach_ / about));
  spacing_ = reach_ / static_cast<double>(intervals);
  const std::vector<double> direct = direct_correlations(shape, total_averages(data));
  for (std::size_t a = 0; a < species_; ++a) {
    for (std::size_t b = 0; b < species_; ++b) {
      const std::span<const double> of_pair{&direct[shape.offset(shape.pair(a, b), 0)], shape.shells()};
      const std::vector<double> terms = CagingPotential{shape.wave_numbers, of_pair, rule}.curvature_terms();
      std::vector<double> table(intervals + 2, 0.0);
      for (std::size_t k = 0; k < terms.size(); ++k) {
        for (std::size_t point = 0; point < table.size(); ++point) {
          table[point] += terms[k] * sine_over(shape.wave_numbers[k] * spacing_ * static_cast<double>(point));
        }
        beyond_[a] -= shape.particles[b] / shape.volume * terms[k] * sphere_transform(shape.wave_numbers[k], reach_);
      }
      tables_.push_back(std::move(table));
    }
  }
}

}  // namespace soret
