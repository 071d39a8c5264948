#pragma once
/// \file
/// The interface of everything that looks at the motion without changing it.

#include <soret/core/state.hpp>
#include <soret/neighbour/pair_totals.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>

namespace soret {

/// What a sampler wants to know of the pairs of particles. Each comes with all before it, except that per-particle
/// tallies stand for the heat flux.
enum class PairSamples {
  nothing,
  totals,       ///< energy and virial of all pairs together
  fluxes,       ///< also their heat flux
  per_particle  ///< tallies of every particle
};

/// One moment of a run as a sampler sees it: this rank's particles, positions and velocities at the same time (end of a
/// step). Per-particle pair tallies attribute half of each pair's contribution to either partner:
///   potential_energy[i] = 1/2 sum_j u_ij,
///   virial[c][i]        = 1/2 sum_j r_ij^a F_ij^b   for (a, b) = symmetric_components[c], r_ij = r_i - r_j, F_ij force
///   on i by j.
/// Virials of particles are summed in single precision whatever the precision of the forces: their errors are those of
/// mixed precision, or 1e-6 of their size in double. Energies and `totals` have the precision of the forces.
struct Snapshot {
  const Box& box;
  const SpeciesTable& species;
  const Particles& particles;
  std::span<const double> potential_energy;       ///< empty unless some sampler needs them, or see `totals`
  std::array<std::span<const double>, 6> virial;  ///< likewise
  std::int64_t step;
  double time;
  std::span<const double>
      local_energy_added;  ///< one per ledger entry of all controls, in the order in which they were added
  /// Sums over pairs, if some sampler needs totals or more. Where fluxes are needed, either these hold the heat flux
  /// or there are tallies per particle.
  std::optional<PairTotals> totals = {};
};

/// Accumulates, and keeps its accumulators restorable. What comes out is reduced by the concrete sampler's own
/// `reduce`. `sample` is called on all ranks at the same steps, so that it may communicate; a sampler that does says
/// so.
class Sampler {
 public:
  virtual ~Sampler() = default;
  virtual PairSamples needed() const = 0;
  virtual void sample(const Snapshot& snapshot) = 0;
  virtual void save(State& state) const = 0;
  virtual void load(const State& state) = 0;
};

}  // namespace soret
