#pragma once
/// \file
/// What a single particle at a trial position is compared with, and what comes out: the compiled form of one
/// potential's trial loop as a plain function pointer.

#include <cstddef>
#include <cstdint>

namespace soret {

/// Coefficients of all species pairs: see pair_kernel_set.hpp.
template <class Real>
struct PairCoefficients;

/// Eight particles as a structure of arrays: what a trial loop reads at a time.
struct alignas(64) ParticleBlock {
  static constexpr std::size_t size = 8;
  double x[size];
  double y[size];
  double z[size];
  std::int64_t species[size];
};

/// Coordinate of a slot without a particle: beyond any cutoff, and small enough for the twelfth power of a distance.
inline constexpr double empty_slot_coordinate = 1e20;

/// Some blocks, and where the trial particle is as seen from them: its position less the periodic shift of the blocks.
struct CandidateRun {
  const ParticleBlock* begin;
  const ParticleBlock* end;
  double x;
  double y;
  double z;
};

/// Sums over the pairs of one particle with all others within the cutoff.
struct TrialSums {
  double energy = 0.0;  ///< sum of u(r); infinite if the loop gave up
  double virial = 0.0;  ///< sum of r . F = -r du/dr; zero if the loop gave up

  TrialSums& operator+=(const TrialSums& other)
  {
    energy += other.energy;
    virial += other.virial;
    return *this;
  }
  friend TrialSums operator+(TrialSums a, const TrialSums& b) { return a += b; }
  friend TrialSums operator-(const TrialSums& a, const TrialSums& b)
  {
    return {a.energy - b.energy, a.virial - b.virial};
  }
};

/// Sums over the runs [begin, end) for a trial particle of the species with index `species`. Gives up, and returns an
/// infinite energy, once the energies summed in one lane exceed `give_up_above`.
using TrialKernel = TrialSums (*)(const CandidateRun* begin, const CandidateRun* end,
                                  const PairCoefficients<double>& coefficients, std::size_t species,
                                  double give_up_above);

}  // namespace soret
