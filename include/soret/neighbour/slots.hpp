#pragma once
/// \file
/// The arrays that the pair loop works on: own particles and ghosts in clusters of four.

#include <soret/core/aligned.hpp>
#include <soret/neighbour/cluster_pairs.hpp>
#include <soret/neighbour/pair_totals.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace soret {

/// Slot-indexed arrays. Each empty slot has a place of its own, far outside the box, so that it is never in range of
/// anything (a NaN would not do: it would reach the sums of its partners). For mixed precision the positions
/// have a float copy, relative to `origin`. Sums are double in either precision but for the virials of particles; what
/// particles get as partners within one call of a loop in mixed precision is collected in float before it is added to
/// them.
class Slots {
 public:
  /// Discards everything and makes room for `needed` empty slots (a multiple of cluster_size), and cluster_size more
  /// that stay empty. Empty slots are put at multiples of `beyond`, which must exceed every coordinate by more than the
  /// cutoff.
  void reset(std::size_t needed, double beyond);
  bool is_empty(std::size_t slot) const { return x_[slot] >= beyond_; }
  void place(std::size_t slot, const Vec3& position, Species species);

  std::size_t size() const { return x_.size(); }
  std::array<double*, 3> positions() { return {x_.data(), y_.data(), z_.data()}; }
  /// Of the particles, zero in all slots until they are set.
  std::array<double*, 3> velocities();
  /// The three components.
  BlockedArray<double> forces();
  /// Minus the energy.
  BlockedArray<double> energies();
  /// The six components.
  BlockedArray<float> virials();

  /// Sets forces, energies, fluxes (and virials) to zero before a force computation.
  void clear_sums(bool tally);
  /// Copies positions of the slots [begin, end) to single precision, relative to `origin`.
  void round_positions(const Vec3& origin, std::size_t begin, std::size_t end);
  void round_positions(const Vec3& origin) { round_positions(origin, 0, size()); }
  /// Makes room for velocities, which are zero then, if there is none. Before every loop with fluxes.
  void prepare_velocities();
  /// Species in the width of double precision. Before every loop in it.
  void prepare_species();
  /// Copies velocities to single precision.
  void round_velocities();
  /// Makes room for what a loop in mixed precision collects for partners. Before every such loop.
  void prepare_partner_sums();
  /// Adds what was collected to the sums, and forgets it. After every such loop.
  void flush_partner_sums();

  /// Sums over the pairs of this rank, before forces on ghosts are sent home. All forces together are zero, so that the
  /// sum over slots of r^a f^b is that over pairs of r_ij^a f_ij^b, whatever the origin; one in their middle rounds
  /// least. The heat flux is that of the loop with fluxes and the velocities in the slots, if there are any.
  PairTotals local_totals(const Vec3& origin);

  PairArraysDouble arrays();
  PairArraysFloat arrays_float();

 private:
  double beyond_ = 0.0;
  AlignedVector<double> x_, y_, z_;
  std::array<AlignedVector<double>, 3> velocity_;  ///< empty unless they are needed
  AlignedVector<double> force_;
  AlignedVector<float> virial_;
  AlignedVector<double> flux_ = AlignedVector<double>(3 * flux_lanes);
  AlignedVector<std::int64_t> species_;  ///< empty unless they are needed
  std::array<AlignedVector<float>, 3> position_float_;
  std::array<AlignedVector<float>, 3> velocity_float_;
  AlignedVector<float> partner_force_;  ///< zero but for the duration of a loop
  AlignedVector<std::int32_t> species_float_;
};

}  // namespace soret
