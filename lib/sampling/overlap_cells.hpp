#pragma once
/// \file
/// Particles in cells, to find those within a short distance of a point (private to the sampling module).

#include <soret/core/vec3.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace soret::detail {

/// Positions, all x, then all y, then all z, and where each species begins among them; the last element is the count.
struct ListedParticles {
  const double* positions;
  std::vector<std::size_t> begins;

  std::size_t count() const { return begins.back(); }
};

/// Cells at least twice as wide as the distance: what is within it of a point is in the point's cell or in the nearer
/// neighbour along each axis, eight cells at most.
class OverlapCells {
 public:
  /// The distance must not exceed half the shortest length of the box.
  OverlapCells(const Vec3& lengths, double distance, const ListedParticles& particles);

  /// Adds to overlaps[s] for every species s the pairs of a particle of it here and one of it there that are within the
  /// distance, and to the last element those of any species. Shortest images.
  void count(const ListedParticles& others, double* overlaps) const;

 private:
  struct Place {
    std::array<int, 3> cell;
    std::array<int, 3> neighbour;  ///< the same as the cell if there is only one
    Vec3 inside;
  };

  Vec3 position(const ListedParticles& particles, std::size_t i) const;
  Place place_of(const Vec3& position) const;
  std::size_t number_of(int x, int y, int z) const
  {
    const int number = (x * cells_[1] + y) * cells_[2] + z;
    return static_cast<std::size_t>(number);
  }
  void count_around(const Place& place, std::size_t species, double* overlaps) const;

  Vec3 lengths_;
  double squared_distance_;
  std::size_t species_;
  std::array<int, 3> cells_{};
  std::vector<std::uint32_t> begins_;  ///< of the particles of every cell
  std::vector<Vec3> inside_;           ///< positions in the box, cell by cell
  std::vector<std::size_t> kinds_;     ///< their species
};

}  // namespace soret::detail
