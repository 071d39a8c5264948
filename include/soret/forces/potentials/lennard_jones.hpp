#pragma once
/// \file
/// The Lennard-Jones potential, truncated at the cutoff, with or without the shift that makes its energy continuous.

#include <soret/forces/pair_term.hpp>

#include <array>
#include <cstddef>

namespace soret {

/// How a potential ends at its cutoff r_c.
enum class Truncation {
  cut,      ///< u(r) as it is; the energy jumps at r_c
  shifted,  ///< u(r) - u(r_c); forces as before
};

/// u(r) = 4 epsilon [(sigma/r)^12 - (sigma/r)^6] (- its value at the cutoff if shifted: LJTS).
/// With s = 1/r² and a = s³: u = a (A a - B) - C, -(du/dr)/r = s a (12 A a - 6 B), A = 4 epsilon sigma^12,
/// B = 4 epsilon sigma^6.
struct LennardJones {
  double epsilon = 1.0;
  double sigma = 1.0;
  Truncation truncation = Truncation::shifted;

  static constexpr std::size_t coefficient_count = 3;  ///< A, B, C
  std::array<double, coefficient_count> coefficients(double cutoff) const;

  template <class T>
  static PairTerm<T> evaluate(T r_squared, const T* c)
  {
    const T s = T(1.0) / r_squared;
    const T a = s * s * s;
    const T attraction = c[1] * a;
    const T repulsion = c[0] * a * a;
    return {.energy = repulsion - attraction - c[2], .force_over_r = s * (T(12.0) * repulsion - T(6.0) * attraction)};
  }

  /// epsilon = (1 - k) sqrt(epsilon_a epsilon_b), sigma = (sigma_a + sigma_b)/2.
  LennardJones mixed_with(const LennardJones& other, double k) const;

  /// Energy and pressure that the homogeneous fluid beyond the cutoff would add (only for Truncation::cut), per
  /// rho_a rho_b V and rho_a rho_b: see tail_correction.hpp.
  double tail_energy(double cutoff) const;
  double tail_virial(double cutoff) const;
};

}  // namespace soret
