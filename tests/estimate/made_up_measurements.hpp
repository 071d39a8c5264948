#pragma once
/// \file
/// What the stages of an equilibrium run would leave of a binary mixture that is known exactly.

#include "correlated_run.hpp"

#include <soret/estimate/emd_analysis.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <string>
#include <vector>

/// The mixture, and how long and noisy the stages are. One time unit lies between samples.
struct MadeUpMixture {
  std::array<double, 2> masses{1.0, 2.5};
  std::array<std::int64_t, 2> counts{60, 140};
  std::int64_t step = 10;  ///< particles of the first species more or less in the runs beside the composition
  double density = 0.6;
  double temperature = 1.2;
  double pressure = 0.5;

  /// Fluxes of the whole box: mass flux, heat flux = coupling × mass flux + own noise, stress; memories are the
  /// correlation coefficients of neighbours.
  double mass_amplitude = 2.0;
  double mass_memory = 0.6;
  double coupling = 3.3;
  double heat_amplitude = 4.0;
  double heat_memory = 0.5;
  double stress_amplitude = 40.0;
  double stress_memory = 0.7;
  std::size_t samples = 8000;
  std::size_t longest_lag = 40;

  /// Per particle Z = x_1 z_1 + x_2 z_2 + w x_1 x_2.
  std::array<double, 2> energies{-1.0, -4.0};
  double mixing_energy = 0.4;
  std::array<double, 2> volumes{1.5, 1.8};
  double mixing_volume = 0.2;
  double energy_noise = 0.08;
  double volume_noise = 0.01;
  std::size_t rows = 512;

  /// g_ij = 1 + A_ij × pair_shape of the pairs 11, 12, 22, and noise/r in every bin.
  std::array<double, 3> amplitudes{1.0, -0.3, 0.4};
  double pair_noise = 0.12;

  std::array<double, 2> self_diffusion{0.05, 0.02};
  double mode_noise = 0.2;

  double total() const { return static_cast<double>(counts[0] + counts[1]); }
  double fraction() const { return static_cast<double>(counts[0]) / total(); }
  double box_volume() const { return total() / density; }
};

namespace made_up {

constexpr double inner = 0.8;
constexpr double outer = 1.0;
constexpr std::size_t blocks = 16;

/// 1 within `inner`, a negative constant to `outer`, zero beyond: the fifth moment is zero, so that spheres larger than
/// the range have integrals on an exact line in 1/R.
inline double pair_shape(double r)
{
  const double rim = -std::pow(inner, 6) / (std::pow(outer, 6) - std::pow(inner, 6));
  return r < inner ? 1.0 : (r < outer ? rim : 0.0);
}

/// The integral of pair_shape over space.
inline double pair_shape_integral()
{
  const double core = std::pow(inner, 3);
  const double rim = std::pow(outer, 3) - core;
  return 4.0 * std::numbers::pi / 3.0 * (core + rim * pair_shape(0.5 * (inner + outer)));
}

/// Gamma = 1/(1 + x_1 x_2 rho (G_11 + G_22 - 2 G_12))
inline double thermodynamic_factor(const MadeUpMixture& mixture)
{
  const double x = mixture.fraction();
  const auto& a = mixture.amplitudes;
  return 1.0 / (1.0 + x * (1.0 - x) * mixture.density * (a[0] + a[2] - 2.0 * a[1]) * pair_shape_integral());
}

/// L_11 of the mass flux alone.
inline double mass_mass(const MadeUpMixture& mixture)
{
  return mixture.mass_amplitude * mixture.mass_amplitude * autoregressive_integral(mixture.mass_memory) /
         mixture.box_volume();
}

inline soret::CorrelationBlocks correlations(const MadeUpMixture& mixture, std::mt19937_64& generator)
{
  const auto noise = [&](double memory) {
    std::array<std::vector<double>, 3> components;
    for (std::vector<double>& component : components) {
      component = autoregressive(mixture.samples, memory, generator);
    }
    return components;
  };
  const auto heat = noise(mixture.heat_memory);
  const auto mass = noise(mixture.mass_memory);
  const auto stress = noise(mixture.stress_memory);
  const soret::CorrelatedQuantities quantities{
      {{std::string{soret::flux::heat}, 3}, {soret::flux::mass(0), 3}, {std::string{soret::flux::stress}, 3}},
      {{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 2}}};
  return correlated(quantities, mixture.longest_lag, 480, mixture.samples, [&](std::size_t n) {
    std::vector<double> row;
    for (std::size_t c = 0; c < 3; ++c) {
      row.push_back(mixture.heat_amplitude * heat[c][n] + mixture.coupling * mixture.mass_amplitude * mass[c][n]);
    }
    for (std::size_t c = 0; c < 3; ++c) {
      row.push_back(mixture.mass_amplitude * mass[c][n]);
    }
    for (std::size_t c = 0; c < 3; ++c) {
      row.push_back(mixture.stress_amplitude * stress[c][n]);
    }
    return row;
  });
}

/// Series of a run with the mean volume of that composition, or of constant density.
inline soret::EquilibriumRun run(const MadeUpMixture& mixture, std::int64_t more, bool isobaric,
                                 std::mt19937_64& generator)
{
  const double n = mixture.total();
  const double x = static_cast<double>(mixture.counts[0] + more) / n;
  const auto mixed = [x](const std::array<double, 2>& z, double mixing) {
    return x * z[0] + (1.0 - x) * z[1] + mixing * x * (1.0 - x);
  };
  const auto noise = [&] { return autoregressive(mixture.rows, 0.5, generator); };
  const std::vector<double> energy = noise();
  const std::vector<double> volume = noise();
  const std::vector<double> heat = noise();
  const std::vector<double> pressure = noise();
  soret::ThermodynamicTable table(mixture.rows);
  for (std::size_t k = 0; k < table.size(); ++k) {
    soret::ThermodynamicRow& row = table[k];
    row.samples = 1;
    row.time = static_cast<double>(k);
    const double per_particle = isobaric
                                    ? mixed(mixture.volumes, mixture.mixing_volume) + mixture.volume_noise * volume[k]
                                    : 1.0 / mixture.density;
    const double length = std::cbrt(n * per_particle);
    row.box_lengths = {length, length, length};
    row.kinetic_energy = 1.5 * (n - 1.0) * mixture.temperature * (1.0 + 0.003 * heat[k]);
    row.potential_energy = n * (mixed(mixture.energies, mixture.mixing_energy) + mixture.energy_noise * energy[k]);
    row.pressure[0] = row.pressure[1] = row.pressure[2] = mixture.pressure + 0.1 * pressure[k];
  }
  return {{mixture.counts[0] + more, mixture.counts[1] - more}, {table}};
}

/// Mean squares on straight lines through the origin with a random slope in every block. The centre of a species moves
/// as the mass flux says: m_1 N_1 R_1 is its integral, so that |sum dr|² = 6 t L_11 V/m².
inline soret::DisplacementBlocks displacements(const MadeUpMixture& mixture, std::mt19937_64& generator)
{
  namespace column = soret::displacement_column;
  std::normal_distribution<double> normal;
  const double length = std::cbrt(mixture.box_volume());
  soret::DisplacementBlocks result;
  result.shape = {{1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0},
                  {"A", "B"},
                  {mixture.masses[0], mixture.masses[1]},
                  {mixture.counts[0], mixture.counts[1]},
                  {length, length, length}};
  result.replica.assign(blocks, 0);
  for (std::size_t k = 0; k < blocks; ++k) {
    constexpr double origins = 100.0;
    soret::DisplacementBlock block{100, std::vector<double>(result.shape.lags(), origins),
                                   std::vector<double>(result.shape.sums_size(), 0.0)};
    const double flux = mass_mass(mixture) * mixture.box_volume() * (1.0 + 0.2 * normal(generator));
    for (std::size_t s = 0; s < 2; ++s) {
      const double diffusion = mixture.self_diffusion[s] * (1.0 + 0.05 * normal(generator));
      for (std::size_t lag = 0; lag < result.shape.lags(); ++lag) {
        const double time = result.shape.lag_times[lag];
        const double square = 6.0 * diffusion * time;
        const double particles = origins * static_cast<double>(mixture.counts[s]);
        block.sums[result.shape.offset(lag, s, column::squared)] = particles * square;
        block.sums[result.shape.offset(lag, s, column::fourth)] = particles * 5.0 / 3.0 * square * square;
        block.sums[result.shape.offset(lag, s, column::collective)] =
            origins * 6.0 * time * flux / (mixture.masses[s] * mixture.masses[s]);
      }
    }
    result.blocks.push_back(std::move(block));
  }
  return result;
}

/// Distances in a box so large that being closed does not matter to it.
inline soret::PairDistributionBlocks pairs(const MadeUpMixture& mixture, std::mt19937_64& generator)
{
  std::normal_distribution<double> normal;
  constexpr std::int64_t times_larger = 5000;
  const double volume = mixture.box_volume() * static_cast<double>(times_larger);
  soret::PairDistributionBlocks result;
  result.shape = {0.1, 40, volume, {"A", "B"}, {times_larger * mixture.counts[0], times_larger * mixture.counts[1]}};
  result.replica.assign(blocks, 0);
  for (std::size_t k = 0; k < blocks; ++k) {
    soret::PairCountBlock block{10, {}};
    for (const auto& [i, j] : {std::pair<std::size_t, std::size_t>{0, 0}, {0, 1}, {1, 1}}) {
      for (std::size_t bin = 0; bin < result.shape.bins; ++bin) {
        const double r = result.shape.centre(bin);
        const double g = 1.0 + mixture.amplitudes[i + j] * pair_shape(r) + mixture.pair_noise / r * normal(generator);
        block.counts.push_back(10.0 * g * static_cast<double>(result.shape.particles[i]) *
                               result.shape.number_density(j) * result.shape.shell_volume(bin) * (i == j ? 0.5 : 1.0));
      }
    }
    result.blocks.push_back(std::move(block));
  }
  return result;
}

/// S_cc(q) = (x_1 x_2/Gamma)/(1 + q²/10). With S_11 = x_1 + t, S_22 = x_2 + t and S_12 = -t, S_cc is x_1 x_2 + t.
inline soret::StructureFactorBlocks modes(const MadeUpMixture& mixture, std::mt19937_64& generator)
{
  std::normal_distribution<double> normal;
  const double x = mixture.fraction();
  soret::StructureFactorBlocks result;
  result.shape.shell_width = 0.2;
  result.shape.volume = mixture.box_volume();
  result.shape.species_names = {"A", "B"};
  result.shape.particles = {static_cast<double>(mixture.counts[0]), static_cast<double>(mixture.counts[1])};
  for (int shell = 1; shell <= 10; ++shell) {
    result.shape.wave_numbers.push_back(0.2 * shell);
    result.shape.vectors.push_back(6.0 * shell * shell);
    result.shape.folds.push_back(1.0);
  }
  result.replica.assign(blocks, 0);
  for (std::size_t k = 0; k < blocks; ++k) {
    soret::StructureFactorBlock block{1, std::vector<double>(result.shape.sums_size())};
    for (std::size_t shell = 0; shell < result.shape.shells(); ++shell) {
      const double q = result.shape.wave_numbers[shell];
      const double limit = x * (1.0 - x) / thermodynamic_factor(mixture);
      const double t = limit / (1.0 + 0.1 * q * q) * (1.0 + mixture.mode_noise * normal(generator)) - x * (1.0 - x);
      block.sums[result.shape.offset(0, shell)] = mixture.total() * (x + t);
      block.sums[result.shape.offset(1, shell)] = mixture.total() * -t;
      block.sums[result.shape.offset(2, shell)] = mixture.total() * (1.0 - x + t);
    }
    result.blocks.push_back(std::move(block));
  }
  return result;
}

/// All stages.
inline soret::EmdMeasurements measurements(const MadeUpMixture& mixture, std::uint64_t seed)
{
  std::mt19937_64 generator{seed};
  soret::EmdMeasurements measured;
  measured.species_names = {"A", "B"};
  measured.masses = {mixture.masses[0], mixture.masses[1]};
  measured.temperature = soret::Temperature{mixture.temperature};
  measured.pressure = soret::Pressure{mixture.pressure};
  for (const std::int64_t more : {std::int64_t{0}, -mixture.step, mixture.step}) {
    measured.isobaric.push_back(run(mixture, more, true, generator));
  }
  measured.transport = soret::EmdMeasurements::Transport{
      run(mixture, 0, false, generator), correlations(mixture, generator), displacements(mixture, generator)};
  measured.structure = soret::EmdMeasurements::Structure{run(mixture, 0, false, generator), pairs(mixture, generator),
                                                         modes(mixture, generator), 0.0};
  return measured;
}

}  // namespace made_up
