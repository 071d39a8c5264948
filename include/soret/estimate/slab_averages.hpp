#pragma once
/// \file
/// Physical profiles from the sums of a profile block.

#include <soret/core/vec3.hpp>
#include <soret/estimate/jackknife.hpp>
#include <soret/estimate/profile_blocks.hpp>

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace soret {

/// Averages per bin over the samples of a block (or of several, added up). Every function returns one value per bin; a
/// ratio in a bin that was never visited is not a number. N is the number of particles in the bin summed over samples,
/// V the bin volume times the number of samples. Velocities are those of the simulation frame, in which the total
/// momentum is zero. Keeps references to its two arguments.
class SlabAverages {
 public:
  SlabAverages(const ProfileShape& shape, const ProfileBlock& block) : shape_{shape}, block_{block} {}

  const ProfileShape& shape() const { return shape_; }
  const ProfileBlock& block() const { return block_; }

  /// Particles counted, summed over samples.
  std::vector<double> count() const { return column(profile_column::count); }
  std::vector<double> count(std::size_t species) const { return column(profile_column::count, species); }
  /// k_B T = sum m v² / (3N)
  std::vector<double> temperature() const;
  /// k_B T_a = sum m v_a² / N
  std::vector<double> temperature(Axis axis) const;
  /// k_B T of one species.
  std::vector<double> temperature(std::size_t species) const;
  /// rho = N / V
  std::vector<double> number_density() const;
  std::vector<double> number_density(std::size_t species) const;
  /// x_s = N_s / N
  std::vector<double> mole_fraction(std::size_t species) const;
  /// w_s = m_s N_s / sum_t m_t N_t
  std::vector<double> mass_fraction(std::size_t species) const;
  /// Potential energy per particle.
  std::vector<double> potential_energy() const;
  /// Kinetic plus potential energy per particle.
  std::vector<double> total_energy() const;
  /// P_ab = (sum m v_a v_b + sum W_ab) / V; `component` in the order of `symmetric_components`.
  std::vector<double> pressure(std::size_t component) const;
  /// Particles of a species through unit area and time, sum v_a / V.
  std::vector<double> species_flux(std::size_t species, Axis axis) const;
  /// m_s times the species flux.
  std::vector<double> mass_flux(std::size_t species, Axis axis) const;
  /// J_a = (1/V) sum_i (e_i v_i,a + sum_b W_i,ab v_i,b)
  std::vector<double> heat_flux(Axis axis) const;

 private:
  std::vector<double> column(std::size_t column_index) const;
  std::vector<double> column(std::size_t column_index, std::size_t species) const;
  std::vector<double> kinetic_trace() const;
  double sampled_bin_volume() const { return shape_.bin_volume() * static_cast<double>(block_.samples); }

  const ProfileShape& shape_;
  const ProfileBlock& block_;
};

/// Numbers computed from averages over a set of blocks.
using ProfileStatistic = std::function<std::vector<double>(const SlabAverages&)>;

/// Jackknife estimates of several functions of the averages over all blocks. Throws RunTimeFailure without blocks.
std::vector<JackknifeEstimate> jackknife(const ProfileBlocks& profile, const ProfileStatistic& statistic);

/// A profile with an error in every bin, for instance
/// `profile_estimate(blocks, [](const SlabAverages& slabs) { return slabs.temperature(); })`.
std::vector<Estimate> profile_estimate(const ProfileBlocks& profile, const ProfileStatistic& per_bin);

}  // namespace soret
