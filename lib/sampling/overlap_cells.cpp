#include "overlap_cells.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soret::detail {

namespace {

/// x less its whole part. (std::floor would be a call on old processors.)
double fraction_of(double x)
{
  const double rest = x - static_cast<double>(static_cast<std::int64_t>(x));
  return rest < 0.0 ? rest + 1.0 : rest;
}

/// How many different cells there are to look at along an axis: the own one and a neighbour.
int choices(const CellPlace& place, std::size_t axis) { return place.neighbour[axis] == place.cell[axis] ? 1 : 2; }

}  // namespace

OverlapGrid::OverlapGrid(const Vec3& lengths, double distance, std::size_t particles)
    : lengths_{lengths}, squared_distance_{distance * distance}
{
  const double volume = lengths.x * lengths.y * lengths.z;
  const double side = std::max(2.0 * distance, std::cbrt(volume / (1.0 + 2.0 * static_cast<double>(particles))));
  for (std::size_t axis = 0; axis < 3; ++axis) {
    cells_[axis] = std::max(1, static_cast<int>(lengths[axis] / side));
  }
}

CellPlace OverlapGrid::place_of(const Vec3& position) const
{
  CellPlace place{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double wrapped = fraction_of(position[axis] / lengths_[axis]);
    const double in_cells = wrapped * cells_[axis];
    const int cell = std::min(static_cast<int>(in_cells), cells_[axis] - 1);
    const int neighbour = in_cells - cell < 0.5 ? cell - 1 : cell + 1;
    place.inside[axis] = wrapped * lengths_[axis];
    place.cell[axis] = cell;
    place.neighbour[axis] = neighbour < 0 ? cells_[axis] - 1 : (neighbour == cells_[axis] ? 0 : neighbour);
  }
  return place;
}

PlacedParticles OverlapGrid::placed(const double* positions, std::span<const std::size_t> begins) const
{
  PlacedParticles particles{{}, {begins.begin(), begins.end()}};
  const std::size_t count = begins.back();
  particles.places.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    particles.places.push_back(place_of({positions[i], positions[count + i], positions[2 * count + i]}));
  }
  return particles;
}

OverlapCells::OverlapCells(const OverlapGrid& grid, const PlacedParticles& particles)
    : grid_{grid}, species_{particles.species()}, begins_(grid.cells() + 1, 0), residents_(particles.places.size())
{
  const auto cell_of = [&](const CellPlace& place) {
    return grid.number_of(place.cell[0], place.cell[1], place.cell[2]);
  };
  for (const CellPlace& place : particles.places) {
    ++begins_[cell_of(place) + 1];
  }
  std::partial_sum(begins_.begin(), begins_.end(), begins_.begin());
  std::vector<std::uint32_t> next = begins_;
  for (std::size_t s = 0; s < species_; ++s) {
    for (std::size_t i = particles.begins[s]; i < particles.begins[s + 1]; ++i) {
      residents_[next[cell_of(particles.places[i])]++] = {particles.places[i].inside, s};
    }
  }
}

void OverlapCells::count(const PlacedParticles& others, double* overlaps) const
{
  for (std::size_t s = 0; s < species_; ++s) {
    for (std::size_t i = others.begins[s]; i < others.begins[s + 1]; ++i) {
      count_around(others.places[i], s, overlaps);
    }
  }
}

void OverlapCells::count_around(const CellPlace& place, std::size_t species, double* overlaps) const
{
  for (int x = 0; x < choices(place, 0); ++x) {
    for (int y = 0; y < choices(place, 1); ++y) {
      for (int z = 0; z < choices(place, 2); ++z) {
        const std::size_t cell =
            grid_.number_of((x == 0 ? place.cell : place.neighbour)[0], (y == 0 ? place.cell : place.neighbour)[1],
                            (z == 0 ? place.cell : place.neighbour)[2]);
        count_in_cell(cell, place.inside, species, overlaps);
      }
    }
  }
}

void OverlapCells::count_in_cell(std::size_t cell, const Vec3& inside, std::size_t species, double* overlaps) const
{
  const Vec3& lengths = grid_.lengths();
  for (std::uint32_t k = begins_[cell]; k < begins_[cell + 1]; ++k) {
    double squared = 0.0;
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double direct = std::abs(residents_[k].inside[axis] - inside[axis]);
      const double shortest = std::min(direct, lengths[axis] - direct);
      squared += shortest * shortest;
    }
    if (squared < grid_.squared_distance()) {
      overlaps[species_] += 1.0;
      overlaps[species] += residents_[k].species == species ? 1.0 : 0.0;
    }
  }
}

}  // namespace soret::detail
