#include <soret/sampling/mean_square_displacement.hpp>

#include <soret/core/error.hpp>
#include <soret/mpi/replicas.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace soret {

namespace {

constexpr int fewest_blocks = 2;
constexpr std::int64_t branching = 4;  // spacings of neighbouring levels

std::size_t checked_blocks(Blocks blocks)
{
  if (blocks.value() < fewest_blocks) {
    throw InputError(fmt::format("displacements in {} blocks are refused: at least {} are needed for an error",
                                 blocks.value(), fewest_blocks));
  }
  return static_cast<std::size_t>(blocks.value());
}

double checked_interval_time(TimeStep step, Steps interval)
{
  if (!(step.value() > 0.0) || interval.value() < 1) {
    throw InputError(fmt::format("displacements every {} steps of {:g} are refused: both must be positive",
                                 interval.value(), step.value()));
  }
  return step.value() * static_cast<double>(interval.value());
}

/// How many intervals reach the longest lag, up to rounding.
std::int64_t intervals_to(Duration longest, double interval_time)
{
  constexpr double rounding = 1e-9;
  const double intervals = std::ceil(longest.value() / interval_time * (1.0 - rounding));
  if (!(longest.value() > 0.0) || !(intervals < 1e15)) {
    throw InputError(fmt::format("a longest lag of {:g} is refused: it must be positive and finite", longest.value()));
  }
  return static_cast<std::int64_t>(intervals);
}

/// Sums over some particles of one species.
struct Moments {
  double squared = 0.0;
  double fourth = 0.0;
  Vec3 displacement;
};

/// From one configuration to another, each with `count` x, then y, then z.
Moments moments(const double* then, const double* now, std::size_t count, std::size_t begin, std::size_t end)
{
  Moments sums;
  for (std::size_t i = begin; i < end; ++i) {
    const double x = now[i] - then[i];
    const double y = now[count + i] - then[count + i];
    const double z = now[2 * count + i] - then[2 * count + i];
    const double squared = x * x + y * y + z * z;
    sums.squared += squared;
    sums.fourth += squared * squared;
    sums.displacement += Vec3{x, y, z};
  }
  return sums;
}

/// Adds |D_a - N_a D_cm|² of every species, D_cm = sum_a m_a D_a/sum_a m_a N_a, from the sums D_a of the displacements
/// of all ranks.
void add_collective(const DisplacementShape& shape, std::size_t lag, std::span<const double> displacements,
                    DisplacementBlock& block)
{
  const auto summed = [&](std::size_t s) {
    return Vec3{displacements[3 * s], displacements[3 * s + 1], displacements[3 * s + 2]};
  };
  Vec3 centre;
  double mass = 0.0;
  for (std::size_t s = 0; s < shape.species(); ++s) {
    centre += shape.masses[s] * summed(s);
    mass += shape.masses[s] * static_cast<double>(shape.counts[s]);
  }
  centre *= 1.0 / mass;
  for (std::size_t s = 0; s < shape.species(); ++s) {
    const Vec3 relative = summed(s) - static_cast<double>(shape.counts[s]) * centre;
    block.sums[shape.offset(lag, s, displacement_column::collective)] += norm_squared(relative);
  }
}

}  // namespace

MeanSquareDisplacement::MeanSquareDisplacement(const mpi::Communicator& communicator, TimeStep step, Steps interval,
                                               Duration longest, Blocks blocks, int points_per_level)
    : keepers_{communicator},
      interval_time_{checked_interval_time(step, interval)},
      interval_{interval.value()},
      blocks_{checked_blocks(blocks)}
{
  if (points_per_level < branching) {
    throw InputError(fmt::format("displacements with {} points per level are refused: at least {} are needed",
                                 points_per_level, branching));
  }
  plan_lags(intervals_to(longest, interval_time_), points_per_level);
}

void MeanSquareDisplacement::plan_lags(std::int64_t longest_samples, std::int64_t points)
{
  std::int64_t reached = 0;
  for (std::int64_t spacing = 1; reached < longest_samples; spacing *= branching) {
    const std::int64_t first = spacing == 1 ? 1 : points / branching + 1;
    std::int64_t multiple = first - 1;
    Level level{spacing, shape_.lags(), first, 0, {}};
    while (multiple < points && reached < longest_samples) {
      ++multiple;
      reached = multiple * spacing;
      shape_.lag_times.push_back(static_cast<double>(reached) * interval_time_);
    }
    level.capacity = multiple;
    levels_.push_back(std::move(level));
  }
}

void MeanSquareDisplacement::learn(const Snapshot& snapshot)
{
  keepers_.learn(snapshot);
  shape_.box_lengths = snapshot.box.lengths();
  for (std::size_t s = 0; s < snapshot.species.size(); ++s) {
    shape_.species_names.push_back(snapshot.species[s].name);
    shape_.masses.push_back(snapshot.species[s].mass);
    const auto kept = static_cast<std::int64_t>(keepers_.begin(s + 1) - keepers_.begin(s));
    shape_.counts.push_back(keepers_.communicator().all_sum(kept));
  }
  blocks_.current() = empty_block();
  last_step_ = snapshot.step - interval_;
}

void MeanSquareDisplacement::require_unchanged(const Snapshot& snapshot) const
{
  const auto same = [](double mass, const SpeciesInfo& species) { return mass == species.mass; };
  if (shape_.box_lengths != snapshot.box.lengths() ||
      !std::equal(shape_.masses.begin(), shape_.masses.end(), snapshot.species.begin(), snapshot.species.end(), same)) {
    throw RunTimeFailure(
        fmt::format("step {}: the box or the species changed while displacements were sampled", snapshot.step));
  }
  if (snapshot.step != last_step_ + interval_) {
    throw RunTimeFailure(fmt::format("step {}: displacements need a sample every {} steps, the last one was at {}",
                                     snapshot.step, interval_, last_step_));
  }
}

DisplacementBlock MeanSquareDisplacement::empty_block() const
{
  return {0, std::vector<double>(shape_.lags(), 0.0), std::vector<double>(shape_.sums_size(), 0.0)};
}

void MeanSquareDisplacement::sample(const Snapshot& snapshot)
{
  if (!keepers_.has_learnt()) {
    learn(snapshot);
  }
  require_unchanged(snapshot);
  const std::vector<double> now = keepers_.positions(snapshot);
  compare(now, blocks_.current());
  remember(now);
  last_step_ = snapshot.step;
  ++samples_;
  ++blocks_.current().samples;
  if (blocks_.is_full()) {
    blocks_.close(empty_block());
  }
}

void MeanSquareDisplacement::compare(const std::vector<double>& now, DisplacementBlock& block) const
{
  const std::size_t count = keepers_.size();
  std::vector<std::size_t> due;
  std::vector<double> displacements;  // shape (due lag, species, axis)
  for (const Level& level : levels_) {
    const std::int64_t number = samples_ / level.spacing;  // of this sample among the level's
    const std::int64_t last = samples_ % level.spacing == 0 ? std::min(level.capacity, number) : 0;
    for (std::int64_t multiple = level.first_multiple; multiple <= last; ++multiple) {
      const std::size_t lag = level.first_lag + static_cast<std::size_t>(multiple - level.first_multiple);
      const auto place = static_cast<std::size_t>((number - multiple) % level.capacity);
      const double* then = level.ring.data() + place * now.size();
      for (std::size_t s = 0; s < shape_.species(); ++s) {
        const Moments sums = moments(then, now.data(), count, keepers_.begin(s), keepers_.begin(s + 1));
        block.sums[shape_.offset(lag, s, displacement_column::squared)] += sums.squared;
        block.sums[shape_.offset(lag, s, displacement_column::fourth)] += sums.fourth;
        displacements.insert(displacements.end(), {sums.displacement.x, sums.displacement.y, sums.displacement.z});
      }
      block.origins[lag] += 1.0;
      due.push_back(lag);
    }
  }
  keepers_.communicator().all_sum(displacements);
  if (keepers_.communicator().is_root()) {  // reduce adds the ranks up, and this is the whole system's already
    const std::size_t stride = 3 * shape_.species();
    for (std::size_t k = 0; k < due.size(); ++k) {
      add_collective(shape_, due[k], std::span<const double>{displacements}.subspan(k * stride, stride), block);
    }
  }
}

void MeanSquareDisplacement::remember(const std::vector<double>& now)
{
  for (Level& level : levels_) {
    if (samples_ % level.spacing == 0) {
      const auto place = static_cast<std::size_t>((samples_ / level.spacing) % level.capacity) * now.size();
      level.ring.resize(std::max(level.ring.size(), place + now.size()));
      std::copy(now.begin(), now.end(), level.ring.begin() + static_cast<std::ptrdiff_t>(place));
    }
  }
}

void MeanSquareDisplacement::save(State& state) const
{
  state.put("lag_times", shape_.lag_times);
  state.put("shape", std::vector<std::int64_t>{interval_, static_cast<std::int64_t>(blocks_.fewest())});
  state.put("samples", samples_);
  state.put("last_step", last_step_);
  state.put("box_lengths", std::vector<double>{shape_.box_lengths.x, shape_.box_lengths.y, shape_.box_lengths.z});
  state.put("masses", shape_.masses);
  state.put("counts", shape_.counts);
  for (std::size_t s = 0; s < shape_.species(); ++s) {
    state.put("species/" + std::to_string(s), shape_.species_names[s]);
  }
  State kept;
  keepers_.save(kept);
  state.put_all("keepers", kept);
  for (std::size_t k = 0; k < levels_.size(); ++k) {
    state.put("ring/" + std::to_string(k), levels_[k].ring);
  }
  state.put("samples_per_block", blocks_.samples_per_block());
  state.put("full_blocks", packed(blocks_.full()));
  state.put("current_block", packed({&blocks_.current(), 1}));
}

void MeanSquareDisplacement::load(const State& state)
{
  if (state.doubles("lag_times") != shape_.lag_times ||
      state.integers("shape") != std::vector<std::int64_t>{interval_, static_cast<std::int64_t>(blocks_.fewest())}) {
    throw RunTimeFailure("the saved displacements have other lags or another number of blocks");
  }
  keepers_.load(state.part("keepers"));
  samples_ = state.integer("samples");
  last_step_ = state.integer("last_step");
  const std::vector<double>& lengths = state.doubles("box_lengths");
  shape_.box_lengths = {lengths.at(0), lengths.at(1), lengths.at(2)};
  shape_.masses = state.doubles("masses");
  shape_.counts = state.integers("counts");
  shape_.species_names.clear();
  for (std::size_t s = 0; s < shape_.species(); ++s) {
    shape_.species_names.push_back(state.text("species/" + std::to_string(s)));
  }
  for (std::size_t k = 0; k < levels_.size(); ++k) {
    levels_[k].ring = state.doubles("ring/" + std::to_string(k));
  }
  std::vector<DisplacementBlock> full = unpacked_displacements(state.doubles("full_blocks"), shape_);
  DisplacementBlock current =
      samples_ == 0 ? DisplacementBlock{} : unpacked_displacements(state.doubles("current_block"), shape_).at(0);
  blocks_ = {blocks_.fewest(), state.integer("samples_per_block"), std::move(full), std::move(current)};
}

DisplacementBlocks MeanSquareDisplacement::reduce(const mpi::Communicator& communicator) const
{
  DisplacementBlocks reduced{shape_, blocks_.all(), {}};
  if (reduced.blocks.empty()) {
    throw RunTimeFailure("no displacements were sampled");
  }
  reduced.replica.assign(reduced.blocks.size(), 0);
  for (DisplacementBlock& block : reduced.blocks) {
    communicator.all_sum(block.sums);
  }
  return reduced;
}

DisplacementBlocks gather_replicas(const mpi::Communicator& world, const mpi::Communicator& replica,
                                   const DisplacementBlocks& reduced)
{
  DisplacementBlocks all{reduced.shape, {}, {}};
  std::size_t number = 0;
  for (const std::vector<double>& part : mpi::gather_from_roots(world, replica, packed(reduced.blocks))) {
    const std::vector<DisplacementBlock> blocks = unpacked_displacements(part, reduced.shape);
    all.blocks.insert(all.blocks.end(), blocks.begin(), blocks.end());
    all.replica.insert(all.replica.end(), blocks.size(), number++);
  }
  return all;
}

}  // namespace soret
