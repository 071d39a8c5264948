#pragma once
/// \file
/// Exact distributions of a few particles in a periodic box, and how far counts are from them.

#include "support/brute_force.hpp"
#include "support/sanitizers.hpp"

#include <soret/core/quantity.hpp>
#include <soret/estimate/estimate.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <numbers>
#include <numeric>
#include <vector>

namespace test_support {

/// exp(-beta u(r)) - 1 of a pair, zero beyond the cutoff.
inline double mayer(const PairLaw& law, double beta, double r)
{
  return r < law.cutoff ? std::expm1(-beta * law.term(r * r).energy) : 0.0;
}

/// b = ∫ 4 pi r² (exp(-beta u) - 1) dr. In a periodic box of volume V, at least two cutoffs wide, the configurational
/// integral of a pair is V (V + b).
inline double pair_integral(const PairLaw& law, double beta)
{
  constexpr int points = 40000;
  const double step = law.cutoff / points;
  double sum = 0.0;
  for (int k = 0; k < points; ++k) {
    const double r = (k + 0.5) * step;
    sum += r * r * mayer(law, beta, r);
  }
  return 4.0 * std::numbers::pi * sum * step;
}

/// ∫∫ f12 f13 f23 of three particles, one of them fixed: 8 pi² ∫∫ f(r) f(s) r s [∫ f(t) t dt from |r - s| to r + s]. In
/// a box at least three cutoffs wide the configurational integral is V (V² + 3 V b + 3 b² + this).
inline double triangle_integral(const PairLaw& law, double beta)
{
  constexpr std::size_t points = 1500;
  const double step = law.cutoff / points;
  std::vector<double> f(points);
  std::vector<double> primitive(2 * points + 1, 0.0);  // of f(t) t at whole steps
  for (std::size_t k = 0; k < 2 * points; ++k) {
    const double t = (static_cast<double>(k) + 0.5) * step;
    const double value = mayer(law, beta, t) * t;
    primitive[k + 1] = primitive[k] + value * step;
    if (k < points) {
      f[k] = value;
    }
  }
  double sum = 0.0;
  for (std::size_t r = 0; r < points; ++r) {
    for (std::size_t s = 0; s < points; ++s) {
      sum += f[r] * f[s] * (primitive[r + s + 1] - primitive[std::max(r, s) - std::min(r, s)]);
    }
  }
  return 8.0 * std::numbers::pi * std::numbers::pi * sum * step * step;
}

/// The law of an ideal gas.
inline PairLaw no_interaction() { return {0.0, {}}; }

/// Configurational integrals of 0 ... 3 particles in a periodic box at least three cutoffs wide.
inline std::vector<double> few_particle_integrals(const PairLaw& law, Temperature temperature, double volume)
{
  const double b = pair_integral(law, 1.0 / temperature.value());
  const double triangle = triangle_integral(law, 1.0 / temperature.value());
  return {1.0, volume, volume * (volume + b), volume * (volume * volume + 3.0 * volume * b + 3.0 * b * b + triangle)};
}

/// chi² of counts against weights (not normalised) and the number of degrees of freedom; cells with small expectation
/// are put together in the last one.
struct ChiSquared {
  double value = 0.0;
  double degrees_of_freedom = -1.0;

  /// Within four standard deviations of what it should be.
  bool is_plausible() const { return value < degrees_of_freedom + 4.0 * std::sqrt(2.0 * degrees_of_freedom); }
};

inline ChiSquared chi_squared(const std::vector<std::int64_t>& counts, const std::vector<double>& weights)
{
  const double weight = std::accumulate(weights.begin(), weights.end(), 0.0);
  const auto samples = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
  ChiSquared result;
  double expected_rest = 0.0;
  double counted_rest = 0.0;
  const auto add = [&result](double counted, double expected) {
    result.value += (counted - expected) * (counted - expected) / expected;
    result.degrees_of_freedom += 1.0;
  };
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const double expected = samples * weights[k] / weight;
    if (expected < 10.0) {
      expected_rest += expected;
      counted_rest += static_cast<double>(counts[k]);
      continue;
    }
    add(static_cast<double>(counts[k]), expected);
  }
  if (expected_rest > 0.0) {
    add(counted_rest, expected_rest);
  }
  return result;
}

/// Weights that are known to be wrong: a test that takes them for right could not fail. Sanitizers leave too few
/// counts.
inline void check_rejected(const std::vector<std::int64_t>& counts, const std::vector<double>& wrong_weights)
{
  const ChiSquared chi = chi_squared(counts, wrong_weights);
  CAPTURE(chi.value);
  CHECK((under_sanitizers || !chi.is_plausible()));
}

/// Mean over independent repetitions 0 ... repetitions - 1 with its standard error.
inline Estimate mean_over(int repetitions, const std::function<double(std::uint64_t repetition)>& measured)
{
  double sum = 0.0;
  double sum_of_squares = 0.0;
  for (int k = 0; k < repetitions; ++k) {
    const double value = measured(static_cast<std::uint64_t>(k));
    sum += value;
    sum_of_squares += value * value;
  }
  const double mean = sum / repetitions;
  return {mean, std::sqrt((sum_of_squares / repetitions - mean * mean) / (repetitions - 1))};
}

}  // namespace test_support
