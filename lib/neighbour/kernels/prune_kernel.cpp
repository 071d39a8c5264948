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

  HWY_INLINE bool any_within(Vector range_squared, const PairArraysDouble& arrays, std::size_t partner) const
  {
    auto any = hn::Lt(range_squared, hn::Zero(R::D{}));
    for (std::size_t part = 0; part < R::j_parts; ++part) {
      const std::size_t j = partner + part * R::j_width;
      const Vector xj = R::load_partner(R::D{}, arrays.x + j);
      const Vector yj = R::load_partner(R::D{}, arrays.y + j);
      const Vector zj = R::load_partner(R::D{}, arrays.z + j);
      for (std::size_t r = 0; r < R::registers; ++r) {
        const Vector dx = hn::Sub(x[r], xj);
        const Vector dy = hn::Sub(y[r], yj);
        const Vector dz = hn::Sub(z[r], zj);
        any = hn::Or(any, hn::Lt(hn::MulAdd(dx, dx, hn::MulAdd(dy, dy, hn::Mul(dz, dz))), range_squared));
      }
    }
    return !hn::AllFalse(R::D{}, any);
  }
};

}  // namespace

void prune_pairs(const PairArraysDouble& arrays, double range, ClusterRow* rows, std::size_t row_count,
                 std::int32_t* partners)
{
  const Vector range_squared = hn::Set(R::D{}, range * range);
  std::int32_t kept = 0;
  for (std::size_t row = 0; row < row_count; ++row) {
    const SpreadCluster cluster{arrays, static_cast<std::size_t>(rows[row].cluster) * cluster_size};
    const std::int32_t begin = kept;
    for (std::int32_t entry = rows[row].begin; entry < rows[row].end; ++entry) {
      const std::int32_t partner = partners[entry];
      partners[kept] = partner;
      kept += cluster.any_within(range_squared, arrays, static_cast<std::size_t>(partner) * cluster_size) ? 1 : 0;
    }
    rows[row].begin = begin;
    rows[row].end = kept;
  }
}

}  // namespace soret::SORET_KERNELS
