#pragma once
/// \file
/// From columns of clusters to the list of cluster pairs.

#include <soret/core/aligned.hpp>
#include <soret/neighbour/cluster_pairs.hpp>
#include <soret/neighbour/columns.hpp>
#include <soret/neighbour/slots.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace soret {

/// One zone's columns, for the search.
struct ZoneColumns {
  ColumnGrid grid;
  std::vector<Column> columns;
};

/// Bounding boxes of clusters.
struct ClusterBounds {
  std::array<std::vector<double>, 3> low;
  std::array<std::vector<double>, 3> high;
};

/// Bounding boxes of all clusters of the slots, empty slots left out.
ClusterBounds cluster_bounds(Slots& slots);

/// A growing list of cluster pairs.
struct PairLists {
  std::vector<ClusterRow> rows;
  std::vector<std::int32_t> partners;
  ClusterPairs view() const { return {rows.data(), rows.size(), partners.data()}; }
};

/// All cluster pairs whose bounding boxes come closer than `range`, each once, between zones without a common bit
/// (index of `zones` = zone bits; absent zones have no particles).
void search_pairs(const std::array<std::optional<ZoneColumns>, 8>& zones, const ClusterBounds& bounds, double range,
                  PairLists& found);

}  // namespace soret
