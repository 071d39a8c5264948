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

/// What the virials of a row need to know of its pairs: the forces (zero where a pair does not count), apart for each
/// value of ActiveHalves, because a quarter of the registers has no pair within the cutoff. The virials are summed
/// after the forces, in a loop of their own: together they want more sums than there are registers.
template <class Real>
struct KeptForces {
  using R = PairRegister<Real>;
  static constexpr std::size_t capacity = 128;  ///< parts of partners
  std::size_t count[4] = {0, 0, 0, 0};
  typename R::Partners partners[4][capacity];
  hn::Vec<typename R::D> of[4][capacity][R::registers][3];
};

/// Adds the virials of the registers [from, to) with the partners: to a sum over pairs of d_a f_b for the i cluster,
/// which is the sum for the partner if taken over the i.
template <std::size_t from, std::size_t to, class Real, class SpeciesLane>
HWY_INLINE void add_virial(const typename PairRegister<Real>::Partners& partners,
                           const hn::Vec<typename PairRegister<Real>::D> (*force)[3],
                           const ClusterPosition<Real>& cluster, PairSums<Real, virial_quantities>* sums,
                           const PairArrays<Real, SpeciesLane>& arrays)
{
  using R = PairRegister<Real>;
  using Vector = hn::Vec<typename R::D>;
  constexpr std::size_t component[virial_quantities][2] = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}};
  const PartnerPosition<Real> partner{partners, arrays};
  PairSums<Real, virial_quantities> of_partner;
  for (std::size_t r = from; r < to; ++r) {
    const Vector separation[3] = {hn::Sub(cluster.of[0][r], partner.of[0]), hn::Sub(cluster.of[1][r], partner.of[1]),
                                  hn::Sub(cluster.of[2][r], partner.of[2])};
    for (std::size_t q = 0; q < virial_quantities; ++q) {
      const Vector d = separation[component[q][0]];
      const Vector f = force[r][component[q][1]];
      if (r == from) {  // added, not fused: units that multiply are busier than those that add
        of_partner.of[q] = hn::Mul(d, f);
        sums[r].of[q] = hn::Add(sums[r].of[q], of_partner.of[q]);
      }
      else {
        sums[r].of[q] = hn::MulAdd(d, f, sums[r].of[q]);
        of_partner.of[q] = hn::MulAdd(d, f, of_partner.of[q]);
      }
    }
  }
  R::template change_partner<typename R::Add, virial_quantities>(of_partner.of, arrays.virial, partners);
}

/// The virials of pairs of the i cluster from slot `first` on.
template <class Real, class SpeciesLane>
HWY_NOINLINE void add_virials(std::size_t first, const PairArrays<Real, SpeciesLane> arrays,
                              const KeptForces<Real>& forces)
{
  using R = PairRegister<Real>;
  using Active = ActiveHalves;
  const ClusterPosition<Real> position{first, arrays};
  PairSums<Real, virial_quantities> sums[R::registers];
  for (auto& sum : sums) {
    sum.clear();
  }
  constexpr std::size_t half = R::registers / 2;
  for (std::size_t k = 0; k < forces.count[Active::both]; ++k) {
    add_virial<0, R::registers>(forces.partners[Active::both][k], forces.of[Active::both][k], position, sums, arrays);
  }
  for (std::size_t k = 0; k < forces.count[Active::lower]; ++k) {
    add_virial<0, half>(forces.partners[Active::lower][k], forces.of[Active::lower][k], position, sums, arrays);
  }
  for (std::size_t k = 0; k < forces.count[Active::upper]; ++k) {
    add_virial<half, R::registers>(forces.partners[Active::upper][k], forces.of[Active::upper][k], position, sums,
                                   arrays);
  }
  R::template add_to_cluster<virial_quantities>([&sums](std::size_t q, std::size_t r)
                                                    HWY_ATTR { return sums[r].of[q]; },
                                                arrays.virial + first * virial_quantities);
}

}  // namespace soret::HWY_NAMESPACE
