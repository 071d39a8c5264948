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
/// With s = 1/r², a = s³, A = 48 epsilon sigma^12 and B = 24 epsilon sigma^6:
/// u = a (A a - 2 B)/12 - C and -(du/dr)/r = s a (A a - B).
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
    const T virial = a * (c[0] * a - c[1]);  // -r du/dr
    return {.energy = T(1.0 / 12.0) * (virial - c[1] * a) - c[2], .force_over_r = s * virial};
  }

  LennardJones mixed_with(const LennardJones& other, double k) const { return lorentz_berthelot(*this, other, k); }

  /// What the fluid beyond the cutoff would add, at g(r) = 1; zero unless the potential is simply cut (see
  /// tail_integrals).
  TailIntegrals tail(double cutoff) const;
};

}  // namespace soret
