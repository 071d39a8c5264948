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

void prune_pairs(const PairArraysFloat& arrays, double range, ClusterRow* rows, std::size_t row_count,
                 std::int32_t* partners, std::int32_t* scratch)
{
  const Vector range_squared = hn::Set(R::D{}, static_cast<float>(range * range));
  constexpr auto together = static_cast<std::int32_t>(R::together);
  std::int32_t kept = 0;
  for (std::size_t row = 0; row < row_count; ++row) {
    const SpreadCluster cluster{arrays, static_cast<std::size_t>(rows[row].cluster) * cluster_size};
    const std::int32_t longest = rows[row].end - rows[row].begin;
    std::int32_t* group[4] = {scratch, scratch + longest, scratch + 2 * longest, partners + kept};
    std::int32_t count[4] = {0, 0, 0, 0};
    for (std::int32_t entry = rows[row].begin; entry < rows[row].end; entry += together) {
      const std::int32_t left = rows[row].end - entry;
      std::int32_t looked_at[together];
      R::Partners slots;
      for (std::int32_t k = 0; k < together; ++k) {
        looked_at[k] = k < left ? partners[entry + k] : 0;
        slots.slot[k] = k < left ? static_cast<std::size_t>(looked_at[k]) * cluster_size : arrays.empty;
      }
      const SpreadCluster::Reach reach = cluster.reach_of(range_squared, arrays, slots);
      for (std::int32_t k = 0; k < together && k < left; ++k) {
        const unsigned halves = reach.halves[k];
        group[halves][count[halves]++] = looked_at[k];  // group 0 is thrown away: no branch
      }
    }
    rows[row].begin = kept;
    rows[row].lower = kept + count[3];
    rows[row].upper = rows[row].lower + count[1];
    rows[row].end = rows[row].upper + count[2];
    for (std::int32_t k = 0; k < count[1]; ++k) {
      partners[rows[row].lower + k] = group[1][k];
    }
    for (std::int32_t k = 0; k < count[2]; ++k) {
      partners[rows[row].upper + k] = group[2][k];
    }
    kept = rows[row].end;
  }
}

}  // namespace soret::SORET_KERNELS
