#pragma once
/// \file
/// Correlation functions and spectra of made-up series, as a run would leave them.

#include "autoregressive.hpp"

#include <soret/sampling/segment_correlator.hpp>
#include <soret/sampling/segment_spectra.hpp>

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

/// Correlates rows number 0..samples-1, one time unit apart, in at least 16 blocks; spectra of segments of `segment`.
inline soret::CorrelationBlocks correlated(const soret::CorrelatedQuantities& quantities, std::size_t longest_lag,
                                           std::size_t segment, std::size_t samples,
                                           const std::function<std::vector<double>(std::size_t)>& row)
{
  soret::SegmentCorrelator correlator{quantities, longest_lag, soret::Blocks{16}};
  soret::SegmentSpectra spectra{quantities, segment};
  for (std::size_t n = 0; n < samples; ++n) {
    const std::vector<double> now = row(n);
    correlator.add(now);
    spectra.add(now);
  }
  soret::CorrelationBlocks blocks{quantities,          1.0, longest_lag,
                                  correlator.blocks(), {},  spectra.average(soret::Duration{1.0})};
  blocks.replica.assign(blocks.blocks.size(), 0);
  return blocks;
}

/// Three components of unit variance and autocorrelation rho^lag, named as the stress is. The integral of the
/// correlation function by the trapezoidal rule is (1 + rho)/(2 (1 - rho)).
inline soret::CorrelationBlocks autoregressive_run(std::size_t samples, double rho, std::uint64_t seed)
{
  std::mt19937_64 generator{seed};
  std::vector<std::vector<double>> series;
  for (int component = 0; component < 3; ++component) {
    series.push_back(autoregressive(samples, rho, generator));
  }
  const soret::CorrelatedQuantities quantities{{{std::string{soret::flux::stress}, 3}}, {{0, 0}}};
  return correlated(quantities, 60, 960, samples, [&](std::size_t n) {
    return std::vector<double>{series[0][n], series[1][n], series[2][n]};
  });
}

inline double autoregressive_integral(double rho) { return (1.0 + rho) / (2.0 * (1.0 - rho)); }

/// A mixture of two species: the mass flux is autoregressive, the heat flux is `coupling` times it and autoregressive
/// noise of its own, so that heat conduction without mass flux is the integral of that noise.
inline soret::CorrelationBlocks mixture_run(std::size_t samples, double rho_heat, double rho_mass, double coupling,
                                            std::uint64_t seed)
{
  std::mt19937_64 generator{seed};
  std::vector<std::vector<double>> heat;
  std::vector<std::vector<double>> mass;
  for (int component = 0; component < 3; ++component) {
    heat.push_back(autoregressive(samples, rho_heat, generator));
    mass.push_back(autoregressive(samples, rho_mass, generator));
  }
  const soret::CorrelatedQuantities quantities{{{std::string{soret::flux::heat}, 3}, {soret::flux::mass(0), 3}},
                                               {{0, 0}, {0, 1}, {1, 0}, {1, 1}}};
  return correlated(quantities, 60, 960, samples, [&](std::size_t n) {
    std::vector<double> row;
    for (std::size_t c = 0; c < 3; ++c) {
      row.push_back(heat[c][n] + coupling * mass[c][n]);
    }
    for (std::size_t c = 0; c < 3; ++c) {
      row.push_back(mass[c][n]);
    }
    return row;
  });
}
