/// \file
/// Compiled once per instruction set (see cmake/SoretKernels.cmake).

#include "prune_kernel.hpp"

#include <soret/neighbour/pair_register.hpp>

namespace soret::SORET_KERNELS {

namespace {

namespace hn = hwy::HWY_NAMESPACE;
using R = HWY_NAMESPACE::PairRegister<float>;
using Vector = hn::Vec<R::D>;

/// The i cluster's coordinates, spread over the registers.
struct SpreadCluster {
  Vector x[R::registers], y[R::registers], z[R::registers];

  HWY_INLINE SpreadCluster(const PairArraysFloat& arrays, std::size_t first)
  {
    for (std::size_t r = 0; r < R::registers; ++r) {
      const std::size_t at = first + r * R::i_per_register;
      x[r] = R::spread(R::D{}, arrays.x + at);
      y[r] = R::spread(R::D{}, arrays.y + at);
      z[r] = R::spread(R::D{}, arrays.z + at);
    }
  }

  /// Of each partner that is looked at: bit 0 if a particle of the first half of the cluster has one of it in range,
  /// bit 1 if one of the second half has.
  struct Reach {
    unsigned halves[R::together];
  };

  HWY_INLINE Reach reach_of(Vector range_squared, const PairArraysFloat& arrays, R::Partners partners) const
  {
    constexpr std::size_t half = R::registers / 2;
    auto first = hn::Lt(range_squared, hn::Zero(R::D{}));
    auto second = first;
    for (std::size_t part = 0; part < R::j_parts; ++part) {
      const Vector xj = R::load_partner(R::D{}, arrays.x, partners);
      const Vector yj = R::load_partner(R::D{}, arrays.y, partners);
      const Vector zj = R::load_partner(R::D{}, arrays.z, partners);
      for (std::size_t r = 0; r < R::registers; ++r) {
        const Vector dx = hn::Sub(x[r], xj);
        const Vector dy = hn::Sub(y[r], yj);
        const Vector dz = hn::Sub(z[r], zj);
        const auto near = hn::Lt(hn::MulAdd(dx, dx, hn::MulAdd(dy, dy, hn::Mul(dz, dz))), range_squared);
        (r < half ? first : second) = hn::Or(r < half ? first : second, near);
      }
      partners.slot[0] += R::j_width;  // the next part, if there is one
    }
    Reach reach;
    for (std::size_t k = 0; k < R::together; ++k) {
      reach.halves[k] = (R::any_of_partner(k, first) ? 1U : 0U) | (R::any_of_partner(k, second) ? 2U : 0U);
    }
    return reach;
  }
};

}  // namespace

void prune_pairs(const PairArraysFloat& arrays, double range, const ClusterPairs& wide, ClusterRow* near_rows,
                 std::int32_t* near_partners, std::int32_t* scratch)
{
  const Vector range_squared = hn::Set(R::D{}, static_cast<float>(range * range));
  constexpr auto together = static_cast<std::int32_t>(R::together);
  std::int32_t kept = 0;
  for (std::size_t k = 0; k < wide.row_count; ++k) {
    const ClusterRow& row = wide.rows[k];
    const SpreadCluster cluster{arrays, static_cast<std::size_t>(row.cluster) * cluster_size};
    const std::int32_t longest = row.end - row.begin;
    std::int32_t* group[4] = {scratch, scratch + longest, scratch + 2 * longest, near_partners + kept};
    std::int32_t count[4] = {0, 0, 0, 0};
    for (std::int32_t entry = row.begin; entry < row.end; entry += together) {
      const std::int32_t left = row.end - entry;
      std::int32_t looked_at[together];
      R::Partners slots;
      for (std::int32_t p = 0; p < together; ++p) {
        looked_at[p] = p < left ? wide.partners[entry + p] : 0;
        slots.slot[p] = p < left ? static_cast<std::size_t>(looked_at[p]) * cluster_size : arrays.empty;
      }
      const SpreadCluster::Reach reach = cluster.reach_of(range_squared, arrays, slots);
      for (std::int32_t p = 0; p < together && p < left; ++p) {
        const unsigned halves = reach.halves[p];
        group[halves][count[halves]++] = looked_at[p];  // group 0 is thrown away: no branch
      }
    }
    ClusterRow& near = near_rows[k];
    near = row;
    near.begin = kept;
    near.lower = kept + count[3];
    near.upper = near.lower + count[1];
    near.end = near.upper + count[2];
    for (std::int32_t p = 0; p < count[1]; ++p) {
      near_partners[near.lower + p] = group[1][p];
    }
    for (std::int32_t p = 0; p < count[2]; ++p) {
      near_partners[near.upper + p] = group[2][p];
    }
    kept = near.end;
  }
}

}  // namespace soret::SORET_KERNELS
