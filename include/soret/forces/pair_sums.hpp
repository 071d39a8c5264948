#pragma once
/// \file
/// Positions and sums of one cluster in registers: what the loops over pairs of clusters share. Compiled for the
/// instruction set of the including translation unit.

#include <soret/neighbour/cluster_pairs.hpp>
#include <soret/neighbour/pair_register.hpp>

#include <cstddef>

namespace soret::HWY_NAMESPACE {

/// Sums over the pairs of one register of the i cluster, or of one partner cluster.
template <class Real, std::size_t quantities>
struct PairSums {
  using D = typename PairRegister<Real>::D;
  hn::Vec<D> of[quantities];

  HWY_INLINE void clear()
  {
    for (hn::Vec<D>& sum : of) {
      sum = hn::Zero(D{});
    }
  }

  HWY_INLINE void add(const PairSums& other)
  {
    for (std::size_t q = 0; q < quantities; ++q) {
      of[q] = hn::Add(of[q], other.of[q]);
    }
  }
};

/// Adds `pairs(r)` to the i cluster's registers [from, to); returns the sum over them, which is the partner's.
template <std::size_t from, std::size_t to, class Real, std::size_t quantities, class OfRegister>
HWY_INLINE PairSums<Real, quantities> add_to_both(PairSums<Real, quantities>* cluster, const OfRegister& pairs)
{
  PairSums<Real, quantities> of_partner = pairs(from);
  cluster[from].add(of_partner);
  for (std::size_t r = from + 1; r < to; ++r) {
    const PairSums<Real, quantities> more = pairs(r);
    cluster[r].add(more);
    of_partner.add(more);
  }
  return of_partner;
}

/// Positions of the i cluster from slot `first` on, spread over registers: each i against all j.
template <class Real>
struct ClusterPosition {
  using R = PairRegister<Real>;
  hn::Vec<typename R::D> of[3][R::registers];

  template <class Arrays>
  HWY_INLINE ClusterPosition(std::size_t first, const Arrays& arrays)
  {
    for (std::size_t r = 0; r < R::registers; ++r) {
      const std::size_t at = first + r * R::i_per_register;
      of[0][r] = R::spread(typename R::D{}, arrays.x + at);
      of[1][r] = R::spread(typename R::D{}, arrays.y + at);
      of[2][r] = R::spread(typename R::D{}, arrays.z + at);
    }
  }
};

/// Positions of the partners: each j against all i.
template <class Real>
struct PartnerPosition {
  using R = PairRegister<Real>;
  hn::Vec<typename R::D> of[3];

  template <class Arrays>
  HWY_INLINE PartnerPosition(const typename R::Partners& partners, const Arrays& arrays)
      : of{R::load_partner(typename R::D{}, arrays.x, partners), R::load_partner(typename R::D{}, arrays.y, partners),
           R::load_partner(typename R::D{}, arrays.z, partners)}
  {
  }
};

}  // namespace soret::HWY_NAMESPACE
