#pragma once
/// \file
/// Virials of the pairs whose forces are known. Compiled for the instruction set of the including translation unit.

#include <soret/forces/pair_sums.hpp>

#include <cstddef>

namespace soret::HWY_NAMESPACE {

/// Which halves of an i cluster have a pair within the cutoff: bits.
struct ActiveHalves {
  static constexpr unsigned none = 0;
  static constexpr unsigned lower = 1;
  static constexpr unsigned upper = 2;
  static constexpr unsigned both = 3;
};

/// What the virials of a row need to know of its pairs: force over distance (zero where a pair does not count), apart
/// for each value of ActiveHalves, because a quarter of the registers has no pair within the cutoff. The virials
/// are summed after the forces, in a loop of their own: together they want more sums than there are registers, and what
/// is kept in memory instead costs more than taking the separations a second time.
template <class Real>
struct PairFactors {
  using R = PairRegister<Real>;
  static constexpr std::size_t capacity = 128;  ///< parts of partners
  std::size_t count[4] = {0, 0, 0, 0};
  std::size_t slot[4][capacity];
  hn::Vec<typename R::D> of[4][capacity][R::registers];
};

/// Adds the virials of the registers [from, to) with the partners in the slots from `slot` on.
template <std::size_t from, std::size_t to, class Real, class SpeciesLane>
HWY_INLINE void add_virial(std::size_t slot, const hn::Vec<typename PairRegister<Real>::D>* factor,
                           const ClusterPosition<Real>& cluster, PairSums<Real, virial_quantities>* sums,
                           const PairArrays<Real, SpeciesLane>& arrays)
{
  using R = PairRegister<Real>;
  using Vector = hn::Vec<typename R::D>;
  const PartnerPosition<Real> partner{slot, arrays};
  const auto of_partner = add_to_both<from, to>(sums, [&](std::size_t r) HWY_ATTR {
    const Vector dx = hn::Sub(cluster.of[0][r], partner.of[0]);
    const Vector dy = hn::Sub(cluster.of[1][r], partner.of[1]);
    const Vector dz = hn::Sub(cluster.of[2][r], partner.of[2]);
    const Vector force_x = hn::Mul(factor[r], dx);
    const Vector force_y = hn::Mul(factor[r], dy);
    const Vector force_z = hn::Mul(factor[r], dz);
    return PairSums<Real, virial_quantities>{{hn::Mul(force_x, dx), hn::Mul(force_y, dy), hn::Mul(force_z, dz),
                                              hn::Mul(force_x, dy), hn::Mul(force_x, dz), hn::Mul(force_y, dz)}};
  });
  R::template change_partner<typename R::Add>(of_partner.of, block_of(arrays.virial, virial_quantities, slot));
}

/// The virials of pairs of the i cluster from slot `first` on.
template <class Real, class SpeciesLane>
HWY_NOINLINE void add_virials(std::size_t first, const PairArrays<Real, SpeciesLane> arrays,
                              const PairFactors<Real>& factors)
{
  using R = PairRegister<Real>;
  using Active = ActiveHalves;
  const ClusterPosition<Real> position{first, arrays};
  PairSums<Real, virial_quantities> sums[R::registers];
  for (auto& sum : sums) {
    sum.clear();
  }
  constexpr std::size_t half = R::registers / 2;
  for (std::size_t k = 0; k < factors.count[Active::both]; ++k) {
    add_virial<0, R::registers>(factors.slot[Active::both][k], factors.of[Active::both][k], position, sums, arrays);
  }
  for (std::size_t k = 0; k < factors.count[Active::lower]; ++k) {
    add_virial<0, R::registers - half>(factors.slot[Active::lower][k], factors.of[Active::lower][k], position, sums,
                                       arrays);
  }
  for (std::size_t k = 0; k < factors.count[Active::upper]; ++k) {
    add_virial<half, R::registers>(factors.slot[Active::upper][k], factors.of[Active::upper][k], position, sums,
                                   arrays);
  }
  R::template add_to_cluster<virial_quantities>([&sums](std::size_t q, std::size_t r)
                                                    HWY_ATTR { return sums[r].of[q]; },
                                                arrays.virial + first * virial_quantities);
}

}  // namespace soret::HWY_NAMESPACE
