/// \file
/// Compiled once per instruction set (see cmake/SoretKernels.cmake).

#include "prune_kernel.hpp"

#include <soret/neighbour/pair_register.hpp>

namespace soret::SORET_KERNELS {

namespace {

namespace hn = hwy::HWY_NAMESPACE;
using R = HWY_NAMESPACE::PairRegister<double>;
using Vector = hn::Vec<R::D>;

/// The i cluster's coordinates, spread over the registers.
struct SpreadCluster {
  Vector x[R::registers], y[R::registers], z[R::registers];

  HWY_INLINE SpreadCluster(const PairArraysDouble& arrays, std::size_t first)
  {
    for (std::size_t r = 0; r < R::registers; ++r) {
      const std::size_t at = first + r * R::i_per_register;
      x[r] = R::spread(R::D{}, arrays.x + at);
      y[r] = R::spread(R::D{}, arrays.y + at);
      z[r] = R::spread(R::D{}, arrays.z + at);
    }
  }

  /// Bit 0: a particle of the first half of the cluster has one of the partner in range; bit 1: of the second half.
  HWY_INLINE unsigned halves_within(Vector range_squared, const PairArraysDouble& arrays, std::size_t partner) const
  {
    constexpr std::size_t half = R::registers / 2;
    auto first = hn::Lt(range_squared, hn::Zero(R::D{}));
    auto second = first;
    for (std::size_t part = 0; part < R::j_parts; ++part) {
      const std::size_t j = partner + part * R::j_width;
      const Vector xj = R::load_partner(R::D{}, arrays.x + j);
      const Vector yj = R::load_partner(R::D{}, arrays.y + j);
      const Vector zj = R::load_partner(R::D{}, arrays.z + j);
      for (std::size_t r = 0; r < R::registers; ++r) {
        const Vector dx = hn::Sub(x[r], xj);
        const Vector dy = hn::Sub(y[r], yj);
        const Vector dz = hn::Sub(z[r], zj);
        const auto near = hn::Lt(hn::MulAdd(dx, dx, hn::MulAdd(dy, dy, hn::Mul(dz, dz))), range_squared);
        (r < half ? first : second) = hn::Or(r < half ? first : second, near);
      }
    }
    return (hn::AllFalse(R::D{}, first) ? 0U : 1U) | (hn::AllFalse(R::D{}, second) ? 0U : 2U);
  }
};

}  // namespace

void prune_pairs(const PairArraysDouble& arrays, double range, ClusterRow* rows, std::size_t row_count,
                 std::int32_t* partners, std::int32_t* scratch)
{
  const Vector range_squared = hn::Set(R::D{}, range * range);
  std::int32_t kept = 0;
  for (std::size_t row = 0; row < row_count; ++row) {
    const SpreadCluster cluster{arrays, static_cast<std::size_t>(rows[row].cluster) * cluster_size};
    const std::int32_t longest = rows[row].end - rows[row].begin;
    std::int32_t* group[4] = {scratch, scratch + longest, scratch + 2 * longest, partners + kept};
    std::int32_t count[4] = {0, 0, 0, 0};
    for (std::int32_t entry = rows[row].begin; entry < rows[row].end; ++entry) {
      const std::int32_t partner = partners[entry];
      const unsigned halves =
          cluster.halves_within(range_squared, arrays, static_cast<std::size_t>(partner) * cluster_size);
      group[halves][count[halves]++] = partner;  // group 0 is thrown away: no branch
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
