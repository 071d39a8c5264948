/// \file
/// Compiled once per instruction set (see cmake/SoretKernels.cmake).

#include "distance_histogram.hpp"

#include <hwy/highway.h>

namespace soret::SORET_KERNELS {

namespace {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<double, distance_padding>;
using Integer = hn::Rebind<std::int32_t, D>;
using Vector = hn::Vec<D>;

/// Bins of the distances of as many particles as a register holds.
HWY_INLINE hn::Vec<Integer> bins_from(const DistanceBins& bins, const double* position, const DistanceParticles& others,
                                      std::size_t first)
{
  const D d;
  Vector squared = hn::Zero(d);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const Vector separation = hn::Sub(hn::LoadU(d, others.coordinate[axis] + first), hn::Set(d, position[axis]));
    const Vector direct = hn::Abs(separation);
    const Vector shortest = hn::Min(direct, hn::Sub(hn::Set(d, bins.box_lengths[axis]), direct));
    squared = hn::MulAdd(shortest, shortest, squared);
  }
  const Vector bin = hn::Mul(hn::Sqrt(squared), hn::Set(d, bins.bins_per_length));
  return hn::DemoteTo(Integer{}, hn::Min(bin, hn::Set(d, bins.last_bin)));
}

}  // namespace

void count_distances(const DistanceBins& bins, const double* position, const DistanceParticles& others,
                     const ParticleRange* ranges, std::size_t range_count, std::int32_t* scratch, std::uint32_t* even,
                     std::uint32_t* odd)
{
  constexpr std::size_t lanes = hn::MaxLanes(D{});
  std::size_t count = 0;
  for (std::size_t r = 0; r < range_count; ++r) {
    const auto begin = static_cast<std::size_t>(ranges[r].begin);
    const auto end = static_cast<std::size_t>(ranges[r].end);
    for (std::size_t first = begin; first < end; first += lanes) {
      const auto histogram = hn::LoadU(Integer{}, others.first_histogram + first);
      const auto bin = bins_from(bins, position, others, first);
      hn::StoreU(hn::Add(histogram, bin), Integer{}, scratch + count + (first - begin));
    }
    count += end - begin;  // what was written beyond is overwritten by the next range
  }
  std::size_t k = 0;
  for (; k + 2 <= count; k += 2) {
    ++even[scratch[k]];
    ++odd[scratch[k + 1]];
  }
  if (k < count) {
    ++even[scratch[k]];
  }
}

}  // namespace soret::SORET_KERNELS
