#include <soret/sampling/lag_sampler.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace soret {

namespace {

constexpr int fewest_blocks = 2;
constexpr std::int64_t branching = 4;  // spacings of neighbouring levels

std::size_t checked_blocks(Blocks blocks, const std::string& what)
{
  if (blocks.value() < fewest_blocks) {
    throw InputError(fmt::format("{} in {} blocks are refused: at least {} are needed for an error", what,
                                 blocks.value(), fewest_blocks));
  }
  return static_cast<std::size_t>(blocks.value());
}

double checked_interval_time(TimeStep step, Steps interval, const std::string& what)
{
  if (!(step.value() > 0.0) || interval.value() < 1) {
    throw InputError(fmt::format("{} every {} steps of {:g} are refused: both must be positive", what, interval.value(),
                                 step.value()));
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

}  // namespace

LagSampler::LagSampler(const mpi::Communicator& communicator, const LagSchedule& schedule, std::string what,
                       std::optional<Box> mean_box)
    : what_{std::move(what)},
      keepers_{communicator},
      interval_time_{checked_interval_time(schedule.step, schedule.interval, what_)},
      interval_{schedule.interval.value()},
      with_zero_{schedule.with_zero},
      mean_box_{mean_box},
      blocks_{checked_blocks(schedule.blocks, what_)}
{
  if (schedule.points_per_level < branching) {
    throw InputError(fmt::format("{} with {} points per level are refused: at least {} are needed", what_,
                                 schedule.points_per_level, branching));
  }
  if (mean_box_) {
    system_.box_lengths = mean_box_->lengths();
  }
  plan_lags(intervals_to(schedule.longest, interval_time_), schedule.points_per_level);
}

void LagSampler::plan_lags(std::int64_t longest_samples, std::int64_t points)
{
  if (with_zero_) {
    lag_times_.push_back(0.0);
  }
  std::int64_t reached = 0;
  for (std::int64_t spacing = 1; reached < longest_samples; spacing *= branching) {
    const std::int64_t first = spacing == 1 ? 1 : points / branching + 1;
    std::int64_t multiple = first - 1;
    Level level{spacing, lag_times_.size(), first, 0, {}};
    while (multiple < points && reached < longest_samples) {
      ++multiple;
      reached = multiple * spacing;
      lag_times_.push_back(static_cast<double>(reached) * interval_time_);
    }
    level.capacity = multiple;
    levels_.push_back(std::move(level));
  }
}

void LagSampler::learn(const Snapshot& snapshot)
{
  keepers_.learn(snapshot);
  if (!mean_box_) {
    system_.box_lengths = snapshot.box.lengths();
  }
  for (std::size_t s = 0; s < snapshot.species.size(); ++s) {
    system_.species_names.push_back(snapshot.species[s].name);
    system_.masses.push_back(snapshot.species[s].mass);
    const auto kept = static_cast<std::int64_t>(keepers_.begin(s + 1) - keepers_.begin(s));
    system_.counts.push_back(keepers_.communicator().all_sum(kept));
  }
  begin();
  blocks_.current() = empty_block();
  last_step_ = snapshot.step - interval_;
}

void LagSampler::require_unchanged(const Snapshot& snapshot) const
{
  const auto same = [](double mass, const SpeciesInfo& species) { return mass == species.mass; };
  if ((!mean_box_ && system_.box_lengths != snapshot.box.lengths()) ||
      !std::equal(system_.masses.begin(), system_.masses.end(), snapshot.species.begin(), snapshot.species.end(),
                  same)) {
    throw RunTimeFailure(
        fmt::format("step {}: the box or the species changed while {} were sampled", snapshot.step, what_));
  }
  if (snapshot.step != last_step_ + interval_) {
    throw RunTimeFailure(fmt::format("step {}: {} need a sample every {} steps, the last one was at {}", snapshot.step,
                                     what_, interval_, last_step_));
  }
}

LagBlock LagSampler::empty_block() const
{
  return {0, std::vector<double>(lag_times_.size(), 0.0), std::vector<double>(sums_size(), 0.0)};
}

void LagSampler::sample(const Snapshot& snapshot)
{
  if (!keepers_.has_learnt()) {
    learn(snapshot);
  }
  require_unchanged(snapshot);
  std::vector<double> now = keepers_.positions(snapshot);
  extend(snapshot, now);
  const std::vector<Earlier> earlier = earlier_rows(now);
  for (const Earlier& each : earlier) {
    blocks_.current().origins[each.lag] += 1.0;
  }
  compare(now, earlier, blocks_.current());
  remember(now);
  last_step_ = snapshot.step;
  ++samples_;
  ++blocks_.current().samples;
  if (blocks_.is_full()) {
    blocks_.close(empty_block());
  }
}

std::vector<LagSampler::Earlier> LagSampler::earlier_rows(const std::vector<double>& now) const
{
  std::vector<Earlier> rows;
  if (with_zero_) {
    rows.push_back({0, now.data()});
  }
  for (const Level& level : levels_) {
    const std::int64_t number = samples_ / level.spacing;  // of this sample among the level's
    const std::int64_t last = samples_ % level.spacing == 0 ? std::min(level.capacity, number) : 0;
    for (std::int64_t multiple = level.first_multiple; multiple <= last; ++multiple) {
      const auto place = static_cast<std::size_t>((number - multiple) % level.capacity);
      rows.push_back({level.first_lag + static_cast<std::size_t>(multiple - level.first_multiple),
                      level.ring.data() + place * now.size()});
    }
  }
  return rows;
}

void LagSampler::remember(const std::vector<double>& now)
{
  for (Level& level : levels_) {
    if (samples_ % level.spacing == 0) {
      const auto place = static_cast<std::size_t>((samples_ / level.spacing) % level.capacity) * now.size();
      level.ring.resize(std::max(level.ring.size(), place + now.size()));
      std::copy(now.begin(), now.end(), level.ring.begin() + static_cast<std::ptrdiff_t>(place));
    }
  }
}

void LagSampler::save(State& state) const
{
  state.put("lag_times", lag_times_);
  state.put("shape", std::vector<std::int64_t>{interval_, static_cast<std::int64_t>(blocks_.fewest())});
  state.put("samples", samples_);
  state.put("last_step", last_step_);
  state.put("box_lengths", std::vector<double>{system_.box_lengths.x, system_.box_lengths.y, system_.box_lengths.z});
  state.put("masses", system_.masses);
  state.put("counts", system_.counts);
  for (std::size_t s = 0; s < system_.species(); ++s) {
    state.put("species/" + std::to_string(s), system_.species_names[s]);
  }
  State kept;
  keepers_.save(kept);
  state.put_all("keepers", std::move(kept));
  for (std::size_t k = 0; k < levels_.size(); ++k) {
    state.put("ring/" + std::to_string(k), levels_[k].ring);
  }
  state.put("samples_per_block", blocks_.samples_per_block());
  state.put("full_blocks", packed(blocks_.full()));
  state.put("current_block", packed({&blocks_.current(), 1}));
}

void LagSampler::load(const State& state)
{
  if (state.doubles("lag_times") != lag_times_ ||
      state.integers("shape") != std::vector<std::int64_t>{interval_, static_cast<std::int64_t>(blocks_.fewest())}) {
    throw RunTimeFailure(fmt::format("the saved {} have other lags or another number of blocks", what_));
  }
  keepers_.load(state.part("keepers"));
  samples_ = state.integer("samples");
  last_step_ = state.integer("last_step");
  const std::vector<double>& lengths = state.doubles("box_lengths");
  system_.box_lengths = {lengths.at(0), lengths.at(1), lengths.at(2)};
  if (mean_box_ && system_.box_lengths != mean_box_->lengths()) {
    throw RunTimeFailure(fmt::format("the saved {} have another mean box", what_));
  }
  system_.masses = state.doubles("masses");
  system_.counts = state.integers("counts");
  system_.species_names.clear();
  for (std::size_t s = 0; s < system_.species(); ++s) {
    system_.species_names.push_back(state.text("species/" + std::to_string(s)));
  }
  begin();
  for (std::size_t k = 0; k < levels_.size(); ++k) {
    levels_[k].ring = state.doubles("ring/" + std::to_string(k));
  }
  const auto unpacked = [&](const char* name) {
    return unpacked_lags(state.doubles(name), lag_times_.size(), sums_size());
  };
  std::vector<LagBlock> full = unpacked("full_blocks");
  LagBlock current = samples_ == 0 ? LagBlock{} : unpacked("current_block").at(0);
  blocks_ = {blocks_.fewest(), state.integer("samples_per_block"), std::move(full), std::move(current)};
}

std::vector<LagBlock> LagSampler::reduce_blocks(const mpi::Communicator& communicator) const
{
  std::vector<LagBlock> reduced = blocks_.all();
  if (reduced.empty()) {
    throw RunTimeFailure(fmt::format("no {} were sampled", what_));
  }
  for (LagBlock& block : reduced) {
    communicator.all_sum(block.sums);
  }
  return reduced;
}

}  // namespace soret
