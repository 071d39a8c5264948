#pragma once
/// \file
/// The arrays that the pair loop works on: own particles and ghosts in clusters of four.

#include <soret/core/aligned.hpp>
#include <soret/neighbour/cluster_pairs.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cstdint>
#include <vector>

namespace soret {

/// Slot-indexed arrays. Each empty slot has a place of its own, far outside the box, so that it is never in range of
/// anything (a NaN would not do: it would reach the sums of its partners). For mixed precision the positions
/// have a float copy, relative to `origin`; sums are double in either precision.
class Slots {
 public:
  /// Discards everything and makes room for `count` empty slots (a multiple of cluster_size). Empty slots are put at
  /// multiples of `beyond`, which must exceed every coordinate by more than the cutoff.
  void reset(std::size_t count, double beyond);
  bool is_empty(std::size_t slot) const { return x_[slot] >= beyond_; }
  void place(std::size_t slot, const Vec3& position, Species species);

  std::size_t size() const { return x_.size(); }
  std::array<double*, 3> positions() { return {x_.data(), y_.data(), z_.data()}; }
  std::array<BlockedArray, 3> forces();
  /// Energy, then the six components of the virial.
  std::array<BlockedArray, 1 + virial_quantities> tallies();

  /// Sets forces (and tallies) to zero before a force computation.
  void clear_sums(bool tally);
  /// Copies positions to single precision, relative to `origin`.
  void round_positions(const Vec3& origin);

  PairArraysDouble arrays();
  PairArraysFloat arrays_float();

 private:
  double beyond_ = 0.0;
  AlignedVector<double> x_, y_, z_;
  AlignedVector<double> force_;
  AlignedVector<double> virial_;
  AlignedVector<std::int64_t> species_;
  std::array<AlignedVector<float>, 3> position_float_;
  AlignedVector<std::int32_t> species_float_;
};

}  // namespace soret
