#pragma once
/// \file
/// The Lennard-Jones potential, truncated at the cutoff, with or without the shift that makes its energy continuous.

#include <soret/forces/pair_term.hpp>
#include <soret/forces/potentials/mixing.hpp>
#include <soret/forces/potentials/truncation.hpp>

#include <array>
#include <cstddef>

namespace soret {

/// u(r) = 4 epsilon [(sigma/r)^12 - (sigma/r)^6], minus its value at the cutoff if shifted (LJTS).
/// With s = 1/r² and a = s³: u = A a² - B a - C and -(du/dr)/r = s (12 A a² - 6 B a), A = 4 epsilon sigma^12,
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
    const T repulsion = c[0] * a * a;
    const T attraction = c[1] * a;
    return {.energy = repulsion - attraction - c[2], .force_over_r = s * (T(12.0) * repulsion - T(6.0) * attraction)};
  }

  LennardJones mixed_with(const LennardJones& other, double k) const { return lorentz_berthelot(*this, other, k); }

  /// What the fluid beyond the cutoff would add, at g(r) = 1; zero unless the potential is simply cut (see
  /// tail_integrals).
  TailIntegrals tail(double cutoff) const;
};

}  // namespace soret
