#pragma once
/// \file
/// Partial structure factors in shells of wave number: the raw sums of a run and what follows from them directly.

#include <soret/core/quantity.hpp>
#include <soret/estimate/block_statistics.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace soret {

using WaveNumber = Quantity<struct WaveNumberTag>;  ///< |q| = 2 pi / wave length, 1/length

/// What was summed: shells in |q| that hold at least one vector, and the system.
struct StructureFactorShape {
  double shell_width = 0.0;          ///< 1/length
  double volume = 0.0;               ///< of the box; the mean one if it changes
  std::vector<double> wave_numbers;  ///< mean |q| of the vectors of each shell, ascending
  std::vector<double> vectors;       ///< number of vectors of each shell, q and -q counted as two
  std::vector<double> folds;         ///< of each shell: its vectors are those of a box so many times smaller
  std::vector<std::string> species_names;
  std::vector<double> particles;  ///< of each species

  std::size_t species() const { return particles.size(); }
  std::size_t shells() const { return wave_numbers.size(); }
  std::size_t pairs() const { return species() * (species() + 1) / 2; }
  double total_particles() const;
  double mole_fraction(std::size_t species_index) const { return particles[species_index] / total_particles(); }
  /// Number of an unordered pair of species: (0, 0), (0, 1), ..., (1, 1), (1, 2), ... Throws InputError if a species
  /// does not exist.
  std::size_t pair(std::size_t a, std::size_t b) const;
  /// Where a pair and shell is in a block's flat array, shape (pair, shell).
  std::size_t offset(std::size_t pair_number, std::size_t shell) const { return pair_number * shells() + shell; }
  std::size_t sums_size() const { return pairs() * shells(); }
  friend bool operator==(const StructureFactorShape&, const StructureFactorShape&) = default;
};

/// Sums over the configurations of one stretch of time.
struct StructureFactorBlock {
  std::int64_t samples = 0;  ///< number of configurations
  /// Sum of the shell averages of Re(rho_a(q) conj rho_b(q)), rho_a(q) = sum_{i in a} exp(-i q.r_i); shape (pair,
  /// shell), see StructureFactorShape::offset.
  std::vector<double> sums;

  /// Appends a later block. Throws RunTimeFailure if the shapes differ; a default-constructed block takes the other's.
  void add(const StructureFactorBlock& later);
};

/// All blocks of a run, or of several independent replicas of it.
struct StructureFactorBlocks {
  StructureFactorShape shape;
  std::vector<StructureFactorBlock> blocks;
  std::vector<std::size_t> replica;  ///< of each block; a replica's blocks follow each other in time

  /// Weights (numbers of configurations) and replicas for the statistics.
  BlockSequence sequence() const;
  /// <Re(rho_a conj rho_b)> of each block, shape (block)(pair, shell).
  std::vector<std::vector<double>> averages() const;
};

/// The blocks of independent replicas of one run, one after the other. Throws RunTimeFailure unless there is at least
/// one and all have the same shape.
StructureFactorBlocks concatenate(std::span<const StructureFactorBlocks> replicas);

/// What a partial structure factor <Re(rho_a conj rho_b)> is divided by.
enum class PartialConvention {
  per_particle,  ///< N: S_aa -> x_a and S_ab -> 0 at large q
  per_species    ///< sqrt(N_a N_b): S_aa -> 1 and S_ab -> 0 at large q
};

/// That divisor for species a and b.
double partial_divisor(const StructureFactorShape& shape, std::size_t a, std::size_t b, PartialConvention convention);

/// S_ab(q) of every shell with its jackknife error; dimensionless. `per_species` = `per_particle` / sqrt(x_a x_b).
/// Throws InputError if a species does not exist, RunTimeFailure if there is no block.
std::vector<Estimate> partial_structure_factor(const StructureFactorBlocks& data, std::size_t a, std::size_t b,
                                               PartialConvention convention);

/// The number-number structure factor of all particles, S_NN(q) = sum_ab S_ab(q), S_ab divided by N; -> 1 at large q.
std::vector<Estimate> number_structure_factor(const StructureFactorBlocks& data);

/// The concentration-concentration structure factor of a binary mixture (Bhatia and Thornton,
/// doi:10.1103/PhysRevB.2.3004),
///   S_cc(q) = x_B² S_AA + x_A² S_BB - 2 x_A x_B S_AB,  S_ab divided by N;  -> x_A x_B at large q.
/// Throws InputError unless there are two species.
std::vector<Estimate> concentration_structure_factor(const StructureFactorBlocks& data);

/// Weights c_ab with S_cc = sum_{a <= b} c_ab <Re(rho_a conj rho_b)>, one per pair. Throws InputError unless there are
/// two species.
std::vector<double> concentration_weights(const StructureFactorShape& shape);

}  // namespace soret
