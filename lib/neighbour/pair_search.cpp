#include <soret/neighbour/pair_search.hpp>

#include "kernels/search_kernel.hpp"

#include <soret/core/instruction_set.hpp>

#include <algorithm>
#include <limits>
#include <span>

namespace soret {

namespace {

/// Square of the gap between two intervals; zero if they overlap.
double gap_squared(double low_a, double high_a, double low_b, double high_b)
{
  const double gap = std::max(0.0, std::max(low_b - high_a, low_a - high_b));
  return gap * gap;
}

SearchKernel chosen_search_kernel()
{
  switch (chosen_instruction_set()) {
#ifdef SORET_X86_KERNELS
    case InstructionSet::avx512:
      return &kernels_avx512::search_columns;
    case InstructionSet::avx2:
      return &kernels_avx2::search_columns;
    case InstructionSet::sse4:
      return &kernels_sse4::search_columns;
#endif
    default:
      return &kernels_portable::search_columns;
  }
}

/// Search for the partners of one zone's columns, column by column.
class ColumnSearch {
 public:
  ColumnSearch(const std::array<std::optional<ZoneColumns>, 8>& zones, const ClusterBounds& bounds, double range,
               PairRuns& found)
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
      nearby_clusters_ = 0;
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
          nearby_.push_back({other.first_cluster, other.end_cluster});
          nearby_clusters_ += static_cast<std::size_t>(other.end_cluster - other.first_cluster);
        }
      }
    }
  }

  void add_row(std::int32_t cluster, bool with_itself)
  {
    row_.resize(nearby_clusters_ + 1);
    const FoundPartners found = kernel_(bounds_.view(), cluster, with_itself ? cluster : -1, static_cast<float>(range_),
                                        nearby_.data(), nearby_.size(), row_.data());
    if (found.runs > 0 || with_itself) {
      found_.add_row(cluster, with_itself, std::span{row_}.first(found.runs), found.partners);
    }
  }

  const std::array<std::optional<ZoneColumns>, 8>& zones_;
  const ClusterBounds& bounds_;
  double range_;
  PairRuns& found_;
  SearchKernel kernel_ = chosen_search_kernel();
  std::vector<NearbyColumn> nearby_;
  std::vector<std::uint32_t> row_;
  std::size_t nearby_clusters_ = 0;
};

}  // namespace

BoundsView ClusterBounds::view() const
{
  return {{low[0].data(), low[1].data(), low[2].data()}, {high[0].data(), high[1].data(), high[2].data()}};
}

ClusterBounds cluster_bounds(Slots& slots, const Vec3& origin)
{
  ClusterBounds bounds;
  const std::size_t clusters = slots.size() / cluster_size;
  const auto positions = slots.positions();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    bounds.low[axis].resize(clusters + search_padding);
    bounds.high[axis].resize(clusters + search_padding);
    for (std::size_t c = 0; c < clusters; ++c) {
      double low = std::numeric_limits<double>::infinity();
      double high = -low;
      for (std::size_t slot = c * cluster_size; slot < (c + 1) * cluster_size && !slots.is_empty(slot); ++slot) {
        low = std::min(low, positions[axis][slot]);
        high = std::max(high, positions[axis][slot]);
      }
      bounds.low[axis][c] = static_cast<float>(low - origin[axis]);
      bounds.high[axis][c] = static_cast<float>(high - origin[axis]);
    }
  }
  return bounds;
}

void search_pairs(const std::array<std::optional<ZoneColumns>, 8>& zones, const ClusterBounds& bounds, double range,
                  PairRuns& found)
{
  found.clear(bounds.low[0].size());
  ColumnSearch search{zones, bounds, range, found};
  for (std::size_t zone = 0; zone < zones.size(); ++zone) {
    if (zones[zone]) {
      search.run(zone);
    }
  }
}

}  // namespace soret
