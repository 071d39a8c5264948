/// \file
/// Compiled once per instruction set (see cmake/SoretKernels.cmake).

#include "search_kernel.hpp"

#include <soret/neighbour/cluster_pairs.hpp>

#include <hwy/highway.h>

namespace soret::SORET_KERNELS {

namespace {

namespace hn = hwy::HWY_NAMESPACE;
using D =
    hn::CappedTag<float, run_length>;  // a column has about six clusters in reach: wider registers would be half empty
static_assert(hn::MaxLanes(D{}) <= search_padding);
using Integer = hn::RebindToSigned<D>;
using Vector = hn::Vec<D>;

/// The box of the cluster whose partners are searched.
struct Box {
  Vector low[3], high[3];

  HWY_INLINE Box(const BoundsView& bounds, std::size_t cluster)
  {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      low[axis] = hn::Set(D{}, bounds.low[axis][cluster]);
      high[axis] = hn::Set(D{}, bounds.high[axis][cluster]);
    }
  }

  /// Squares of the gaps to the boxes of the clusters from `first` on.
  HWY_INLINE Vector gap_squared(const BoundsView& bounds, std::size_t first) const
  {
    Vector sum = hn::Zero(D{});
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const Vector below = hn::Sub(hn::LoadU(D{}, bounds.low[axis] + first), high[axis]);
      const Vector above = hn::Sub(low[axis], hn::LoadU(D{}, bounds.high[axis] + first));
      const Vector gap = hn::Max(hn::Zero(D{}), hn::Max(below, above));
      sum = hn::MulAdd(gap, gap, sum);
    }
    return sum;
  }
};

}  // namespace

FoundPartners search_columns(const BoundsView& bounds, std::int32_t cluster, std::int32_t after, float range,
                             NearbyColumn* columns, std::size_t column_count, std::uint32_t* found)
{
  const Integer di;
  constexpr std::int32_t lanes = static_cast<std::int32_t>(hn::MaxLanes(D{}));
  const auto numbers = hn::Iota(di, 0);  // once: the compiler puts it together lane by lane
  const Box box{bounds, static_cast<std::size_t>(cluster)};
  const Vector range_squared = hn::Set(D{}, range * range);
  const float bottom = bounds.low[2][cluster] - range;
  const float top = bounds.high[2][cluster] + range;
  FoundPartners count{0, 0};
  for (std::size_t c = 0; c < column_count; ++c) {
    std::int32_t next = columns[c].next;
    const std::int32_t end = columns[c].end;
    while (next < end && (bounds.high[2][next] < bottom || next <= after)) {
      ++next;
    }
    columns[c].next = next;
    for (std::int32_t first = next; first < end && bounds.low[2][first] <= top; first += lanes) {
      const auto indices = hn::Add(hn::Set(di, first), numbers);
      const auto near = hn::Lt(box.gap_squared(bounds, static_cast<std::size_t>(first)), range_squared);
      const auto inside = hn::Lt(indices, hn::Set(di, end));
      const auto counted = hn::And(hn::RebindMask(di, near), inside);
      std::uint8_t bits[8] = {};
      hn::StoreMaskBits(di, counted, bits);
      found[count.runs] =
          static_cast<std::uint32_t>(first) << run_length | bits[0];  // counts if there is one: no branch
      count.runs += static_cast<std::size_t>(bits[0] != 0);
      count.partners += hn::CountTrue(di, counted);
    }
  }
  return count;
}

}  // namespace soret::SORET_KERNELS
