#pragma once
/// \file
/// Lennard-Jones with energy and force continuous at the cutoff.

#include <soret/forces/pair_term.hpp>
#include <soret/forces/potentials/mixing.hpp>

#include <array>
#include <cstddef>

namespace soret {

/// u(r) = v(r) - v(r_c) - (r - r_c) v'(r_c), v(r) = 4 epsilon [(sigma/r)^12 - (sigma/r)^6]
/// (Vaibhav, Horbach, Chaudhuri 2020, equation 1, doi:10.1103/PhysRevE.101.022605).
/// With s = 1/r², a = s³: u = A a² - B a - C - D r and -(du/dr)/r = s (12 A a² - 6 B a + D r),
/// C = v(r_c) - r_c v'(r_c), D = v'(r_c).
struct ForceShiftedLennardJones {
  double epsilon = 1.0;
  double sigma = 1.0;

  static constexpr std::size_t coefficient_count = 4;  ///< A, B, C, D
  std::array<double, coefficient_count> coefficients(double cutoff) const;

  template <class T>
  static PairTerm<T> evaluate(T r_squared, const T* c)
  {
    using std::sqrt;
    const T s = T(1.0) / r_squared;
    const T a = s * s * s;
    const T repulsion = c[0] * a * a;
    const T attraction = c[1] * a;
    const T slope = c[3] * sqrt(r_squared);
    return {.energy = repulsion - attraction - c[2] - slope,
            .force_over_r = s * (T(12.0) * repulsion - T(6.0) * attraction + slope)};
  }

  ForceShiftedLennardJones mixed_with(const ForceShiftedLennardJones& other, double k) const
  {
    return lorentz_berthelot(*this, other, k);
  }
};

}  // namespace soret
