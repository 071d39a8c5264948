#pragma once
/// \file
/// Structure factors of a made-up liquid of one species, with noise of known size.

#include <soret/core/random.hpp>
#include <soret/estimate/structure_factor_blocks.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/// S(q) with a hole at small and a decaying oscillation at large q, always positive.
inline double liquid_structure(double q)
{
  return 1.0 - 0.95 * std::exp(-0.08 * q * q) +
         0.6 * std::sin(q - 5.5) * std::exp(-0.005 * q * q) * (1.0 - std::exp(-q));
}

/// Shells of width 0.1 up to 40 for these species.
inline soret::StructureFactorShape liquid_shape(std::vector<std::string> names, std::vector<double> particles)
{
  soret::StructureFactorShape shape;
  shape.shell_width = 0.1;
  shape.volume = 1000.0;
  shape.species_names = std::move(names);
  shape.particles = std::move(particles);
  for (int k = 5; k < 400; ++k) {
    shape.wave_numbers.push_back(0.1 * (k + 0.5));
    shape.vectors.push_back(100.0);
    shape.folds.push_back(1.0);
  }
  return shape;
}

/// Blocks of one species whose S(q) scatters by `scatter` in every shell and configuration, independently.
inline soret::StructureFactorBlocks noisy_liquid(const std::function<double(double)>& structure,
                                                 const std::vector<std::int64_t>& configurations, double scatter,
                                                 std::uint64_t seed)
{
  const soret::RandomStream stream{soret::Seed{seed}, soret::Stream::placement};
  soret::StructureFactorBlocks data{liquid_shape({"A"}, {1000.0}), {}, {}};
  for (std::size_t block = 0; block < configurations.size(); ++block) {
    const auto samples = static_cast<double>(configurations[block]);
    std::vector<double> sums;
    for (std::size_t shell = 0; shell < data.shape.shells(); ++shell) {
      const double noise = stream.normal(block, shell);
      const double mean = structure(data.shape.wave_numbers[shell]) + scatter * noise / std::sqrt(samples);
      sums.push_back(1000.0 * samples * mean);
    }
    data.blocks.push_back({configurations[block], std::move(sums)});
    data.replica.push_back(0);
  }
  return data;
}
