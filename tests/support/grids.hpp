#pragma once
/// \file
/// Every way to divide a box among a number of ranks.

#include <soret/domain/rank_grid.hpp>

#include <cstddef>
#include <vector>

namespace test_support {

inline std::vector<soret::GridShape> all_grid_shapes(int ranks)
{
  std::vector<soret::GridShape> shapes;
  for (int nx = 1; nx <= ranks; ++nx) {
    for (int ny = 1; nx * ny <= ranks; ++ny) {
      if (ranks % (nx * ny) == 0) {
        shapes.push_back({nx, ny, ranks / (nx * ny)});
      }
    }
  }
  return shapes;
}

/// Planes of a grid whose lowest domains along each axis are `width` equal widths wide and whose others share the rest
/// evenly.
inline soret::GridPlanes planes_with_narrow_lowest(const soret::GridShape& shape, double width)
{
  soret::GridPlanes planes;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const int domains = shape[axis];
    planes[axis] = {0.0};
    for (int k = 1; k < domains; ++k) {
      planes[axis].push_back(width + (k - 1) * (domains - width) / (domains - 1));
    }
    planes[axis].push_back(domains);
  }
  return planes;
}

}  // namespace test_support
