#include <soret/simulation/load_balance.hpp>

#include <soret/core/error.hpp>
#include <soret/domain/balanced_planes.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string>

namespace soret {

namespace {

/// Of the box, across each axis.
constexpr std::size_t layer_count = 256;

/// In halves of a cluster pair: what a step costs beside pairs (docs/scaling.md).
constexpr double work_of_particle = 2.0;

/// Part of the way to even work that planes go at once, and the imbalance along an axis that this must gain.
constexpr double share_of_way = 0.8;
constexpr double least_gain = 0.01;

std::string entry(std::size_t axis) { return fmt::format("work/{}", "xyz"[axis]); }

/// In halves of a cluster pair.
double work_of(const ClusterRow& row)
{
  return static_cast<double>(2 * (row.lower - row.begin) + (row.end - row.lower) + 2 * row.with_itself);
}

/// Adds work to layers by where it is. That of this rank beyond the upper faces, at ghosts, belongs to its domain.
class WorkCounter {
 public:
  WorkCounter(const Box& box, const RankGrid& grid, std::array<std::vector<double>, 3>& layers)
      : upper_{grid.upper(box)}, thickness_{(1.0 / static_cast<double>(layer_count)) * box.lengths()}, layers_{layers}
  {
  }

  void add(const Vec3& at, double work)
  {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      const double inside = at[axis] < upper_[axis] ? at[axis] : upper_[axis] - thickness_[axis];
      const auto layer = static_cast<std::size_t>(inside / thickness_[axis]);
      layers_[axis][std::min(layer, layer_count - 1)] += work;
    }
  }

 private:
  Vec3 upper_;
  Vec3 thickness_;
  std::array<std::vector<double>, 3>& layers_;
};

/// Of the particles of a cluster, the first of which is never missing.
Vec3 middle_of(std::int32_t cluster, Slots& slots)
{
  const auto [x, y, z] = slots.positions();
  const std::size_t begin = static_cast<std::size_t>(cluster) * cluster_size;
  Vec3 sum;
  double count = 0.0;
  for (std::size_t slot = begin; slot < begin + cluster_size && !slots.is_empty(slot); ++slot) {
    sum += Vec3{x[slot], y[slot], z[slot]};
    count += 1.0;
  }
  return (1.0 / count) * sum;
}

}  // namespace

LoadBalance::LoadBalance(const mpi::Communicator& communicator, bool may_shift)
    : communicator_{communicator}, may_shift_{may_shift}
{
  count_anew();
}

void LoadBalance::count_anew()
{
  work_.fill(std::vector<double>(layer_count, 0.0));
  searches_ = 0;
}

void LoadBalance::add_work(const Box& box, const Particles& particles, Neighbours& lists)
{
  WorkCounter counter{box, lists.grid(), work_};
  for (std::size_t i = 0; i < particles.size(); ++i) {
    counter.add(particles.position_of(i), work_of_particle);
  }
  const ClusterPairs pairs = lists.pairs();
  for (std::size_t row = 0; row < pairs.row_count; ++row) {
    counter.add(middle_of(pairs.rows[row].cluster, lists.slots()), work_of(pairs.rows[row]));
  }
}

std::optional<GridPlanes> LoadBalance::all_after_search(const Box& box, const Particles& particles, Neighbours& lists)
{
  if (communicator_.size() == 1) {
    return std::nullopt;
  }
  add_work(box, particles, lists);
  ++searches_;
  if (searches_ < searches_between_shifts) {
    return std::nullopt;
  }
  const double work = std::accumulate(work_[0].begin(), work_[0].end(), 0.0);
  const double mean = communicator_.all_sum(work) / communicator_.size();
  imbalance_ = mean > 0.0 ? communicator_.all_max(work) / mean - 1.0 : 0.0;
  std::optional<GridPlanes> planes;
  if (may_shift_ && *imbalance_ > (has_just_shifted_ ? 0.5 * threshold : threshold)) {
    planes = all_better_planes(box, lists);
  }
  has_just_shifted_ = planes.has_value();
  shift_count_ += planes ? 1 : 0;
  count_anew();
  return planes;
}

/// Nothing if no axis gains by other planes.
std::optional<GridPlanes> LoadBalance::all_better_planes(const Box& box, const Neighbours& lists) const
{
  GridPlanes planes = lists.grid().planes();
  bool has_gained = false;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const int domains = lists.grid().shape()[axis];
    if (domains == 1) {
      continue;
    }
    std::vector<double> layers = work_[axis];
    communicator_.all_sum(layers);
    const double least_width = lists.least_width(box) * domains / box.lengths()[axis];
    std::vector<double> better = balanced_planes(layers, planes[axis], least_width, share_of_way);
    const auto imbalance = [&layers](const std::vector<double>& of) { return imbalance_of(costs_between(layers, of)); };
    if (imbalance(planes[axis]) - imbalance(better) > least_gain) {
      planes[axis] = std::move(better);
      has_gained = true;
    }
  }
  return has_gained ? std::optional{std::move(planes)} : std::nullopt;
}

void LoadBalance::save(State& state) const
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    state.put(entry(axis), work_[axis]);
  }
  state.put("searches", searches_);
  state.put("shifts", shift_count_);
  state.put("has_just_shifted", static_cast<std::int64_t>(has_just_shifted_));
  state.put("imbalance", imbalance_ ? std::vector<double>{*imbalance_} : std::vector<double>{});
}

void LoadBalance::load(const State& state)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    work_[axis] = state.doubles(entry(axis));
    if (work_[axis].size() != layer_count) {
      throw RunTimeFailure(fmt::format("the saved work is of {} layers, not {}", work_[axis].size(), layer_count));
    }
  }
  searches_ = state.integer("searches");
  shift_count_ = state.integer("shifts");
  has_just_shifted_ = state.integer("has_just_shifted") != 0;
  const std::vector<double>& imbalance = state.doubles("imbalance");
  imbalance_ = imbalance.empty() ? std::nullopt : std::optional{imbalance.front()};
}

}  // namespace soret
