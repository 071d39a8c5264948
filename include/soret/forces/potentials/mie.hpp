#pragma once
/// \file
/// The Mie potential with any pair of exponents.

#include <soret/forces/pair_term.hpp>
#include <soret/forces/potentials/truncation.hpp>

#include <array>
#include <cmath>
#include <cstddef>

namespace soret {

/// u(r) = c epsilon [(sigma/r)^n - (sigma/r)^m], c = n/(n-m) (n/m)^(m/(n-m)), minus its value at the cutoff if shifted
/// (Mie 1903, doi:10.1002/andp.19033160802); n = 12, m = 6 is Lennard-Jones.
/// With l = ln(r²): u = A exp(-n l/2) - B exp(-m l/2) - C and -(du/dr)/r = (n A exp(-n l/2) - m B exp(-m l/2))/r².
struct Mie {
  double epsilon = 1.0;
  double sigma = 1.0;
  double repulsive_exponent = 12.0;  ///< n
  double attractive_exponent = 6.0;  ///< m, 3 < m < n
  Truncation truncation = Truncation::shifted;

  static constexpr std::size_t coefficient_count = 5;  ///< A, B, C, n, m
  /// Throws InputError unless n > m > 3.
  std::array<double, coefficient_count> coefficients(double cutoff) const;

  template <class T>
  static PairTerm<T> evaluate(T r_squared, const T* c)
  {
    using std::exp;
    using std::log;
    const T minus_log_r = T(-0.5) * log(r_squared);
    const T repulsion = c[0] * exp(c[3] * minus_log_r);
    const T attraction = c[1] * exp(c[4] * minus_log_r);
    return {.energy = repulsion - attraction - c[2],
            .force_over_r = (c[3] * repulsion - c[4] * attraction) / r_squared};
  }

  /// Lorentz-Berthelot for epsilon and sigma; (n - 3) and (m - 3) mix geometrically (Lafitte et al. 2013,
  /// doi:10.1063/1.4819786).
  Mie mixed_with(const Mie& other, double k) const;
  TailIntegrals tail(double cutoff) const;
};

}  // namespace soret
