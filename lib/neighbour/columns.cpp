#include <soret/neighbour/columns.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>

namespace soret {

namespace {

std::size_t rows_along(double length, double width)
{
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(length / width)));
}

/// Particle numbers grouped by column (counting sort), and where each column starts.
std::pair<std::vector<std::int32_t>, std::vector<std::size_t>> group_by_column(const ColumnGrid& grid,
                                                                               std::span<const double> x,
                                                                               std::span<const double> y)
{
  std::vector<std::uint32_t> column(x.size());
  std::vector<std::size_t> start(grid.count() + 1, 0);
  for (std::size_t i = 0; i < x.size(); ++i) {
    column[i] = static_cast<std::uint32_t>(grid.column_of(x[i], y[i]));
    ++start[column[i] + 1];
  }
  for (std::size_t c = 0; c < grid.count(); ++c) {
    start[c + 1] += start[c];
  }
  std::vector<std::size_t> next(start.begin(), start.end() - 1);
  std::vector<std::int32_t> grouped(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    grouped[next[column[i]]++] = static_cast<std::int32_t>(i);
  }
  return {std::move(grouped), std::move(start)};
}

}  // namespace

ColumnGrid::ColumnGrid(const Vec3& lower, const Vec3& upper, std::size_t particle_count)
    : low_x_{lower.x}, low_y_{lower.y}
{
  const Vec3 extent = upper - lower;
  const double volume_per_cluster = extent.x * extent.y * extent.z * static_cast<double>(cluster_size) /
                                    static_cast<double>(std::max<std::size_t>(particle_count, 1));
  // Thin zones: a column must hold several clusters to be filled well.
  const double edge = std::max(std::cbrt(volume_per_cluster), std::sqrt(2.0 * volume_per_cluster / extent.z));
  x_count_ = rows_along(extent.x, edge);
  y_count_ = rows_along(extent.y, edge);
  per_x_ = static_cast<double>(x_count_) / extent.x;
  per_y_ = static_cast<double>(y_count_) / extent.y;
}

std::size_t ColumnGrid::row(double coordinate, double low, double per_length, std::size_t rows)
{
  const double at = (coordinate - low) * per_length;
  return at <= 0.0 ? 0 : std::min(rows - 1, static_cast<std::size_t>(at));
}

ColumnOrder sort_into_columns(const ColumnGrid& grid, std::span<const double> x, std::span<const double> y,
                              std::span<const double> z, std::int32_t first_cluster)
{
  ColumnOrder sorted;
  std::vector<std::size_t> start;
  std::tie(sorted.order, start) = group_by_column(grid, x, y);
  sorted.slot.resize(x.size());
  sorted.columns.resize(grid.count());
  std::vector<std::pair<double, std::int32_t>> by_height;
  for (std::size_t c = 0; c < grid.count(); ++c) {
    const std::size_t begin = start[c];
    const std::size_t count = start[c + 1] - begin;
    by_height.clear();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    Column column{.x_low = infinity, .x_high = -infinity, .y_low = infinity, .y_high = -infinity};
    for (std::size_t k = 0; k < count; ++k) {
      const auto i = static_cast<std::size_t>(sorted.order[begin + k]);
      by_height.emplace_back(z[i], sorted.order[begin + k]);
      column.x_low = std::min(column.x_low, x[i]);
      column.x_high = std::max(column.x_high, x[i]);
      column.y_low = std::min(column.y_low, y[i]);
      column.y_high = std::max(column.y_high, y[i]);
    }
    std::sort(by_height.begin(), by_height.end());
    column.first_cluster = first_cluster + sorted.cluster_count;
    const std::size_t first_slot = static_cast<std::size_t>(sorted.cluster_count) * cluster_size;
    for (std::size_t k = 0; k < count; ++k) {
      sorted.order[begin + k] = by_height[k].second;
      sorted.slot[begin + k] = static_cast<std::int32_t>(first_slot + k);
    }
    sorted.cluster_count += static_cast<std::int32_t>((count + cluster_size - 1) / cluster_size);
    column.end_cluster = first_cluster + sorted.cluster_count;
    sorted.columns[c] = column;
  }
  return sorted;
}

}  // namespace soret
