#pragma once
/// \file
/// Transport coefficients as integrals of time correlation functions (Green 1954, doi:10.1063/1.1740082; Kubo 1957,
/// doi:10.1143/JPSJ.12.570). Fluxes are totals of the box: the heat flux Q = V J_q, the mass fluxes M_k = V J_k.

#include <soret/core/quantity.hpp>
#include <soret/estimate/correlation_blocks.hpp>
#include <soret/estimate/jackknife.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace soret {

/// A correlation function and its running integral.
struct RunningIntegral {
  std::vector<double> time;
  std::vector<Estimate> correlation;  ///< C(t)
  std::vector<Estimate> integral;     ///< I(t), the integral of C from 0 to t by the trapezoidal rule
};

/// Both with the errors of `block_mean`. Throws RunTimeFailure if there is no block.
RunningIntegral running_integral(const CorrelationBlocks& blocks, std::size_t pair);

/// Where to stop integrating.
struct IntegrationLimit {
  Duration time;
  bool settled = false;  ///< otherwise the longest lag is too short, or there are less than two blocks: it is the limit
};

/// Twice the shortest time t after which nothing more is seen to come: |I(s) - I(t)| is at most two of its standard
/// errors at eight times s spread evenly over (t, 2t]. Candidates t grow by a tenth from one to the next. What comes
/// after 2t is then far below the error if C decays like a single exponential, since the same held from t on; that the
/// limit is twice t costs a factor sqrt(2) in the error. A correlation that is silent between t and 2t and comes back
/// later is cut, and a slow weak part that hides in the noise biases the integral low by up to about one standard
/// error, which the error does not know. Of several pairs the longest limit is taken. Throws RunTimeFailure if there is
/// no block or no pair.
IntegrationLimit integration_limit(const CorrelationBlocks& blocks, std::span<const std::size_t> pairs);

/// integration_limit of stress with stress.
IntegrationLimit stress_limit(const CorrelationBlocks& blocks);
/// integration_limit of the heat flux and, in a mixture, all mass fluxes with each other.
IntegrationLimit onsager_limit(const CorrelationBlocks& blocks);

/// The integral of one correlation function up to a limit, from all blocks or all but one: trapezoidal rule, the limit
/// rounded to a whole number of lags. Throws InputError if the limit is shorter than one lag or longer than the
/// longest.
double correlation_integral(const CorrelationBlocks& blocks, std::size_t pair, Duration limit,
                            std::size_t left_out = none_left_out);

/// eta = 1/(V k_B T) int_0^limit <Pi(t) Pi(0)> dt, the mean over the five independent components of the traceless
/// stress Pi = V P (Daivis and Evans 1994, doi:10.1063/1.466970). Throws InputError if temperature or volume are not
/// positive, RunTimeFailure if the stress was not correlated.
JackknifeEstimate shear_viscosity(const CorrelationBlocks& blocks, Temperature temperature, double volume,
                                  Duration limit);

/// The coefficients of J_a = sum_b L_ab X_b, a and b the heat flux or the mass flux of a species.
class OnsagerMatrix {
 public:
  /// (1 + species)² values, row by row, the heat flux first.
  OnsagerMatrix(std::size_t species, std::vector<double> values);

  std::size_t species() const { return species_; }
  double heat_heat() const { return at(0, 0); }                                      ///< L_qq
  double mass_heat(std::size_t k) const { return at(1 + k, 0); }                     ///< L_kq: <M_k(t) Q(0)>
  double heat_mass(std::size_t k) const { return at(0, 1 + k); }                     ///< L_qk: <Q(t) M_k(0)>
  double mass_mass(std::size_t j, std::size_t k) const { return at(1 + j, 1 + k); }  ///< L_jk

 private:
  double at(std::size_t row, std::size_t column) const { return values_[row * (species_ + 1) + column]; }

  std::size_t species_;
  std::vector<double> values_;
};

/// L_ab = 1/(3 V k_B) int_0^limit <A(t).B(0)> dt = 1/(V k_B) int_0^limit C_ab dt, C_ab the mean over components, from
/// all blocks or all but one: a nonlinear function of several L at one common limit gets its error by passing the index
/// on,
///   jackknife(blocks.sequence(), [&](std::size_t left_out) {
///     const OnsagerMatrix l = onsager_coefficients(blocks, left_out, limit, volume);
///     return std::vector<double>{l.mass_heat(0) / l.mass_mass(0, 0)}; });
/// The mass flux of the last species is minus the sum of the others (they are in the barycentric frame), which is how
/// its coefficients are made. A pure fluid has L_qq; those of its one species are zero. Throws InputError if the volume
/// is not positive or the limit does not fit the lags.
OnsagerMatrix onsager_coefficients(const CorrelationBlocks& blocks, std::size_t left_out, Duration limit,
                                   double volume);

/// lambda = (L_qq - L_qj (L_jk)^-1 L_kq)/T², j and k over all species but the last: heat conduction without mass flux.
/// For two species (L_qq - L_1q L_q1/L_11)/T². The partial enthalpies drop out.
double thermal_conductivity(const OnsagerMatrix& coefficients, Temperature temperature);

}  // namespace soret
