#pragma once
/// \file
/// Every way to divide a box among a number of ranks.

#include <soret/domain/rank_grid.hpp>

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

}  // namespace test_support
