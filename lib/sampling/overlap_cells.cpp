#include "overlap_cells.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soret::detail {

OverlapCells::OverlapCells(const Vec3& lengths, double distance, const ListedParticles& particles)
    : lengths_{lengths}, squared_distance_{distance * distance}, species_{particles.begins.size() - 1}
{
  // No more cells than twice the particles, roughly.
  const double volume = lengths.x * lengths.y * lengths.z;
  const double side =
      std::max(2.0 * distance, std::cbrt(volume / (1.0 + 2.0 * static_cast<double>(particles.count()))));
  for (std::size_t axis = 0; axis < 3; ++axis) {
    cells_[axis] = std::max(1, static_cast<int>(lengths[axis] / side));
  }
  std::vector<std::size_t> cell_of(particles.count());
  begins_.assign(number_of(cells_[0] - 1, cells_[1] - 1, cells_[2] - 1) + 2, 0);
  for (std::size_t i = 0; i < particles.count(); ++i) {
    const Place place = place_of(position(particles, i));
    cell_of[i] = number_of(place.cell[0], place.cell[1], place.cell[2]);
    ++begins_[cell_of[i] + 1];
  }
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  inside_.resize(particles.count());
  kinds_.resize(particles.count());
  std::vector<std::uint32_t> next = begins_;
  for (std::size_t s = 0; s < species_; ++s) {
    for (std::size_t i = particles.begins[s]; i < particles.begins[s + 1]; ++i) {
      const std::uint32_t slot = next[cell_of[i]]++;
      inside_[slot] = place_of(position(particles, i)).inside;
      kinds_[slot] = s;
    }
  }
}

Vec3 OverlapCells::position(const ListedParticles& particles, std::size_t i) const
{
  const std::size_t count = particles.count();
  return {particles.positions[i], particles.positions[count + i], particles.positions[2 * count + i]};
}

OverlapCells::Place OverlapCells::place_of(const Vec3& position) const
{
  Place place{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double fraction = position[axis] / lengths_[axis];
    const double wrapped = fraction - std::floor(fraction);
    place.inside[axis] = wrapped * lengths_[axis];
    const double in_cells = wrapped * cells_[axis];
    const int cell = std::min(static_cast<int>(in_cells), cells_[axis] - 1);
    const int side = in_cells - cell < 0.5 ? cells_[axis] - 1 : 1;
    place.cell[axis] = cell;
    place.neighbour[axis] = (cell + side) % cells_[axis];
  }
  return place;
}

void OverlapCells::count(const ListedParticles& others, double* overlaps) const
{
  for (std::size_t s = 0; s < species_; ++s) {
    for (std::size_t i = others.begins[s]; i < others.begins[s + 1]; ++i) {
      count_around(place_of(position(others, i)), s, overlaps);
    }
  }
}

void OverlapCells::count_around(const Place& place, std::size_t species, double* overlaps) const
{
  constexpr int combinations = 8;
  for (int corner = 0; corner < combinations; ++corner) {
    std::array<int, 3> cell = place.cell;
    bool is_repeated = false;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      if ((corner >> axis & 1) != 0) {
        is_repeated = is_repeated || place.neighbour[axis] == cell[axis];
        cell[axis] = place.neighbour[axis];
      }
    }
    const std::size_t number = number_of(cell[0], cell[1], cell[2]);
    for (std::uint32_t k = begins_[number]; !is_repeated && k < begins_[number + 1]; ++k) {
      double squared = 0.0;
      for (std::size_t axis = 0; axis < 3; ++axis) {
        const double direct = std::abs(inside_[k][axis] - place.inside[axis]);
        const double shortest = std::min(direct, lengths_[axis] - direct);
        squared += shortest * shortest;
      }
      if (squared < squared_distance_) {
        overlaps[species_] += 1.0;
        overlaps[species] += kinds_[k] == species ? 1.0 : 0.0;
      }
    }
  }
}

}  // namespace soret::detail
