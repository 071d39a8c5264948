#pragma once
/// \file
/// Monte Carlo chains of an imagined mixture whose fluctuations are known exactly.

#include "autoregressive.hpp"

#include <soret/estimate/gcmc_analysis.hpp>

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

/// N_1 = n_1 + a s + b f, N_2 = n_2 - a s + c f with independent Gaussian series s (slow: composition) and f (fast:
/// density) of unit variance; U = u (N_1 + N_2), W so that the pressure is p.
struct MadeUpChain {
  double n_1 = 300.0;
  double n_2 = 320.0;
  double a = 15.0;
  double b = 4.0;
  double c = 5.0;
  double energy = -5.0;    ///< u
  double pressure = 0.46;  ///< p
  double temperature = 0.62;
  double volume = 800.0;
  double slow = 0.9;  ///< autocorrelation of s from one sample to the next
  double fast = 0.3;

  double variance_1() const { return a * a + b * b; }
  double variance_2() const { return a * a + c * c; }
  double covariance() const { return -a * a + b * c; }
  double integral(std::size_t i, std::size_t j) const
  {
    const double mean[] = {n_1, n_2};
    const double moment = i != j ? covariance() : (i == 0 ? variance_1() : variance_2());
    return volume * (moment / (mean[i] * mean[j]) - (i == j ? 1.0 / mean[i] : 0.0));
  }
  double thermodynamic_factor() const
  {
    const double x = n_1 / (n_1 + n_2);
    const double density = (n_1 + n_2) / volume;
    return 1.0 / (1.0 + x * (1.0 - x) * density * (integral(0, 0) + integral(1, 1) - 2.0 * integral(0, 1)));
  }
  /// tau_int of the composition in samples.
  double slow_time() const { return 0.5 * (1.0 + slow) / (1.0 - slow); }

  soret::GrandCanonicalBlocks chain(std::size_t samples, std::size_t samples_per_block,
                                    std::mt19937_64& generator) const
  {
    soret::GrandCanonicalBlocks blocks;
    blocks.shape.species_names = {"1", "2"};
    blocks.attempts_per_sample = 100;
    const std::vector<double> s = autoregressive(samples, slow, generator);
    const std::vector<double> f = autoregressive(samples, fast, generator);
    for (std::size_t k = 0; k < samples; ++k) {
      if (k % samples_per_block == 0) {
        blocks.blocks.emplace_back();
        blocks.replica.push_back(0);
      }
      const double first = n_1 + a * s[k] + b * f[k];
      const double second = n_2 - a * s[k] + c * f[k];
      const double virial = 3.0 * (pressure * volume - (n_1 + n_2) * temperature);
      const std::vector<double> observables{first, second, energy * (first + second), virial, volume};
      blocks.blocks.back().sums.resize(blocks.shape.sums_size());
      blocks.blocks.back().add_sample(blocks.shape, observables);
    }
    return blocks;
  }

  soret::GcmcMeasurements measured(std::size_t chains, std::size_t samples, std::size_t samples_per_block,
                                   unsigned seed) const
  {
    std::mt19937_64 generator{seed};
    std::vector<soret::GrandCanonicalBlocks> all;
    for (std::size_t k = 0; k < chains; ++k) {
      all.push_back(chain(samples, samples_per_block, generator));
    }
    soret::GcmcMeasurements measurements;
    measurements.samples.blocks = soret::concatenate(all);
    measurements.temperature = soret::Temperature{temperature};
    measurements.activities = {0.03, 0.005};
    return measurements;
  }
};
