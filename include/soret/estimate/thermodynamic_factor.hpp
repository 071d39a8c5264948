#pragma once
/// \file
/// What the Kirkwood-Buff integrals of a binary solution say about its thermodynamics.

#include <soret/core/quantity.hpp>
#include <soret/estimate/estimate.hpp>

#include <array>

namespace soret {

/// The integrals G_ij = integral (g_ij - 1) 4 pi r² dr of a binary solution, volumes.
struct BinaryIntegrals {
  double g_11 = 0.0;
  double g_22 = 0.0;
  double g_12 = 0.0;
};

/// Properties of a binary solution at constant temperature and pressure (Kirkwood and Buff, doi:10.1063/1.1748352; the
/// parts f_ij: Gittus and Bresme 2022). With rho_i = x_i rho:
///   f_11 = x_2 rho_1 G_11,  f_22 = x_1 rho_2 G_22,  f_12 = -2 x_1 rho_2 G_12,
///   f = f_11 + f_22 + f_12 = x_1 x_2 rho (G_11 + G_22 - 2 G_12),
///   Gamma = (x_1/k_B T) (d mu_1/d x_1)_{T,P} = 1 - f/(1 + f) = 1/(1 + f),
///   eta = rho (1 + f),  v_1 = (1 + rho_2 (G_22 - G_12))/eta,  v_2 = (1 + rho_1 (G_11 - G_12))/eta,
///   rho k_B T kappa_T = (1 + rho_1 G_11 + rho_2 G_22 + rho_1 rho_2 (G_11 G_22 - G_12²))/(1 + f).
/// `Number` is double, or Estimate where errors are known.
template <class Number>
struct BinarySolution {
  Number f_11{};
  Number f_22{};
  Number f_12{};
  Number f{};
  Number thermodynamic_factor{};     ///< Gamma; its ideal part is 1
  Number excess_factor{};            ///< -f/(1 + f), the excess part of Gamma
  Number first_order_factor{};       ///< Gamma^(1) = 1 - f
  Number partial_volume_1{};         ///< v_1 per particle
  Number partial_volume_2{};         ///< v_2 per particle
  Number reduced_compressibility{};  ///< rho k_B T kappa_T; 1 for an ideal gas

  /// All members, in the order above.
  static constexpr std::array<Number BinarySolution::*, 10> members()
  {
    return {&BinarySolution::f_11,
            &BinarySolution::f_22,
            &BinarySolution::f_12,
            &BinarySolution::f,
            &BinarySolution::thermodynamic_factor,
            &BinarySolution::excess_factor,
            &BinarySolution::first_order_factor,
            &BinarySolution::partial_volume_1,
            &BinarySolution::partial_volume_2,
            &BinarySolution::reduced_compressibility};
  }
};

/// The equations above for a solution of total number density `density`. Throws InputError unless the mole fraction of
/// species 1 is in [0, 1] and the density positive, RunTimeFailure if 1 + f is not positive: no stable solution has
/// such integrals.
BinarySolution<double> binary_solution(const BinaryIntegrals& integrals, NumberDensity density, double mole_fraction_1);

/// (d mu_1/d x_1)_{T,P} = k_B T Gamma/x_1, an energy. Throws InputError unless the mole fraction is in (0, 1].
Estimate chemical_potential_slope(const Estimate& thermodynamic_factor, Temperature temperature,
                                  double mole_fraction_1);

}  // namespace soret
