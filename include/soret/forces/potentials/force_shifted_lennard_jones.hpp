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
/// With s = 1/r², a = s³, A = 48 epsilon sigma^12 and B = 24 epsilon sigma^6: u = a (A a - 2 B)/12 - C - D r and
/// -(du/dr)/r = s a (A a - B) + D/r, D = v'(r_c), C = v(r_c) - r_c D.
struct ForceShiftedLennardJones {
  double epsilon = 1.0;
  double sigma = 1.0;

  static constexpr std::size_t coefficient_count = 4;  ///< A, B, C, D
  std::array<double, coefficient_count> coefficients(double cutoff) const;

  template <class T>
  static PairTerm<T> evaluate(T r_squared, const T* c)
  {
    const T inverse_r = reciprocal_sqrt(r_squared);
    const T s = inverse_r * inverse_r;
    const T a = s * s * s;
    const T virial = a * (c[0] * a - c[1]);  // without the shift
    return {.energy = T(1.0 / 12.0) * (virial - c[1] * a) - c[2] - c[3] * (r_squared * inverse_r),
            .force_over_r = s * virial + c[3] * inverse_r};
  }

  ForceShiftedLennardJones mixed_with(const ForceShiftedLennardJones& other, double k) const
  {
    return lorentz_berthelot(*this, other, k);
  }
};

}  // namespace soret
