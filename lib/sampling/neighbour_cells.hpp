#pragma once
/// \file
/// This rank's particles sorted into cells, to find those near a point (private to the sampling module).

#include <soret/sampling/sampler.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace soret::detail {

/// Squared distances to the particles near a point, per species.
class NearbyDistances {
 public:
  explicit NearbyDistances(std::size_t species) : of_(species) {}
  void clear();
  void add(std::size_t species, double r_squared) { of_[species].push_back(r_squared); }
  std::span<const double> of(std::size_t species) const { return of_[species]; }

 private:
  std::vector<std::vector<double>> of_;
};

/// Cells at least as wide as the reach, so that all that is near lies in a cell or its neighbours.
class NeighbourCells {
 public:
  /// Particles of the species [0, `species`) of this rank. Throws InputError if the box is shorter than two reaches.
  NeighbourCells(const Snapshot& snapshot, double reach, std::size_t species);

  /// Distances of particles closer to `point` (within the box) than the reach, by minimum image.
  void find(const Vec3& point, NearbyDistances& found) const;

 private:
  struct Entry {
    Vec3 position;
    std::size_t species;
  };

  std::size_t cell_along(std::size_t axis, double coordinate) const;
  std::size_t cell_of(const Vec3& position) const;
  void find_in_cell(std::size_t cell, const Vec3& point, const Vec3& image, NearbyDistances& found) const;

  Vec3 lengths_;
  double reach_squared_;
  std::array<std::size_t, 3> cells_{};
  std::vector<std::size_t> cell_begin_;  ///< and the end of the last cell
  std::vector<Entry> entries_;
};

}  // namespace soret::detail
