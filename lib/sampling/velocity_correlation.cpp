#include <soret/sampling/velocity_correlation.hpp>

#include <soret/core/error.hpp>
#include <soret/estimate/velocity_correlations.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <string>
#include <utility>

namespace soret {

namespace {

double checked_interval_time(TimeStep step, Steps interval)
{
  if (!(step.value() > 0.0) || interval.value() < 1) {
    throw InputError(fmt::format("velocities every {} steps of {:g} are refused: both must be positive",
                                 interval.value(), step.value()));
  }
  return step.value() * static_cast<double>(interval.value());
}

std::size_t lags_to(Duration longest, double interval_time)
{
  constexpr double fewest = 2.0;
  constexpr double most = 1e6;
  const double found = std::round(longest.value() / interval_time);
  if (!(found >= fewest) || !(found <= most)) {
    throw InputError(
        fmt::format("correlations of velocities up to {:g} with samples every {:g} are refused: that must be 2 to 10^6 "
                    "lags",
                    longest.value(), interval_time));
  }
  return static_cast<std::size_t>(found);
}

std::size_t checked_blocks(Blocks blocks)
{
  if (blocks.value() < 2) {
    throw InputError(
        fmt::format("correlations of velocities in {} blocks are refused: at least 2 are needed", blocks.value()));
  }
  return static_cast<std::size_t>(blocks.value());
}

std::int64_t spacing_of(std::size_t lags, int origins)
{
  if (origins < 1) {
    throw InputError(fmt::format("correlations of velocities with {} origins are refused: one is needed", origins));
  }
  return (static_cast<std::int64_t>(lags) + origins - 1) / origins;
}

/// Sum over some particles of the products of their velocities, each given as all x, then all y, then all z.
double product(const std::vector<double>& then, const std::vector<double>& now, std::size_t count, std::size_t begin,
               std::size_t end)
{
  Vec3 sums;  // three chains of additions instead of one
  for (std::size_t i = begin; i < end; ++i) {
    sums.x += then[i] * now[i];
    sums.y += then[count + i] * now[count + i];
    sums.z += then[2 * count + i] * now[2 * count + i];
  }
  return sums.x + sums.y + sums.z;
}

}  // namespace

void VelocityCorrelation::Sums::add(const Sums& later)
{
  samples += later.samples;
  std::transform(values.begin(), values.end(), later.values.begin(), values.begin(), std::plus<>());
}

VelocityCorrelation::VelocityCorrelation(const mpi::Communicator& communicator, TimeStep step, Steps interval,
                                         Duration longest, Blocks blocks, int origins)
    : keepers_{communicator},
      interval_time_{checked_interval_time(step, interval)},
      interval_{interval.value()},
      longest_lag_{lags_to(longest, interval_time_)},
      origin_spacing_{spacing_of(longest_lag_, origins)},
      blocks_{checked_blocks(blocks)}
{
}

void VelocityCorrelation::learn(const Snapshot& snapshot)
{
  keepers_.learn(snapshot);
  for (std::size_t s = 0; s < snapshot.species.size(); ++s) {
    const auto kept = static_cast<std::int64_t>(keepers_.begin(s + 1) - keepers_.begin(s));
    counts_.push_back(keepers_.communicator().all_sum(kept));
  }
  blocks_.current() = empty();
  last_step_ = snapshot.step - interval_;
}

void VelocityCorrelation::sample(const Snapshot& snapshot)
{
  if (!keepers_.has_learnt()) {
    learn(snapshot);
  }
  if (snapshot.step != last_step_ + interval_) {
    throw RunTimeFailure(
        fmt::format("step {}: correlations of velocities need a sample every {} steps, the last one was at {}",
                    snapshot.step, interval_, last_step_));
  }
  const std::vector<double> now = keepers_.velocities(snapshot);
  if (samples_ % origin_spacing_ == 0) {
    origins_.push_back({now, empty().values, 0});
  }
  for (Origin& origin : origins_) {
    multiply(now, origin);
  }
  if (origins_.front().next_lag == lags()) {  // at most one at a time: they began one after the other
    file(origins_.front());
    origins_.erase(origins_.begin());
  }
  last_step_ = snapshot.step;
  ++samples_;
}

void VelocityCorrelation::multiply(const std::vector<double>& now, Origin& origin) const
{
  for (std::size_t s = 0; s < species(); ++s) {
    origin.values[s * lags() + origin.next_lag] =
        product(origin.velocities, now, keepers_.size(), keepers_.begin(s), keepers_.begin(s + 1));
  }
  ++origin.next_lag;
}

void VelocityCorrelation::file(const Origin& origin)
{
  blocks_.current().add({1, origin.values});
  if (blocks_.is_full()) {
    blocks_.close(empty());
  }
}

std::vector<double> VelocityCorrelation::settings() const
{
  return {interval_time_, static_cast<double>(interval_), static_cast<double>(longest_lag_),
          static_cast<double>(origin_spacing_), static_cast<double>(blocks_.fewest())};
}

void VelocityCorrelation::save(State& state) const
{
  state.put("settings", settings());
  state.put("samples", samples_);
  state.put("last_step", last_step_);
  state.put("counts", counts_);
  State kept;
  keepers_.save(kept);
  state.put_all("keepers", std::move(kept));
  const auto put = [&](const std::string& name, std::span<const Sums> list) {
    std::vector<double> values;
    for (const Sums& sums : list) {
      values.push_back(static_cast<double>(sums.samples));
      values.insert(values.end(), sums.values.begin(), sums.values.end());
    }
    state.put(name, std::move(values));
  };
  state.put("samples_per_block", blocks_.samples_per_block());
  put("full_blocks", blocks_.full());
  put("current_block", {&blocks_.current(), 1});
  state.put("origins", static_cast<std::int64_t>(origins_.size()));
  for (std::size_t k = 0; k < origins_.size(); ++k) {
    const std::string prefix = "origin/" + std::to_string(k);
    state.put(prefix + "/velocities", origins_[k].velocities);
    state.put(prefix + "/values", origins_[k].values);
    state.put(prefix + "/next_lag", static_cast<std::int64_t>(origins_[k].next_lag));
  }
}

std::vector<VelocityCorrelation::Sums> VelocityCorrelation::unpacked(const State& state, const std::string& name) const
{
  std::span<const double> values = state.doubles(name);
  std::vector<Sums> list;
  const std::size_t stride = 1 + species() * lags();
  for (; values.size() >= stride; values = values.subspan(stride)) {
    list.push_back({static_cast<std::int64_t>(values.front()), {values.begin() + 1, values.begin() + stride}});
  }
  return list;
}

void VelocityCorrelation::load(const State& state)
{
  if (state.doubles("settings") != settings()) {
    throw RunTimeFailure("the saved correlations of velocities had other lags, blocks or origins");
  }
  keepers_.load(state.part("keepers"));
  samples_ = state.integer("samples");
  last_step_ = state.integer("last_step");
  counts_ = state.integers("counts");
  blocks_ = {blocks_.fewest(), state.integer("samples_per_block"), unpacked(state, "full_blocks"),
             unpacked(state, "current_block").at(0)};
  origins_.clear();
  for (std::int64_t k = 0; k < state.integer("origins"); ++k) {
    const std::string prefix = "origin/" + std::to_string(k);
    origins_.push_back({state.doubles(prefix + "/velocities"), state.doubles(prefix + "/values"),
                        static_cast<std::size_t>(state.integer(prefix + "/next_lag"))});
  }
}

CorrelationBlocks VelocityCorrelation::reduce(const mpi::Communicator& communicator) const
{
  if (!has_correlations()) {
    throw RunTimeFailure("no velocities were followed over all lags");
  }
  constexpr std::size_t components = 3;
  CorrelationBlocks reduced;
  for (std::size_t s = 0; s < species(); ++s) {
    reduced.quantities.quantities.push_back({velocity_of(s), components});
    reduced.quantities.pairs.push_back({s, s});
  }
  reduced.lag_spacing = interval_time_;
  reduced.longest_lag = longest_lag_;
  for (const Sums& sums : blocks_.all()) {
    CorrelationBlock block{static_cast<double>(sums.samples), sums.values};
    communicator.all_sum(block.values);
    for (std::size_t k = 0; k < block.values.size(); ++k) {
      const auto particles = static_cast<double>(std::max<std::int64_t>(counts_[k / lags()], 1));
      block.values[k] /= block.origins * particles * static_cast<double>(components);
    }
    reduced.blocks.push_back(std::move(block));
  }
  reduced.replica.assign(reduced.blocks.size(), 0);
  return reduced;
}

}  // namespace soret
