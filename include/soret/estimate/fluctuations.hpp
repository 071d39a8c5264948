#pragma once
/// \file
/// Second derivatives of the free energy from fluctuations: heat capacities, compressibility, thermal expansion. All
/// are those of the particles with 3/2 k_B of kinetic heat capacity each, k_B = 1.

#include <soret/core/quantity.hpp>
#include <soret/estimate/block_statistics.hpp>
#include <soret/estimate/estimate.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soret {

/// What fluctuates: numbers of the whole system at one moment.
namespace fluctuating {
inline constexpr std::size_t kinetic_energy = 0;
inline constexpr std::size_t potential_energy = 1;
inline constexpr std::size_t volume = 2;
inline constexpr std::size_t virial_pressure = 3;  ///< the pressure without its kinetic part, sum r F/(3 V)
inline constexpr std::size_t size = 4;
}  // namespace fluctuating

/// Sums over the samples of one stretch of time.
struct MomentBlock {
  std::int64_t samples = 0;
  std::array<double, fluctuating::size> sums{};
  std::array<double, fluctuating::size * fluctuating::size> products{};  ///< of two numbers at a time, shape (4, 4)

  void add(const std::array<double, fluctuating::size>& sample);
  /// Appends a later block.
  void add(const MomentBlock& later);
};

/// The blocks of one run, or of several replicas, one after the other.
struct FluctuationBlocks {
  std::vector<MomentBlock> blocks;
  std::vector<std::size_t> replica;  ///< of each block

  BlockSequence sequence() const;
};

/// Each block as samples, sums and products in one flat array, for messages and checkpoints.
std::vector<double> packed(std::span<const MomentBlock> blocks);

/// The reverse. Throws RunTimeFailure if the length is not a whole number of blocks.
std::vector<MomentBlock> unpacked_moments(std::span<const double> values);

/// At constant volume.
struct ConstantVolumeResponse {
  Estimate heat_capacity;     ///< c_V per particle
  Estimate thermal_pressure;  ///< (dP/dT)_V
};

/// Of the canonical ensemble,
///   c_V = 3/2 + var(U)/(N T²),   (dP/dT)_V = N/V + cov(U, P_virial)/T²;
/// the kinetic parts are exact. Replicas share one mean. The errors of this and the functions below are those of a
/// jackknife over blocks, whose estimate of the bias of variances from finite runs is taken off the values; T is that
/// of the bath. Throws InputError unless particles and temperature are positive, RunTimeFailure without a block.
ConstantVolumeResponse canonical_response(const FluctuationBlocks& fluctuations, std::int64_t particles,
                                          Temperature temperature);

/// Of constant energy and total momentum zero, f = 3N - 3 (Lebowitz, Percus, Verlet 1967,
/// doi:10.1103/PhysRev.153.250),
///   var(K)/\<K\>² = (2/f) (1 - f/(2 C)),   cov(P, K) = f T²/(3 V) - (f T²/(2 C)) gamma,   T = 2 \<K\>/f,
/// C and gamma the heat capacity and thermal pressure with f/2 of kinetic heat capacity, to which what is missing of
/// 3N/2 is added. Replicas, whose energies differ, have their own means. Throws as canonical_response.
ConstantVolumeResponse isolated_response(const FluctuationBlocks& fluctuations, std::int64_t particles);

/// At constant pressure.
struct ConstantPressureResponse {
  Estimate heat_capacity;            ///< c_P per particle
  Estimate compressibility;          ///< kappa_T = -(dV/dP)_T/V
  Estimate expansion;                ///< alpha = (dV/dT)_P/V
  Estimate thermal_pressure;         ///< alpha/kappa_T
  Estimate isochoric_heat_capacity;  ///< c_V = c_P - T v alpha²/kappa_T, v the volume per particle
};

/// Of constant temperature and pressure, with H = U + P V,
///   c_P = 3/2 + var(H)/(N T²),   kappa_T = var(V)/(\<V\> T),   alpha = cov(V, H)/(\<V\> T²).
/// T and P are those that the bath and the barostat keep. Throws as canonical_response.
ConstantPressureResponse isobaric_response(const FluctuationBlocks& fluctuations, std::int64_t particles,
                                           Temperature temperature, Pressure pressure);

}  // namespace soret
