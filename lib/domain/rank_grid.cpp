#include <soret/domain/rank_grid.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

namespace soret {

namespace {

bool wide_enough(const GridShape& shape, const Box& box, double range)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (box.lengths()[axis] / shape[axis] < range) {
      return false;
    }
  }
  return true;
}

double surface(const GridShape& shape, const Box& box)
{
  const Vec3 width{box.lengths().x / shape[0], box.lengths().y / shape[1], box.lengths().z / shape[2]};
  return width.x * width.y + width.y * width.z + width.z * width.x;
}

GridPlanes equal_planes(const GridShape& shape)
{
  GridPlanes planes;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    planes[axis].resize(static_cast<std::size_t>(shape[axis]) + 1);
    std::iota(planes[axis].begin(), planes[axis].end(), 0.0);
  }
  return planes;
}

/// How many domains further the new ones are in which particles of an old one may be, along one axis.
int hops_between(const std::vector<double>& old, const std::vector<double>& now)
{
  const auto inner_begin = now.begin() + 1;
  const auto inner_end = now.end() - 1;
  std::ptrdiff_t most = 0;
  for (std::size_t k = 0; k + 1 < old.size(); ++k) {
    const auto place = static_cast<std::ptrdiff_t>(k);
    const std::ptrdiff_t lowest = std::upper_bound(inner_begin, inner_end, old[k]) - inner_begin;
    const std::ptrdiff_t highest = std::lower_bound(inner_begin, inner_end, old[k + 1]) - inner_begin;
    most = std::max({most, place - lowest, highest - place});
  }
  return static_cast<int>(most);
}

std::string describe(const Box& box)
{
  return fmt::format("{:g} x {:g} x {:g}", box.lengths().x, box.lengths().y, box.lengths().z);
}

}  // namespace

GridShape choose_grid_shape(int ranks, const Box& box, double range)
{
  GridShape best{0, 0, 0};
  double least = std::numeric_limits<double>::infinity();
  for (int nx = 1; nx <= ranks; ++nx) {
    for (int ny = 1; nx * ny <= ranks; ++ny) {
      if (ranks % (nx * ny) != 0) {
        continue;
      }
      const GridShape shape{nx, ny, ranks / (nx * ny)};
      if (wide_enough(shape, box, range) && surface(shape, box) < least) {
        least = surface(shape, box);
        best = shape;
      }
    }
  }
  if (best[0] == 0) {
    throw InputError(
        fmt::format("a box of {} cannot be divided among {} ranks: each domain must be at least {:g} wide "
                    "(cutoff plus list buffer) in every direction; use fewer ranks or a larger box",
                    describe(box), ranks, range));
  }
  return best;
}

RankGrid::RankGrid(const mpi::Communicator& communicator, const Box& box, double range,
                   const std::optional<GridShape>& shape)
    : shape_{shape ? *shape : choose_grid_shape(communicator.size(), box, range)}
{
  if (shape_[0] < 1 || shape_[1] < 1 || shape_[2] < 1 || shape_[0] * shape_[1] * shape_[2] != communicator.size()) {
    throw InputError(
        fmt::format("a grid of {} x {} x {} does not fit {} ranks: the product must equal the number of ranks",
                    shape_[0], shape_[1], shape_[2], communicator.size()));
  }
  if (!wide_enough(shape_, box, range)) {
    throw InputError(
        fmt::format("a grid of {} x {} x {} divides the box of {} into domains narrower than {:g} (cutoff "
                    "plus list buffer)",
                    shape_[0], shape_[1], shape_[2], describe(box), range));
  }
  const int rank = communicator.rank();
  coordinates_ = {rank % shape_[0], (rank / shape_[0]) % shape_[1], rank / (shape_[0] * shape_[1])};
  planes_ = equal_planes(shape_);
}

void RankGrid::shift_planes(GridPlanes planes)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const std::vector<double>& along = planes[axis];
    const auto count = static_cast<std::size_t>(shape_[axis]) + 1;
    if (along.size() != count || along.front() != 0.0 || along.back() != shape_[axis] ||
        std::adjacent_find(along.begin(), along.end(), std::greater_equal{}) != along.end()) {
      throw InputError(
          fmt::format("{} planes along {} do not divide a box among {} domains: {} are needed, ascending "
                      "from 0 to {}",
                      along.size(), "xyz"[axis], shape_[axis], count, shape_[axis]));
    }
  }
  planes_ = std::move(planes);
}

int RankGrid::hops_to(const GridPlanes& planes) const
{
  int most = 0;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    most = std::max(most, hops_between(planes_[axis], planes[axis]));
  }
  return most;
}

double RankGrid::narrowest(const Box& box) const
{
  double width = std::numeric_limits<double>::infinity();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (std::size_t k = 1; k < planes_[axis].size(); ++k) {
      width = std::min(width, box.lengths()[axis] * (planes_[axis][k] - planes_[axis][k - 1]) / shape_[axis]);
    }
  }
  return width;
}

double RankGrid::narrowest_if_equal(const Box& box) const
{
  const Vec3& lengths = box.lengths();
  return std::min({lengths.x / shape_[0], lengths.y / shape_[1], lengths.z / shape_[2]});
}

int RankGrid::rank_at(const GridShape& coordinates) const
{
  return coordinates[0] + shape_[0] * (coordinates[1] + shape_[1] * coordinates[2]);
}

int RankGrid::neighbour(std::size_t axis, int direction) const
{
  std::array<int, 3> offset{};
  offset[axis] = direction;
  return neighbour(offset);
}

int RankGrid::neighbour(const std::array<int, 3>& offset) const
{
  GridShape there{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    there[axis] = (coordinates_[axis] + offset[axis] + shape_[axis]) % shape_[axis];
  }
  return rank_at(there);
}

double RankGrid::edge(const Box& box, std::size_t axis, int coordinate) const
{
  return coordinate == shape_[axis]
             ? box.lengths()[axis]
             : box.lengths()[axis] * planes_[axis][static_cast<std::size_t>(coordinate)] / shape_[axis];
}

Vec3 RankGrid::lower(const Box& box) const
{
  return {edge(box, 0, coordinates_[0]), edge(box, 1, coordinates_[1]), edge(box, 2, coordinates_[2])};
}

Vec3 RankGrid::upper(const Box& box) const
{
  return {edge(box, 0, coordinates_[0] + 1), edge(box, 1, coordinates_[1] + 1), edge(box, 2, coordinates_[2] + 1)};
}

int RankGrid::domains_up_to(std::size_t axis, const Box& box, double coordinate) const
{
  int owner = 0;
  while (owner + 1 < shape_[axis] && coordinate >= edge(box, axis, owner + 1)) {
    ++owner;
  }
  const int up = (owner - coordinates_[axis] + shape_[axis]) % shape_[axis];
  return 2 * up <= shape_[axis] ? up : up - shape_[axis];
}

bool RankGrid::owns(const Box& box, const Vec3& position) const
{
  const Vec3 from = lower(box);
  const Vec3 to = upper(box);
  return position.x >= from.x && position.x < to.x && position.y >= from.y && position.y < to.y &&
         position.z >= from.z && position.z < to.z;
}

}  // namespace soret
