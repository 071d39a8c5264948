#include <soret/input/close_pairs.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <numeric>
#include <string>

namespace soret {

CellGrid::CellGrid(const Box& box, const std::array<std::vector<double>, 3>& positions, double reach)
    : box_{box}, positions_{positions}, reach_{reach}
{
  // no more cells than points: empty space costs nothing then
  const double densest = std::cbrt(static_cast<double>(std::max<std::size_t>(positions[0].size(), 1)) / box.volume());
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double cells = std::min(box.lengths()[axis] / reach, box.lengths()[axis] * densest);
    count_[axis] = std::max<std::size_t>(1, static_cast<std::size_t>(cells));
  }
  cell_of_.resize(positions[0].size());
  start_.assign(count_[0] * count_[1] * count_[2] + 1, 0);
  for (std::size_t i = 0; i < cell_of_.size(); ++i) {
    const Vec3 inside = box.wrapped(point(i));
    std::array<std::size_t, 3> cell{};
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double fraction = inside[axis] / box.lengths()[axis];
      cell[axis] = std::min(static_cast<std::size_t>(fraction * static_cast<double>(count_[axis])), count_[axis] - 1);
    }
    cell_of_[i] = cell[0] + count_[0] * (cell[1] + count_[1] * cell[2]);
    ++start_[cell_of_[i] + 1];
  }
  std::partial_sum(start_.begin(), start_.end(), start_.begin());
  members_.resize(cell_of_.size());
  std::vector<std::size_t> next(start_.begin(), start_.end() - 1);
  for (std::size_t i = 0; i < cell_of_.size(); ++i) {
    members_[next[cell_of_[i]]++] = i;
  }
}

void refuse_overlaps(const System& system, double distance)
{
  constexpr std::size_t most_named = 10;
  std::vector<std::string> messages;
  std::size_t found = 0;
  const CellGrid grid{system.box, system.particles.position, distance};
  grid.for_each_close_pair([&](std::size_t i, std::size_t j, const Vec3&, double squared) {
    if (++found <= most_named) {
      messages.push_back(fmt::format("particles {} and {} are {:.4g} apart; accepted: {:.4g} or more",
                                     system.particles.id[i], system.particles.id[j], std::sqrt(squared), distance));
    }
  });
  if (found > most_named) {
    messages.push_back(fmt::format("and {} more pairs are too near each other", found - most_named));
  }
  if (found > 0) {
    throw InputError(messages);
  }
}

}  // namespace soret
