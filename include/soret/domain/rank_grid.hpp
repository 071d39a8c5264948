#pragma once
/// \file
/// How the box is divided among the ranks.

#include <soret/core/vec3.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/system/box.hpp>

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace soret {

/// Ranks along x, y, z.
using GridShape = std::array<int, 3>;

/// Where the planes between n domains along each axis are: n + 1 numbers from 0 to n, in widths L/n of equal domains,
/// so that planes follow a moving box. Plane k is at k where domains are equal.
using GridPlanes = std::array<std::vector<double>, 3>;

/// The division of `ranks` into a grid whose domains have the least surface among those at least `range` wide in every
/// direction that is divided. Throws InputError with the numbers if there is none.
GridShape choose_grid_shape(int ranks, const Box& box, double range);

/// This rank's place in a grid of domains over the periodic box. Planes go through the whole box, so that domains next
/// to each other share a whole face.
class RankGrid {
 public:
  /// Domains are equal at first. With `shape` given it must multiply to the number of ranks, else the shape is chosen.
  /// Throws InputError, with the numbers, if a domain would be narrower than `range` (the reach of interactions with
  /// the list buffer).
  RankGrid(const mpi::Communicator& communicator, const Box& box, double range,
           const std::optional<GridShape>& shape = {});

  const GridShape& shape() const { return shape_; }
  const GridShape& coordinates() const { return coordinates_; }
  const GridPlanes& planes() const { return planes_; }
  /// Throws InputError unless there are as many planes as this grid has, in ascending order, the outer ones at the
  /// faces of the box. All ranks must give the same ones.
  void shift_planes(GridPlanes planes);
  /// How many domains further a particle at rest may find itself, along any axis, if the planes become these.
  int hops_to(const GridPlanes& planes) const;
  /// Width of the narrowest domain, of any rank and along any axis.
  double narrowest(const Box& box) const;
  /// The same if domains were equal.
  double narrowest_if_equal(const Box& box) const;
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
  /// How many domains up along an axis a particle at `coordinate` inside the box is at home, 0 being this rank's;
  /// negative if the shorter way across the periodic boundary is down.
  int domains_up_to(std::size_t axis, const Box& box, double coordinate) const;

 private:
  double edge(const Box& box, std::size_t axis, int coordinate) const;
  int rank_at(const GridShape& coordinates) const;

  GridShape shape_;
  GridShape coordinates_;
  GridPlanes planes_;
};

}  // namespace soret
