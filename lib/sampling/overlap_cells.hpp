#pragma once
/// \file
/// Particles in cells, to find those within a short distance of a point (private to the sampling module).

#include <soret/core/vec3.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soret::detail {

/// Where a particle is: its cell and the nearer neighbour along each axis, and its position inside the box.
struct CellPlace {
  std::array<int, 3> cell;
  std::array<int, 3> neighbour;  ///< the same as the cell if there is only one
  Vec3 inside;
};

/// Particles at their places, species by species; the last element of `begins` is their number.
struct PlacedParticles {
  std::vector<CellPlace> places;
  std::vector<std::size_t> begins;

  std::size_t species() const { return begins.size() - 1; }
};

/// Cells at least twice as wide as a distance: what is within it of a point is in the point's cell or in the nearer
/// neighbour along each axis, eight cells at most.
class OverlapGrid {
 public:
  /// No more cells than twice the particles, roughly. The distance must not exceed half the shortest length of the box.
  OverlapGrid(const Vec3& lengths, double distance, std::size_t particles);

  /// `positions` are all x, then all y, then all z, anywhere in space.
  PlacedParticles placed(const double* positions, std::span<const std::size_t> begins) const;

  const Vec3& lengths() const { return lengths_; }
  double squared_distance() const { return squared_distance_; }
  std::size_t cells() const { return number_of(cells_[0] - 1, cells_[1] - 1, cells_[2] - 1) + 1; }
  std::size_t number_of(int x, int y, int z) const
  {
    const int number = (x * cells_[1] + y) * cells_[2] + z;
    return static_cast<std::size_t>(number);
  }

 private:
  CellPlace place_of(const Vec3& position) const;

  Vec3 lengths_;
  double squared_distance_;
  std::array<int, 3> cells_{};
};

/// Particles sorted by cells. The grid must live as long.
class OverlapCells {
 public:
  OverlapCells(const OverlapGrid& grid, const PlacedParticles& particles);

  /// Adds to overlaps[s] for every species s the pairs of a particle of it here and one of it there that are within the
  /// distance, and to the last element those of any species. Shortest images.
  void count(const PlacedParticles& others, double* overlaps) const;

 private:
  struct Resident {
    Vec3 inside;
    std::size_t species;
  };

  void count_around(const CellPlace& place, std::size_t species, double* overlaps) const;
  void count_in_cell(std::size_t cell, const Vec3& inside, std::size_t species, double* overlaps) const;

  const OverlapGrid& grid_;
  std::size_t species_;
  std::vector<std::uint32_t> begins_;  ///< of the residents of every cell
  std::vector<Resident> residents_;    ///< cell by cell
};

}  // namespace soret::detail
