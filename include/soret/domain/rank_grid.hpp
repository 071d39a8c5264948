#pragma once
/// \file
/// How the box is divided among the ranks.

#include <soret/core/vec3.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/system/box.hpp>

#include <array>
#include <optional>

namespace soret {

/// Ranks along x, y, z.
using GridShape = std::array<int, 3>;

/// The division of `ranks` into a grid whose domains have the least surface among those at least `range` wide in every
/// direction that is divided. Throws InputError with the numbers if there is none.
GridShape choose_grid_shape(int ranks, const Box& box, double range);

/// This rank's place in a regular grid of equal domains over the periodic box.
class RankGrid {
 public:
  /// With `shape` given it must multiply to the number of ranks, else the shape is chosen. Throws InputError, with the
  /// numbers, if a domain would be narrower than `range` (the reach of interactions with the list buffer).
  RankGrid(const mpi::Communicator& communicator, const Box& box, double range,
           const std::optional<GridShape>& shape = {});

  const GridShape& shape() const { return shape_; }
  const GridShape& coordinates() const { return coordinates_; }
  /// The rank one domain further down (direction -1) or up (+1) along an axis, across the periodic boundary if need be.
  int neighbour(std::size_t axis, int direction) const;
  /// The rank so many domains further along each axis.
  int neighbour(const std::array<int, 3>& offset) const;
  /// Edges of this rank's domain in `box`.
  Vec3 lower(const Box& box) const;
  Vec3 upper(const Box& box) const;
  bool is_lowest(std::size_t axis) const { return coordinates_[axis] == 0; }
  /// Whether this rank owns a particle at `position` inside the box.
  bool owns(const Box& box, const Vec3& position) const;

 private:
  double edge(const Box& box, std::size_t axis, int coordinate) const;
  int rank_at(const GridShape& coordinates) const;

  GridShape shape_;
  GridShape coordinates_;
};

}  // namespace soret
