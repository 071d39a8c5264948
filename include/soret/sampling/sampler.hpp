#pragma once
/// \file
/// The interface of everything that looks at the motion without changing it.

#include <soret/core/state.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cstdint>
#include <span>

namespace soret {

/// One moment of a run as a sampler sees it: this rank's particles, positions and velocities at the same time (end of a
/// step). Per-particle pair tallies attribute half of each pair's contribution to either partner:
///   potential_energy[i] = 1/2 sum_j u_ij,
///   virial[c][i]        = 1/2 sum_j r_ij^a F_ij^b   for (a, b) = symmetric_components[c], r_ij = r_i - r_j, F_ij force
///   on i by j.
struct Snapshot {
  const Box& box;
  const SpeciesTable& species;
  const Particles& particles;
  std::span<const double> potential_energy;       ///< empty unless some sampler needs_pair_tallies()
  std::array<std::span<const double>, 6> virial;  ///< likewise
  std::int64_t step;
  double time;
  std::span<const double>
      local_energy_added;  ///< one per ledger entry of all controls, in the order in which they were added
};

/// Accumulates, and keeps its accumulators restorable. What comes out is reduced by the concrete sampler's own
/// `reduce`. `sample` is called on all ranks at the same steps, so that it may communicate; a sampler that does says
/// so.
class Sampler {
 public:
  virtual ~Sampler() = default;
  virtual bool needs_pair_tallies() const = 0;
  virtual void sample(const Snapshot& snapshot) = 0;
  virtual void save(State& state) const = 0;
  virtual void load(const State& state) = 0;
};

}  // namespace soret
