#pragma once
/// \file
/// Harmonic oscillators whose free energies are known: u(x) = kappa (x - c)²/2 in units of k_B T, with spring constant
/// and centre linear in lambda.

#include <soret/estimate/coupling_samples.hpp>

#include "autoregressive.hpp"

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

struct OscillatorLadder {
  std::size_t windows = 5;
  double last_spring = 4.0;  ///< kappa from 1 to this
  double last_centre = 1.5;  ///< c from 0 to this

  double lambda(std::size_t k) const { return static_cast<double>(k) / static_cast<double>(windows - 1); }
  double spring(double lambda) const { return 1.0 + (last_spring - 1.0) * lambda; }
  double energy(double x, double lambda) const
  {
    const double off = x - last_centre * lambda;
    return 0.5 * spring(lambda) * off * off;
  }
  double slope(double x, double lambda) const
  {
    const double off = x - last_centre * lambda;
    return 0.5 * (last_spring - 1.0) * off * off - spring(lambda) * last_centre * off;
  }
  /// f_k - f_0 = ln(kappa_k/kappa_0)/2.
  double exact(std::size_t k) const { return 0.5 * std::log(spring(lambda(k))); }
  double exact() const { return exact(windows - 1); }

  /// `replicas` series of `length` samples in each window, x with autocorrelation rho^lag.
  soret::CouplingSamples samples(std::size_t length, std::mt19937_64& generator, double rho = 0.0,
                                 std::size_t replicas = 1) const
  {
    soret::CouplingSamples samples;
    samples.windows.resize(windows);
    for (std::size_t k = 0; k < windows; ++k) {
      samples.lambdas.push_back(lambda(k));
      for (std::size_t replica = 0; replica < replicas; ++replica) {
        samples.windows[k].append(window(k, autoregressive(length, rho, generator)));
      }
    }
    return samples;
  }

 private:
  soret::CouplingWindow window(std::size_t k, const std::vector<double>& noise) const
  {
    soret::CouplingWindow window;
    for (const double deviate : noise) {
      const double x = last_centre * lambda(k) + deviate / std::sqrt(spring(lambda(k)));
      std::vector<double> row;
      for (std::size_t l = 0; l < windows; ++l) {
        row.push_back(energy(x, lambda(l)));
      }
      window.add(row, slope(x, lambda(k)), 1.0);
    }
    return window;
  }
};
