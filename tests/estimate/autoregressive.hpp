#pragma once
/// \file
/// Correlated noise of known memory.

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

/// A stationary series of unit variance with autocorrelation rho^lag.
inline std::vector<double> autoregressive(std::size_t length, double rho, std::mt19937_64& generator)
{
  std::normal_distribution<double> normal;
  std::vector<double> series{normal(generator)};
  while (series.size() < length) {
    series.push_back(rho * series.back() + std::sqrt(1.0 - rho * rho) * normal(generator));
  }
  return series;
}
