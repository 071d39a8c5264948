#pragma once
/// \file
/// Particles of one zone in columns along z, each column sorted in z and cut into clusters of four.

#include <soret/core/vec3.hpp>
#include <soret/neighbour/cluster_pairs.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace soret {

/// A column's clusters and the rectangle that its particles occupy.
struct Column {
  std::int32_t first_cluster = 0;
  std::int32_t end_cluster = 0;
  double x_low = 0.0;
  double x_high = 0.0;
  double y_low = 0.0;
  double y_high = 0.0;
};

/// A regular grid of columns over a rectangle.
class ColumnGrid {
 public:
  /// Chooses the column width so that four particles fill about a cube at this number of particles in this volume.
  ColumnGrid(const Vec3& lower, const Vec3& upper, std::size_t particle_count);

  std::size_t column_of(double x, double y) const { return row_of_x(x) * y_count_ + row_of_y(y); }
  std::size_t row_of_x(double x) const { return row(x, low_x_, per_x_, x_count_); }
  std::size_t row_of_y(double y) const { return row(y, low_y_, per_y_, y_count_); }
  std::size_t index(std::size_t row_x, std::size_t row_y) const { return row_x * y_count_ + row_y; }
  std::size_t count() const { return x_count_ * y_count_; }

 private:
  static std::size_t row(double coordinate, double low, double per_length, std::size_t rows);

  double low_x_, low_y_, per_x_, per_y_;
  std::size_t x_count_, y_count_;
};

/// Where particles go when sorted: an order, and clusters for it.
struct ColumnOrder {
  std::vector<std::int32_t> order;  ///< order[k] is the particle at sorted place k
  std::vector<std::int32_t> slot;   ///< slot[k] of sorted place k, counted from the first slot of the zone
  std::vector<Column> columns;      ///< one per column of the grid, clusters counted over all zones
  std::int32_t cluster_count = 0;   ///< clusters of this zone
};

/// Sorts particles (given by coordinates) into the grid's columns and cuts clusters numbered from `first_cluster`. The
/// sort is stable, so that sorting what is sorted changes nothing: restarts depend on it.
ColumnOrder sort_into_columns(const ColumnGrid& grid, std::span<const double> x, std::span<const double> y,
                              std::span<const double> z, std::int32_t first_cluster);

}  // namespace soret
