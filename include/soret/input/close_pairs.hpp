#pragma once
/// \file
/// All pairs of points nearer than a distance, in a time proportional to their number.

#include <soret/system/box.hpp>
#include <soret/system/particles.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

namespace soret {

/// Points sorted into cells no smaller than `reach`. Distances are those of the nearest images.
class CellGrid {
 public:
  CellGrid(const Box& box, const std::array<std::vector<double>, 3>& positions, double reach);

  /// Calls visit(i, j, r_i - r_j, distance²) once for every pair i < j nearer than the reach.
  template <class Visit>
  void for_each_close_pair(Visit visit) const
  {
    for (std::size_t i = 0; i < cell_of_.size(); ++i) {
      for_each_neighbour_cell(cell_of_[i], [&](std::size_t cell) {
        for (std::size_t k = start_[cell]; k < start_[cell + 1]; ++k) {
          const std::size_t j = members_[k];
          if (j <= i) {
            continue;
          }
          const Vec3 separation = box_.minimum_image(point(i) - point(j));
          const double squared = norm_squared(separation);
          if (squared < reach_ * reach_) {
            visit(i, j, separation, squared);
          }
        }
      });
    }
  }

 private:
  Vec3 point(std::size_t i) const { return {positions_[0][i], positions_[1][i], positions_[2][i]}; }

  template <class Visit>
  void for_each_neighbour_cell(std::size_t cell, Visit visit) const
  {
    const std::array<std::size_t, 3> home{cell % count_[0], cell / count_[0] % count_[1],
                                          cell / (count_[0] * count_[1])};
    std::array<std::array<std::size_t, 3>, 3> along;  // the different cells at -1, 0, +1 of each axis
    std::array<std::size_t, 3> different{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      different[axis] = std::min<std::size_t>(count_[axis], 3);
      for (std::size_t step = 0; step < different[axis]; ++step) {
        along[axis][step] = (home[axis] + step + count_[axis] - (different[axis] == 3 ? 1 : 0)) % count_[axis];
      }
    }
    for (std::size_t z = 0; z < different[2]; ++z) {
      for (std::size_t y = 0; y < different[1]; ++y) {
        for (std::size_t x = 0; x < different[0]; ++x) {
          visit(along[0][x] + count_[0] * (along[1][y] + count_[1] * along[2][z]));
        }
      }
    }
  }

  Box box_;
  const std::array<std::vector<double>, 3>& positions_;
  double reach_;
  std::array<std::size_t, 3> count_{};  ///< cells along each axis
  std::vector<std::size_t> cell_of_;    ///< per point
  std::vector<std::size_t> start_;      ///< per cell, into members_; one more than there are cells
  std::vector<std::size_t> members_;    ///< points, cell by cell
};

/// Throws InputError naming up to ten pairs of particles nearer than `distance` by their ids, with their distances.
void refuse_overlaps(const System& system, double distance);

}  // namespace soret
