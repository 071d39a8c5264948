/// \file
/// Compiled once per instruction set (see cmake/SoretKernels.cmake).

#include "slot_sums.hpp"

#include <hwy/highway.h>

namespace soret::SORET_KERNELS {

namespace {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<double, cluster_size>;
using Vector = hn::Vec<D>;
constexpr std::size_t quantities = 10;

HWY_INLINE void add_product(Vector& sum, Vector a, Vector b) { sum = hn::MulAdd(a, b, sum); }

}  // namespace

void sum_over_slots(const PairArraysDouble& arrays, bool with_velocities, std::size_t count, const double* origin,
                    double* sums)
{
  const D d;
  const Vector origin_x = hn::Set(d, origin[0]);
  const Vector origin_y = hn::Set(d, origin[1]);
  const Vector origin_z = hn::Set(d, origin[2]);
  Vector sum[quantities];
  for (Vector& s : sum) {
    s = hn::Zero(d);
  }
  for (std::size_t slot = 0; slot < count; slot += hn::MaxLanes(d)) {
    const std::size_t lane = slot % cluster_size;
    const double* block = arrays.force + (slot - lane) * force_quantities + lane;
    const Vector f_x = hn::Load(d, block);
    const Vector f_y = hn::Load(d, block + cluster_size);
    const Vector f_z = hn::Load(d, block + 2 * cluster_size);
    const Vector energy = hn::Load(d, block + 3 * cluster_size);
    const Vector x = hn::Sub(hn::Load(d, arrays.x + slot), origin_x);
    const Vector y = hn::Sub(hn::Load(d, arrays.y + slot), origin_y);
    const Vector z = hn::Sub(hn::Load(d, arrays.z + slot), origin_z);
    add_product(sum[0], x, f_x);
    add_product(sum[1], y, f_y);
    add_product(sum[2], z, f_z);
    add_product(sum[3], x, f_y);
    add_product(sum[4], x, f_z);
    add_product(sum[5], y, f_z);
    sum[6] = hn::Add(sum[6], energy);
    if (with_velocities) {
      add_product(sum[7], energy, hn::Load(d, arrays.velocity_x + slot));
      add_product(sum[8], energy, hn::Load(d, arrays.velocity_y + slot));
      add_product(sum[9], energy, hn::Load(d, arrays.velocity_z + slot));
    }
  }
  for (std::size_t q = 0; q < quantities; ++q) {
    sums[q] += hn::GetLane(hn::SumOfLanes(d, sum[q]));
  }
}

void flush_partner_sums(float* partner_sums, double* sums, std::size_t count)
{
  const D d;
  const hn::Rebind<float, D> narrow;
  for (std::size_t k = 0; k < count; k += hn::MaxLanes(d)) {
    hn::Store(hn::Add(hn::Load(d, sums + k), hn::PromoteTo(d, hn::Load(narrow, partner_sums + k))), d, sums + k);
    hn::Store(hn::Zero(narrow), narrow, partner_sums + k);
  }
}

}  // namespace soret::SORET_KERNELS
