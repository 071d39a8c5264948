#pragma once
/// \file
/// Energies of single particles with their neighbours, outside of the pair loop: for test insertions.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// The energy of one pair of species at given distances.
struct PairEnergy {
  /// Of `potential` within `cutoff` (a potential's natural cutoff goes before it).
  template <class P>
  static PairEnergy of(const P& potential, double cutoff);

  double cutoff_squared = 0.0;  ///< zero: these species do not interact
  std::vector<double> coefficients;
  double (*sum_of)(std::span<const double> r_squared, const double* coefficients) = nullptr;

  /// Sum over partners at these squared distances, all within the cutoff.
  double sum(std::span<const double> r_squared) const
  {
    return r_squared.empty() ? 0.0 : sum_of(r_squared, coefficients.data());
  }
};

/// Adds up P's energy; four sums side by side, so that a compiler can put them into one register.
template <class P>
double sum_pair_energies(std::span<const double> r_squared, const double* coefficients)
{
  constexpr std::size_t lanes = 4;
  std::array<double, P::coefficient_count> c;
  for (std::size_t k = 0; k < c.size(); ++k) {
    c[k] = coefficients[k];
  }
  std::array<double, lanes> sums{};
  std::size_t at = 0;
  for (; at + lanes <= r_squared.size(); at += lanes) {
    for (std::size_t lane = 0; lane < lanes; ++lane) {
      sums[lane] += P::evaluate(r_squared[at + lane], c.data()).energy;
    }
  }
  for (; at < r_squared.size(); ++at) {
    sums[0] += P::evaluate(r_squared[at], c.data()).energy;
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

template <class P>
PairEnergy PairEnergy::of(const P& potential, double cutoff)
{
  if constexpr (requires { potential.natural_cutoff(); }) {
    cutoff = potential.natural_cutoff();
  }
  const auto coefficients = potential.coefficients(cutoff);
  return {cutoff * cutoff, {coefficients.begin(), coefficients.end()}, &sum_pair_energies<P>};
}

}  // namespace soret
