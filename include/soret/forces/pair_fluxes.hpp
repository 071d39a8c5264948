#pragma once
/// \file
/// The work that pairs do along their distance, over all pairs together, summed in registers. Compiled for the
/// instruction set of the including translation unit.

#include <soret/neighbour/cluster_pairs.hpp>
#include <soret/neighbour/pair_register.hpp>

#include <cstddef>

namespace soret::HWY_NAMESPACE {

/// Velocities of the partners: each j against all i. Nothing unless `present`.
template <class Real, bool present>
struct PartnerVelocity {
  template <class Arrays>
  HWY_INLINE PartnerVelocity(const typename PairRegister<Real>::Partners&, const Arrays&)
  {
  }
};

template <class Real>
struct PartnerVelocity<Real, true> {
  using R = PairRegister<Real>;
  hn::Vec<typename R::D> of[3];

  template <class Arrays>
  HWY_INLINE PartnerVelocity(const typename R::Partners& partners, const Arrays& arrays)
      : of{R::load_partner(typename R::D{}, arrays.velocity_x, partners),
           R::load_partner(typename R::D{}, arrays.velocity_y, partners),
           R::load_partner(typename R::D{}, arrays.velocity_z, partners)}
  {
  }
};

/// Sum over the pairs of the i cluster whose first slot is `first`, with d = r_i - r_j and f the force on i, of
///   d (f . (v_i + v_j)) = f (d . (v_i + v_j)),
/// f being along d. Nothing unless `present`.
template <class Real, bool present>
struct FluxSums {
  template <class Arrays>
  HWY_INLINE FluxSums(std::size_t, const Arrays&)
  {
  }
  HWY_INLINE void add_to_memory(double*) const {}
};

template <class Real>
struct FluxSums<Real, true> {
  using R = PairRegister<Real>;
  using D = typename R::D;
  using Vector = hn::Vec<D>;
  Vector velocity[3][R::registers];
  Vector heat[3] = {hn::Zero(D{}), hn::Zero(D{}), hn::Zero(D{})};

  template <class Arrays>
  HWY_INLINE FluxSums(std::size_t first, const Arrays& arrays)
  {
    for (std::size_t r = 0; r < R::registers; ++r) {
      const std::size_t at = first + r * R::i_per_register;
      velocity[0][r] = R::spread(D{}, arrays.velocity_x + at);
      velocity[1][r] = R::spread(D{}, arrays.velocity_y + at);
      velocity[2][r] = R::spread(D{}, arrays.velocity_z + at);
    }
  }

  /// The pairs of register r.
  template <std::size_t quantities>
  HWY_INLINE void add(std::size_t r, const Vector (&force)[quantities], const Vector (&separation)[3],
                      const PartnerVelocity<Real, true>& partner)
  {
    const Vector v[3] = {hn::Add(velocity[0][r], partner.of[0]), hn::Add(velocity[1][r], partner.of[1]),
                         hn::Add(velocity[2][r], partner.of[2])};
    const Vector along = hn::MulAdd(separation[0], v[0], hn::MulAdd(separation[1], v[1], hn::Mul(separation[2], v[2])));
    for (std::size_t axis = 0; axis < 3; ++axis) {
      heat[axis] = hn::MulAdd(force[axis], along, heat[axis]);
    }
  }

  HWY_INLINE void add_to_memory(double* sums) const
  {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      R::add_lanes(heat[axis], sums + axis * flux_lanes);
    }
  }
};

}  // namespace soret::HWY_NAMESPACE
