/// \file
/// Compiled once per instruction set (see cmake/SoretKernels.cmake).

#include "box_muller.hpp"

#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

namespace soret::SORET_KERNELS {

namespace hn = hwy::HWY_NAMESPACE;

namespace {

using D = hn::CappedTag<double, 8>;
using Vector = hn::Vec<D>;

/// The 52 leading bits as a number in (0, 1): put behind the exponent of 1 they give [1, 2), centred in their interval.
HWY_INLINE Vector to_unit_interval(const std::uint64_t* bits)
{
  const hn::RebindToUnsigned<D> integers;
  const auto mantissa = hn::ShiftRight<12>(hn::LoadU(integers, bits));
  const auto one_to_two = hn::Or(mantissa, hn::Set(integers, 0x3FF0000000000000ULL));
  return hn::Sub(hn::BitCast(D{}, one_to_two), hn::Set(D{}, 1.0 - 0x1.0p-53));
}

HWY_INLINE Vector radius(Vector uniform) { return hn::Sqrt(hn::Mul(hn::Set(D{}, -2.0), hn::Log(D{}, uniform))); }

/// 2 pi u.
HWY_INLINE Vector angle(Vector uniform) { return hn::Mul(hn::Set(D{}, 6.283185307179586477), uniform); }

}  // namespace

void box_muller(const BoxMullerArrays& arrays, std::size_t count)
{
  for (std::size_t i = 0; i < count; i += hn::Lanes(D{})) {
    const Vector radius_a = radius(to_unit_interval(arrays.bits[0] + i));
    const Vector angle_a = angle(to_unit_interval(arrays.bits[1] + i));
    const Vector radius_b = radius(to_unit_interval(arrays.bits[2] + i));
    const Vector angle_b = angle(to_unit_interval(arrays.bits[3] + i));
    hn::StoreU(hn::Mul(radius_a, hn::Cos(D{}, angle_a)), D{}, arrays.normals[0] + i);
    hn::StoreU(hn::Mul(radius_a, hn::Sin(D{}, angle_a)), D{}, arrays.normals[1] + i);
    hn::StoreU(hn::Mul(radius_b, hn::Cos(D{}, angle_b)), D{}, arrays.normals[2] + i);
  }
}

}  // namespace soret::SORET_KERNELS
