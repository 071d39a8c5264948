#pragma once
/// \file
/// Profiles of a mixture whose composition fluctuates as a wave of known memory.

#include "autoregressive.hpp"
#include "synthetic_profile.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <numeric>
#include <random>
#include <vector>

/// The noiseless SyntheticProfile with a wave a(t) cos(2 pi (z - z_hot)/L) on its composition, a(t) an
/// Ornstein-Uhlenbeck process, and a shorter wave that forgets everything between blocks. Lengths of time are in units
/// of the relaxation time.
struct RelaxingRun {
  static constexpr std::size_t steps_per_relaxation = 50;

  double relaxation = 20.0;  // in time units
  double block = 1.0;        // length of a block
  double length = 40.0;      // of each replica
  std::size_t steps_per_row = 4;
  std::size_t replicas = 1;
  double wave = 0.05;            // standard deviation of a, a mole fraction
  double ripple = 0.0;           // that of the amplitude of the shorter wave in a block, cos(6 pi (z - z_hot)/L)
  double density_noise = 100.0;  // of the density's mode, a number of particles
  std::uint64_t seed = 1;

  soret::ProfileBlocks make() const
  {
    std::mt19937_64 generator{seed};
    std::vector<soret::ProfileBlocks> parts;
    for (std::size_t replica = 0; replica < replicas; ++replica) {
      parts.push_back(one_replica(generator));
    }
    return concatenate(parts);
  }

 private:
  static std::size_t steps(double relaxations)
  {
    return static_cast<std::size_t>(std::lround(relaxations * steps_per_relaxation));
  }

  /// Means of pieces of a series.
  static std::vector<double> means(const std::vector<double>& series, std::size_t piece)
  {
    std::vector<double> means;
    for (auto next = series.begin(); series.end() - next >= static_cast<std::ptrdiff_t>(piece);) {
      const auto end = next + static_cast<std::ptrdiff_t>(piece);
      means.push_back(std::accumulate(next, end, 0.0) / static_cast<double>(piece));
      next = end;
    }
    return means;
  }

  soret::ProfileBlocks one_replica(std::mt19937_64& generator) const
  {
    const double memory = std::exp(-1.0 / steps_per_relaxation);
    const std::vector<double> amplitude = autoregressive(steps(length), memory, generator);
    const std::vector<double> of_blocks = means(amplitude, steps(block));
    SyntheticProfile still;
    still.bins = 24;
    still.blocks = of_blocks.size();
    still.block_duration = block * relaxation;
    soret::ProfileBlocks profile = still.make();
    profile.modes = {series(profile, means(amplitude, steps_per_row), still, generator)};
    std::normal_distribution<double> normal;
    for (std::size_t k = 0; k < of_blocks.size(); ++k) {
      move_particles(profile.shape, wave * of_blocks[k], 1.0, profile.blocks[k]);
      move_particles(profile.shape, ripple * normal(generator), 3.0, profile.blocks[k]);
    }
    return profile;
  }

  static void move_particles(const soret::ProfileShape& shape, double amplitude, double waves,
                             soret::ProfileBlock& block)
  {
    for (std::size_t bin = 0; bin < shape.bins; ++bin) {
      double& light = block.sums[shape.offset(bin, 0, soret::profile_column::count)];
      double& heavy = block.sums[shape.offset(bin, 1, soret::profile_column::count)];
      const double phase = waves * 2.0 * std::numbers::pi * (shape.bin_centre(bin) / shape.length() - 0.5);
      const double moved = amplitude * std::cos(phase) * (light + heavy);
      light += moved;
      heavy -= moved;
    }
  }

  soret::ModeSeries series(const soret::ProfileBlocks& profile, const std::vector<double>& amplitudes,
                           const SyntheticProfile& still, std::mt19937_64& generator) const
  {
    std::normal_distribution<double> normal;
    std::vector<double> rest = soret::slowest_modes(profile.shape, profile.blocks.front().sums);
    const auto samples_of_block = static_cast<double>(profile.blocks.front().samples);
    const double particles = still.particles_per_bin * static_cast<double>(still.bins);
    soret::ModeSeries rows;
    for (const double amplitude : amplitudes) {
      const auto samples = static_cast<double>(steps_per_row);
      const double moved = wave * amplitude * 0.5 * particles;
      const double denser = density_noise * normal(generator);
      rows.push_back({static_cast<std::int64_t>(steps_per_row),
                      samples * relaxation / steps_per_relaxation,
                      {samples * (rest[0] / samples_of_block + moved + still.mean_mole_fraction * denser),
                       samples * (rest[1] / samples_of_block - moved + (1.0 - still.mean_mole_fraction) * denser)}});
    }
    return rows;
  }
};
