#pragma once
/// \file
/// Kept lanes of a register moved to its front. Compiled for the instruction set of the including translation unit.

#include <hwy/highway.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace soret::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// For each mask of N lanes those that it keeps, in their order; then zeros.
template <std::size_t N>
constexpr std::array<std::array<std::uint8_t, N>, std::size_t{1} << N> make_kept_lanes()
{
  std::array<std::array<std::uint8_t, N>, std::size_t{1} << N> lanes{};
  for (std::size_t mask = 0; mask < lanes.size(); ++mask) {
    std::size_t count = 0;
    for (std::uint8_t lane = 0; lane < N; ++lane) {
      if ((mask >> lane & 1U) != 0) {
        lanes[mask][count++] = lane;
      }
    }
  }
  return lanes;
}

template <std::size_t N>
inline constexpr auto kept_lanes = make_kept_lanes<N>();

/// The lanes of 32-bit `values` that `kept` holds for, at the front; what follows them is not defined. As Highway's
/// Compress, whose table for processors without such an instruction GCC 12 copies to the stack in every call. To be
/// stored whole: a compressing store is slow on some processors.
template <class D>
HWY_INLINE hn::Vec<D> compressed([[maybe_unused]] D d, hn::Vec<D> values, hn::Mask<D> kept)
{
#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_SSE4
  std::uint8_t bits[8] = {};
  hn::StoreMaskBits(d, kept, bits);
  const auto& lanes = kept_lanes<hn::MaxLanes(D{})>[bits[0]];
  const auto order = hn::PromoteTo(d, hn::LoadU(hn::Rebind<std::uint8_t, D>{}, lanes.data()));
  return hn::TableLookupLanes(values, hn::IndicesFromVec(d, order));
#else
  return hn::Compress(values, kept);
#endif
}

}  // namespace soret::HWY_NAMESPACE
