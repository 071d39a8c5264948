#include "neighbour_cells.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret::detail {

void NearbyDistances::clear()
{
  for (std::vector<double>& distances : of_) {
    distances.clear();
  }
}

NeighbourCells::NeighbourCells(const Snapshot& snapshot, double reach, std::size_t species)
    : lengths_{snapshot.box.lengths()}, reach_squared_{reach * reach}
{
  // Many more cells than particles would only take time.
  const double most = std::max(1.0, std::cbrt(static_cast<double>(snapshot.particles.size())));
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (lengths_[axis] < 2.0 * reach) {
      throw InputError(fmt::format("the box is {:g} long along {}: less than two cutoffs, {:g}", lengths_[axis],
                                   "xyz"[axis], 2.0 * reach));
    }
    cells_[axis] = static_cast<std::size_t>(std::min(lengths_[axis] / reach, 4.0 * most));
  }
  const Particles& particles = snapshot.particles;
  std::vector<Entry> unsorted;
  std::vector<std::size_t> cells;
  cell_begin_.assign(cells_[0] * cells_[1] * cells_[2] + 1, 0);
  for (std::size_t i = 0; i < particles.size(); ++i) {
    if (index(particles.species[i]) < species) {
      unsorted.push_back({snapshot.box.wrapped(particles.position_of(i)), index(particles.species[i])});
      cells.push_back(cell_of(unsorted.back().position));
      ++cell_begin_[cells.back() + 1];
    }
  }
  for (std::size_t cell = 1; cell < cell_begin_.size(); ++cell) {
    cell_begin_[cell] += cell_begin_[cell - 1];
  }
  entries_.resize(unsorted.size());
  std::vector<std::size_t> next = cell_begin_;
  for (std::size_t i = 0; i < unsorted.size(); ++i) {
    entries_[next[cells[i]]++] = unsorted[i];
  }
}

std::size_t NeighbourCells::cell_along(std::size_t axis, double coordinate) const
{
  const auto cell = static_cast<std::size_t>(coordinate / lengths_[axis] * static_cast<double>(cells_[axis]));
  return std::min(cell, cells_[axis] - 1);
}

std::size_t NeighbourCells::cell_of(const Vec3& position) const
{
  return (cell_along(2, position.z) * cells_[1] + cell_along(1, position.y)) * cells_[0] + cell_along(0, position.x);
}

void NeighbourCells::find(const Vec3& point, NearbyDistances& found) const
{
  /// A neighbouring cell along one axis and what to add to coordinates in it.
  struct Shifted {
    std::size_t cell;
    double shift;
  };
  std::array<std::array<Shifted, 3>, 3> near;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::size_t here = cell_along(axis, point[axis]);
    const std::size_t last = cells_[axis] - 1;
    near[axis] = {Shifted{here == 0 ? last : here - 1, here == 0 ? -lengths_[axis] : 0.0}, Shifted{here, 0.0},
                  Shifted{here == last ? 0 : here + 1, here == last ? lengths_[axis] : 0.0}};
  }
  found.clear();
  for (const Shifted& z : near[2]) {
    for (const Shifted& y : near[1]) {
      for (const Shifted& x : near[0]) {
        find_in_cell((z.cell * cells_[1] + y.cell) * cells_[0] + x.cell, point, {x.shift, y.shift, z.shift}, found);
      }
    }
  }
}

void NeighbourCells::find_in_cell(std::size_t cell, const Vec3& point, const Vec3& image, NearbyDistances& found) const
{
  const Vec3 centre = point - image;
  for (std::size_t k = cell_begin_[cell]; k < cell_begin_[cell + 1]; ++k) {
    const double r_squared = norm_squared(entries_[k].position - centre);
    if (r_squared < reach_squared_) {
      found.add(entries_[k].species, r_squared);
    }
  }
}

}  // namespace soret::detail
