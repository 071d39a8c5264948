#include <soret/neighbour/pair_search.hpp>

#include <algorithm>
#include <limits>

namespace soret {

namespace {

/// Square of the gap between two intervals; zero if they overlap.
double gap_squared(double low_a, double high_a, double low_b, double high_b)
{
  const double gap = std::max(0.0, std::max(low_b - high_a, low_a - high_b));
  return gap * gap;
}

/// A column near the current one, with the first of its clusters that can still be reached (grows with z).
struct NearbyColumn {
  std::int32_t next;
  std::int32_t end;
  bool same;  ///< the current column itself: only later clusters count
};

/// Search for the partners of one zone's columns, column by column.
class ColumnSearch {
 public:
  ColumnSearch(const std::array<std::optional<ZoneColumns>, 8>& zones, const ClusterBounds& bounds, double range,
               PairLists& found)
      : zones_{zones}, bounds_{bounds}, range_{range}, found_{found}
  {
  }

  void run(std::size_t zone)
  {
    for (const Column& column : zones_[zone]->columns) {
      if (column.first_cluster == column.end_cluster) {
        continue;
      }
      nearby_.clear();
      for (std::size_t other = 0; other < zones_.size(); ++other) {
        const bool counted_here = other > zone || (other == 0 && zone == 0);
        if (zones_[other] && (zone & other) == 0 && counted_here) {
          collect_nearby(column, *zones_[other], other == zone);
        }
      }
      for (std::int32_t cluster = column.first_cluster; cluster < column.end_cluster; ++cluster) {
        add_row(cluster, zone == 0);
      }
    }
  }

 private:
  void collect_nearby(const Column& column, const ZoneColumns& zone, bool same_zone)
  {
    const std::size_t x_end = zone.grid.row_of_x(column.x_high + range_);
    const std::size_t y_end = zone.grid.row_of_y(column.y_high + range_);
    for (std::size_t row_x = zone.grid.row_of_x(column.x_low - range_); row_x <= x_end; ++row_x) {
      for (std::size_t row_y = zone.grid.row_of_y(column.y_low - range_); row_y <= y_end; ++row_y) {
        const Column& other = zone.columns[zone.grid.index(row_x, row_y)];
        const bool earlier = same_zone && other.first_cluster < column.first_cluster;
        if (other.first_cluster == other.end_cluster || earlier) {
          continue;
        }
        if (gap_squared(column.x_low, column.x_high, other.x_low, other.x_high) +
                gap_squared(column.y_low, column.y_high, other.y_low, other.y_high) <
            range_ * range_) {
          nearby_.push_back({other.first_cluster, other.end_cluster, &other == &column});
        }
      }
    }
  }

  void add_row(std::int32_t cluster, bool with_itself)
  {
    const auto c = static_cast<std::size_t>(cluster);
    const double bottom = bounds_.low[2][c] - range_;
    const double top = bounds_.high[2][c] + range_;
    const auto begin = static_cast<std::int32_t>(found_.partners.size());
    for (NearbyColumn& column : nearby_) {
      while (column.next < column.end && bounds_.high[2][static_cast<std::size_t>(column.next)] < bottom) {
        ++column.next;
      }
      const std::int32_t first = column.same ? cluster + 1 : column.next;
      for (std::int32_t other = first; other < column.end; ++other) {
        const auto o = static_cast<std::size_t>(other);
        if (bounds_.low[2][o] > top) {
          break;
        }
        if (distance_squared(c, o) < range_ * range_) {
          found_.partners.push_back(other);
        }
      }
    }
    const auto end = static_cast<std::int32_t>(found_.partners.size());
    if (end > begin || with_itself) {
      found_.rows.push_back({cluster, begin, end, with_itself ? 1 : 0});
    }
  }

  double distance_squared(std::size_t a, std::size_t b) const
  {
    double sum = 0.0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      sum += gap_squared(bounds_.low[axis][a], bounds_.high[axis][a], bounds_.low[axis][b], bounds_.high[axis][b]);
    }
    return sum;
  }

  const std::array<std::optional<ZoneColumns>, 8>& zones_;
  const ClusterBounds& bounds_;
  double range_;
  PairLists& found_;
  std::vector<NearbyColumn> nearby_;
};

}  // namespace

ClusterBounds cluster_bounds(Slots& slots)
{
  ClusterBounds bounds;
  const std::size_t clusters = slots.size() / cluster_size;
  const auto positions = slots.positions();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    bounds.low[axis].resize(clusters);
    bounds.high[axis].resize(clusters);
    for (std::size_t c = 0; c < clusters; ++c) {
      double low = std::numeric_limits<double>::infinity();
      double high = -low;
      for (std::size_t slot = c * cluster_size; slot < (c + 1) * cluster_size && !slots.is_empty(slot); ++slot) {
        low = std::min(low, positions[axis][slot]);
        high = std::max(high, positions[axis][slot]);
      }
      bounds.low[axis][c] = low;
      bounds.high[axis][c] = high;
    }
  }
  return bounds;
}

void search_pairs(const std::array<std::optional<ZoneColumns>, 8>& zones, const ClusterBounds& bounds, double range,
                  PairLists& found)
{
  found.rows.clear();
  found.partners.clear();
  ColumnSearch search{zones, bounds, range, found};
  for (std::size_t zone = 0; zone < zones.size(); ++zone) {
    if (zones[zone]) {
      search.run(zone);
    }
  }
}

}  // namespace soret
