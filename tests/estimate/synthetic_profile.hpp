#pragma once
/// \file
/// Slab profiles whose temperature, composition and heat flux are known, with noise of known size.

#include <soret/estimate/profile_blocks.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

/// A binary mixture between a cold slab at fraction 0 and a hot one at fraction 1/2, straight profiles between.
struct SyntheticProfile {
  std::size_t bins = 48;
  std::size_t blocks = 20;
  std::size_t replicas = 1;
  double length = 24.0;
  double cold_position = 0.0;          // fraction of the box
  double mean_temperature = 1.0;       // at a quarter of the box from the cold slab
  double temperature_gradient = 0.02;  // towards the hot slab
  double mean_mole_fraction = 0.3;     // of species 0, at the same place
  double soret = 1.5;                  // of species 0 at that place
  double conductivity = 6.0;
  double noise = 0.0;              // of a block's temperature and mole fraction in a bin, relative
  double block_correlation = 0.0;  // of that noise between neighbouring blocks
  double particles_per_bin = 100.0;
  double block_duration = 50.0;
  double composition_drift = 0.0;  // relative change of the mole-fraction gradient per unit time
  std::uint64_t seed = 1;

  double mole_fraction_gradient() const
  {
    return -soret * mean_mole_fraction * (1.0 - mean_mole_fraction) * temperature_gradient;
  }
  double cross_section() const { return 100.0; }
  double heat_flux() const { return conductivity * temperature_gradient; }

  soret::ProfileBlocks make() const;
};

namespace synthetic_detail {

/// Noise of unit variance that follows itself from block to block.
class ChainedNoise {
 public:
  ChainedNoise(std::size_t size, double correlation, std::mt19937_64& generator)
      : values_(size), correlation_{correlation}, generator_{generator}
  {
    for (double& value : values_) {
      value = normal_(generator_);
    }
  }
  void advance()
  {
    for (double& value : values_) {
      value = correlation_ * value + std::sqrt(1.0 - correlation_ * correlation_) * normal_(generator_);
    }
  }
  double operator[](std::size_t i) const { return values_[i]; }

 private:
  std::vector<double> values_;
  double correlation_;
  std::mt19937_64& generator_;
  std::normal_distribution<double> normal_;
};

}  // namespace synthetic_detail

inline soret::ProfileBlocks SyntheticProfile::make() const
{
  namespace column = soret::profile_column;
  soret::ProfileBlocks profile;
  profile.shape = {soret::Axis::z, {10.0, 10.0, length}, bins, {"light", "heavy"}, {1.0, 2.0}, {}, {}};
  constexpr std::int64_t samples = 100;
  std::mt19937_64 generator{seed};
  for (std::size_t replica = 0; replica < replicas; ++replica) {
    synthetic_detail::ChainedNoise temperature_noise{bins, block_correlation, generator};
    synthetic_detail::ChainedNoise composition_noise{bins, block_correlation, generator};
    synthetic_detail::ChainedNoise flux_noise{bins, block_correlation, generator};
    for (std::size_t k = 0; k < blocks; ++k) {
      soret::ProfileBlock block;
      block.samples = samples;
      block.start_time = static_cast<double>(k) * block_duration;
      block.end_time = block.start_time + block_duration;
      block.duration = block_duration;
      const double heat = 2.0 * cross_section() * heat_flux() * block_duration;
      block.energy_added = {heat, -heat};
      block.sums.assign(profile.shape.sums_size(), 0.0);
      for (std::size_t bin = 0; bin < bins; ++bin) {
        const double fraction = profile.shape.bin_centre(bin) / length - cold_position;
        const double signed_fraction = fraction - std::round(fraction);
        const double offset = std::abs(signed_fraction) * length - 0.25 * length;
        const double middle_time = block.start_time + 0.5 * block_duration;
        const double gradient = mole_fraction_gradient() * (1.0 + composition_drift * middle_time);
        const double temperature =
            (mean_temperature + temperature_gradient * offset) * (1.0 + noise * temperature_noise[bin]);
        const double x = (mean_mole_fraction + gradient * offset) * (1.0 + noise * composition_noise[bin]);
        const double count = particles_per_bin * static_cast<double>(samples);
        const double direction = signed_fraction >= 0.0 ? 1.0 : -1.0;
        for (std::size_t species = 0; species < 2; ++species) {
          const double share = (species == 0 ? x : 1.0 - x) * count;
          const std::size_t row = profile.shape.offset(bin, species, 0);
          block.sums[row + column::count] = share;
          for (std::size_t axis = 0; axis < 3; ++axis) {
            block.sums[row + column::kinetic_tensor + axis] = share * temperature;
          }
          block.sums[row + column::potential_energy] = -4.0 * share;
          block.sums[row + column::heat_flux + 2] = -0.5 * direction * heat_flux() * (1.0 + noise * flux_noise[bin]) *
                                                    profile.shape.bin_volume() * static_cast<double>(samples);
        }
      }
      profile.blocks.push_back(std::move(block));
      profile.replica.push_back(replica);
      temperature_noise.advance();
      composition_noise.advance();
      flux_noise.advance();
    }
  }
  return profile;
}
