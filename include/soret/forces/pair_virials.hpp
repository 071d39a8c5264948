#pragma once
/// \file
/// Virials of the pairs whose forces are known, in single precision whatever the precision of the forces. Compiled for
/// the instruction set of the including translation unit.

#include <soret/neighbour/pair_matrix.hpp>

#include <hwy/cache_control.h>

#include <algorithm>
#include <cstddef>

namespace soret::HWY_NAMESPACE {

/// What the virials of a row need to know of its pairs, for each partner cluster that has a pair within the cutoff: the
/// separations d and the force over the distance k (zero where a pair does not count). The virials are summed after
/// the forces, in a loop of their own: together they want more sums than there are registers.
struct KeptPairs {
  static constexpr std::size_t capacity = 128;  ///< partners; one more may be written in vain
  std::size_t count = 0;
  std::size_t first_slot[capacity + 1];
  alignas(64) float of[capacity + 1][4][PairMatrix::pairs];

  /// The registers [from, to) of what is together in one register; bits of `active` tell which of the partner clusters
  /// have a pair within the cutoff.
  template <std::size_t from, std::size_t to, class Real>
  HWY_INLINE void add(const typename PairRegister<Real>::Partners& partners, unsigned active,
                      const hn::Vec<typename PairRegister<Real>::D> (&separation)[3][PairRegister<Real>::registers],
                      const hn::Vec<typename PairRegister<Real>::D> (&factor)[PairRegister<Real>::registers])
  {
    using R = PairRegister<Real>;
    const std::size_t column = partners.slot[0] % cluster_size;
    std::size_t at[R::together] = {count};
    first_slot[count] = partners.slot[0] - column;
    count += any_column(column, R::j_width, active & 1U);
    if constexpr (R::together == 2) {
      at[1] = count;
      first_slot[count] = partners.slot[1];
      count += active >> 1U;
    }
    // The second after the first: where that is not active both have the same place.
    for (std::size_t partner = 0; partner < R::together; ++partner) {
      for (std::size_t axis = 0; axis < 3; ++axis) {
        R::template store_pairs<from, to>(separation[axis], partner, column, of[at[partner]][axis]);
      }
      R::template store_pairs<from, to>(factor, partner, column, of[at[partner]][3]);
    }
  }

 private:
  unsigned earlier_columns_ = 0;

  /// Whether a cluster of which only some columns are in a register may be left, having an active pair.
  HWY_INLINE std::size_t any_column(std::size_t column, std::size_t width, unsigned active)
  {
    if (width >= cluster_size) {
      return active;
    }
    earlier_columns_ = column == 0 ? active : earlier_columns_ | active;
    return column + width == cluster_size ? earlier_columns_ : 0U;
  }
};

/// Adds sums over pairs of k d_a d_b to the virials of the i cluster from slot `first` on and of its partners.
inline HWY_NOINLINE HWY_ATTR void add_virials(std::size_t first, float* virials, const KeptPairs& kept)
{
  using M = PairMatrix;
  using Vector = M::Vector;
  constexpr std::size_t component[virial_quantities][2] = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}};
  Vector of_cluster[virial_quantities][M::registers];
  for (auto& sums : of_cluster) {
    for (Vector& sum : sums) {
      sum = hn::Zero(M::D{});
    }
  }
  for (std::size_t k = 0; k < kept.count; ++k) {
    hwy::Prefetch(virials + kept.first_slot[std::min(k + 4, kept.count - 1)] * virial_quantities);
    const auto& pairs = kept.of[k];
    Vector of_partner[virial_quantities][M::registers];
    for (std::size_t r = 0; r < M::registers; ++r) {
      Vector d[3];
      Vector f[3];
      const Vector factor = M::load(pairs[3], r);
      for (std::size_t axis = 0; axis < 3; ++axis) {
        d[axis] = M::load(pairs[axis], r);
        f[axis] = hn::Mul(factor, d[axis]);
      }
      for (std::size_t q = 0; q < virial_quantities; ++q) {
        of_partner[q][r] = hn::Mul(d[component[q][0]], f[component[q][1]]);
        of_cluster[q][r] = hn::Add(of_cluster[q][r], of_partner[q][r]);
      }
    }
    M::add_over_i(of_partner, virials + kept.first_slot[k] * virial_quantities);
  }
  M::add_over_j(of_cluster, virials + first * virial_quantities);
}

}  // namespace soret::HWY_NAMESPACE
