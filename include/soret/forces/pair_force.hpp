#pragma once
/// \file
/// One pair force term: a kind of potential with its coefficients for all species pairs.

#include <soret/core/aligned.hpp>
#include <soret/forces/pair_kernel_set.hpp>
#include <soret/forces/potentials/truncation.hpp>
#include <soret/neighbour/slots.hpp>
#include <soret/system/particles.hpp>

#include <optional>
#include <span>
#include <vector>

namespace soret {

/// Precision of the pair arithmetic. Positions, velocities, sums over particles and time are always double.
enum class Precision { double_precision, mixed };

/// Applies one compiled pair loop. The coefficient table is filled pair by pair; pairs never set do not interact.
class PairForce {
 public:
  PairForce(const PairKernelSet& kernels, std::size_t species_count);

  /// Sets the coefficients of a pair of species, in both orders.
  void set(Species a, Species b, std::span<const double> coefficients, double cutoff, const TailIntegrals& tail);

  /// Adds forces, and what else this kind of loop sums up, to the slots. Rank-local.
  void local_add_forces(const ClusterPairs& pairs, Slots& slots, Precision precision, PairLoopKind kind) const;

  /// Sums over the pairs of one particle of a species with all particles of the runs (TrialKernel). Rank-local.
  TrialSums local_trial_sums(Species species, std::span<const CandidateRun> runs, double give_up_above) const
  {
    return kernels_.trial(runs.data(), runs.data() + runs.size(), {coefficients_.data(), species_count_},
                          index(species), give_up_above);
  }

  double cutoff(Species a, Species b) const;
  double largest_cutoff() const;
  /// A species that has part in every pair that interacts here; empty if there is none, or more than one.
  std::optional<Species> common_species() const;
  const TailIntegrals& tail(Species a, Species b) const { return tails_[pair_index(a, b)]; }
  const char* instruction_set() const { return kernels_.instruction_set; }

 private:
  void fill_rows();
  std::size_t pair_index(Species a, Species b) const { return index(a) * species_count_ + index(b); }

  PairKernelSet kernels_;
  std::size_t species_count_;
  std::vector<double> coefficients_;
  std::vector<float> coefficients_float_;
  AlignedVector<double> rows_;  ///< PairCoefficients::rows; empty if there are too many species
  AlignedVector<float> rows_float_;
  std::vector<TailIntegrals> tails_;
};

}  // namespace soret
