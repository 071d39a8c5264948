#pragma once
/// \file
/// What the fluctuations of particle numbers and energy in an open box say about the thermodynamics of a mixture.

#include <soret/core/quantity.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// First and second moments of an open system: constant volume, temperature and chemical potentials.
struct OpenMoments {
  double volume = 0.0;
  std::vector<double> numbers;            ///< \<N_i\>
  std::vector<double> number_covariance;  ///< \<N_i N_j\> - \<N_i\>\<N_j\>, row by row
  double energy = 0.0;                    ///< \<U\>
  std::vector<double> energy_covariance;  ///< \<U N_i\> - \<U\>\<N_i\>

  std::size_t species() const { return numbers.size(); }
  double covariance(std::size_t i, std::size_t j) const { return number_covariance[i * species() + j]; }
};

/// The Kirkwood-Buff integral of a pair, a volume,
///   G_ij = V ((\<N_i N_j\> - \<N_i\>\<N_j\>)/(\<N_i\>\<N_j\>) - delta_ij/\<N_i\>)
/// (Kirkwood and Buff, doi:10.1063/1.1748352; equation 23 of Gittus and Bresme's supplement). Zero for an ideal gas.
/// Throws RunTimeFailure if there is none of a species.
double kirkwood_buff_integral(const OpenMoments& moments, std::size_t i, std::size_t j);

/// Properties at constant temperature and pressure, from the inverse C^-1 of the matrix of number covariances: at
/// constant volume d mu_i/d N_j = k_B T (C^-1)_ij, and extensive quantities are homogeneous in V and N. With
///   s_i = sum_j (C^-1)_ij \<N_j\>:
///   rho k_B T kappa_T = \<N\>/sum_i \<N_i\> s_i,
///   v_i = V s_i/sum_j \<N_j\> s_j,
///   u_i = U_i + v_i (\<U\> - sum_j \<N_j\> U_j)/V,   U_i = sum_j (C^-1)_ij (\<U N_j\> - \<U\>\<N_j\>) at constant
///   volume.
struct OpenPartials {
  double reduced_compressibility = 0.0;  ///< rho k_B T kappa_T; 1 for an ideal gas
  std::vector<double> volumes;           ///< v_i per particle
  std::vector<double> energies;          ///< u_i per particle, potential energy
};

/// The equations above. Throws RunTimeFailure if the covariances cannot be inverted, or belong to no stable mixture.
OpenPartials open_partials(const OpenMoments& moments);

}  // namespace soret
