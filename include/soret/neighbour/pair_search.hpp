#pragma once
/// \file
/// From columns of clusters to the list of cluster pairs.

#include <soret/neighbour/columns.hpp>
#include <soret/neighbour/pair_runs.hpp>
#include <soret/neighbour/slots.hpp>

#include <array>
#include <optional>
#include <vector>

namespace soret {

/// One zone's columns, for the search.
struct ZoneColumns {
  ColumnGrid grid;
  std::vector<Column> columns;
};

struct BoundsView;

/// Bounding boxes of clusters, relative to some origin and rounded to single precision.
struct ClusterBounds {
  std::array<std::vector<float>, 3> low;
  std::array<std::vector<float>, 3> high;
  BoundsView view() const;
};

/// Bounding boxes of all clusters of the slots, empty slots left out.
ClusterBounds cluster_bounds(Slots& slots, const Vec3& origin);

/// At least all cluster pairs whose bounding boxes come closer than `range` (allow for the rounding of the bounds),
/// each once, between zones without a common bit (index of `zones` = zone bits; absent zones have no particles).
void search_pairs(const std::array<std::optional<ZoneColumns>, 8>& zones, const ClusterBounds& bounds, double range,
                  PairRuns& found);

}  // namespace soret
