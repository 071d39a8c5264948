#pragma once
/// \file
/// What search_kernel.cpp defines for each instruction set: the innermost part of the pair search.

#include <cstddef>
#include <cstdint>

namespace soret {

/// Bounding boxes of clusters in single precision, as arrays with `search_padding` readable elements behind the last.
struct BoundsView {
  const float* low[3];
  const float* high[3];
};
inline constexpr std::size_t search_padding = 16;

/// A column near the current one, with the first of its clusters that can still be reached (grows with z).
struct NearbyColumn {
  std::int32_t next;
  std::int32_t end;
};

/// How much was found for one cluster.
struct FoundPartners {
  std::size_t runs;
  std::size_t partners;
};

/// Writes to `found`, as runs (cluster_pairs.hpp), the clusters of the columns whose boxes come closer than `range` to
/// that of `cluster`, only those numbered above `after`. `found` must have room for a run for each cluster of the
/// columns and one more. Calls must come in the order of rising clusters of one column.
using SearchKernel = FoundPartners (*)(const BoundsView& bounds, std::int32_t cluster, std::int32_t after, float range,
                                       NearbyColumn* columns, std::size_t column_count, std::uint32_t* found);

#define SORET_DECLARE_SEARCH(target)                                                                              \
  namespace kernels_##target                                                                                      \
  {                                                                                                               \
    FoundPartners search_columns(const BoundsView& bounds, std::int32_t cluster, std::int32_t after, float range, \
                                 NearbyColumn* columns, std::size_t column_count, std::uint32_t* found);          \
  }
SORET_DECLARE_SEARCH(portable)
SORET_DECLARE_SEARCH(sse4)
SORET_DECLARE_SEARCH(avx2)
SORET_DECLARE_SEARCH(avx512)
#undef SORET_DECLARE_SEARCH

}  // namespace soret
