#pragma once
/// \file
/// Lennard-Jones that can be switched off without a singularity: for inserting a particle by degrees.

#include <soret/forces/pair_term.hpp>
#include <soret/forces/potentials/truncation.hpp>

#include <array>
#include <cstddef>

namespace soret {

/// u(r; lambda) = lambda^n 4 epsilon (1/D² - 1/D), minus its value at the cutoff if shifted, D = alpha (1 - lambda)² +
/// (r/sigma)^6 (Beutler et al. 1994, doi:10.1016/0009-2614(94)00397-1; equation 19 of Gittus and Bresme's supplement
/// uses n = 1, alpha = 0.5, shifted). lambda = 1 is the Lennard-Jones potential of the same truncation, lambda = 0
/// nothing.
/// With q = r²: D = G + q³ H, u = E (1/D² - 1/D) - C, -(du/dr)/r = 6 E H q² (2/D³ - 1/D²),
/// du/dlambda = F (1/D² - 1/D) + I (2/D³ - 1/D²) - J, where E = 4 epsilon lambda^n, F = dE/dlambda, G = alpha (1 -
/// lambda)², H = sigma^-6, I = 2 alpha (1 - lambda) E, J = dC/dlambda; C = J = 0 unless shifted.
struct SoftCoreLennardJones {
  double epsilon = 1.0;
  double sigma = 1.0;
  double lambda = 1.0;    ///< coupling, 0 ... 1
  double alpha = 0.5;     ///< softness
  double exponent = 1.0;  ///< n
  Truncation truncation = Truncation::shifted;

  static constexpr std::size_t coefficient_count = 7;  ///< E, H, C, G, F, I, J
  /// Throws InputError unless 0 <= lambda <= 1, alpha >= 0 and n >= 1.
  std::array<double, coefficient_count> coefficients(double cutoff) const;

  template <class T>
  static AlchemicalPairTerm<T> evaluate(T r_squared, const T* c)
  {
    const T r_fourth = r_squared * r_squared;
    const T inverse = T(1.0) / (c[3] + r_fourth * r_squared * c[1]);
    const T well = inverse * inverse - inverse;
    const T slope = inverse * inverse * (T(2.0) * inverse - T(1.0));
    return {.energy = c[0] * well - c[2],
            .force_over_r = T(6.0) * c[0] * c[1] * r_fourth * slope,
            .lambda_derivative = c[4] * well + c[5] * slope - c[6]};
  }

  /// Lorentz-Berthelot for epsilon and sigma; the coupling of the pair is the smaller of the two.
  SoftCoreLennardJones mixed_with(const SoftCoreLennardJones& other, double k) const;
};

}  // namespace soret
