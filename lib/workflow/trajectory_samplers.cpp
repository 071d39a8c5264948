#include "trajectory_samplers.hpp"

#include "structure_samplers.hpp"

#include <soret/core/error.hpp>
#include <soret/estimate/correlated_series.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

/// This rank's particles of a frame.
Particles share_of(const Particles& all, const mpi::Communicator& communicator)
{
  Particles share;
  const std::int64_t size = communicator.size();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (((all.id[i] % size) + size) % size == communicator.rank()) {
      share.add(all.id[i], all.species[i], all.position_of(i));
      for (std::size_t axis = 0; axis < 3; ++axis) {
        share.image[axis].back() = all.image[axis][i];
      }
    }
  }
  return share;
}

/// The particles where displacements count: in a box that changes, at the ends of their paths.
Particles travelled(const TrajectoryFrame& frame)
{
  Particles particles = frame.particles;
  if (!frame.path[0].empty()) {
    particles.position = frame.path;
  }
  return particles;
}

}  // namespace

void FrameClock::add(const TrajectoryFrame& frame)
{
  if (!frame.time) {
    throw InputError(
        fmt::format("frame {} has no time, which displacements need; give trajectory.time_between_frames, or "
                    "trajectory.time_step if the file counts steps",
                    frame.number));
  }
  if (frames_ == 1) {
    interval_ = *frame.time - last_time_;
    steps_ = frame.step && last_step_ ? std::optional{*frame.step - *last_step_} : std::nullopt;
  }
  if (frames_ > 0) {
    require_equal(frame);
  }
  else {
    first_time_ = *frame.time;
  }
  last_time_ = *frame.time;
  last_step_ = frame.step;
  last_number_ = frame.number;
  ++frames_;
}

void FrameClock::require_equal(const TrajectoryFrame& frame) const
{
  constexpr double relative = 1e-3;
  constexpr double single_precision = 2.4e-7;  // of the difference of two rounded times
  const double interval = *frame.time - last_time_;
  const double tolerance = relative * *interval_ + single_precision * std::abs(*frame.time);
  const bool same_steps = !steps_ || !frame.step || !last_step_ || *frame.step - *last_step_ == *steps_;
  if (!(*interval_ > 0.0) || !(std::abs(interval - *interval_) <= tolerance) || !same_steps) {
    const auto step = [](const std::optional<std::int64_t>& number) {
      return number ? fmt::format(" (step {})", *number) : std::string{};
    };
    throw InputError(fmt::format(
        "frames come at unequal times: frame {} at {:g}{}, frame {} at {:g}{}, but {:g} lay between the first two; "
        "displacements need equal times, distribution functions alone do not (leave out [transport])",
        last_number_, last_time_, step(last_step_), frame.number, *frame.time, step(frame.step), *interval_));
  }
}

TrajectorySamplers::TrajectorySamplers(mpi::Communicator communicator, const TrajectorySettings& settings,
                                       const TrajectoryReader& reader, const TrajectoryBoxes& boxes)
    : communicator_{std::move(communicator)}, settings_{settings}, reader_{reader}, boxes_{boxes}
{
  if (settings.structure) {
    auto [pairs, modes] = structure_samplers(communicator_, *settings.structure, boxes_.smallest, mean_box());
    pairs_ = std::move(pairs);
    modes_ = std::move(modes);
  }
}

void TrajectorySamplers::sample(const TrajectoryFrame& frame)
{
  const Particles share = share_of(frame.particles, communicator_);
  const Snapshot now = snapshot(share, frames_);
  if (pairs_) {
    pairs_->sample(now);
  }
  if (modes_) {
    modes_->sample(now);
  }
  if (settings_.displacements) {
    sample_displacements(frame);
  }
  ++frames_;
}

void TrajectorySamplers::sample_displacements(const TrajectoryFrame& frame)
{
  constexpr double as_long_as_any_trajectory = 1e6;  // in intervals
  constexpr int points_per_level = 8;
  clock_.add(frame);
  const Particles share = share_of(travelled(frame), communicator_);
  if (frames_ == 0) {
    first_share_ = share;
    return;
  }
  if (!displacements_) {
    const double interval = clock_.first_interval();
    displacements_ = std::make_unique<MeanSquareDisplacement>(
        communicator_, TimeStep{interval}, Steps{1},
        settings_.displacements->longest_lag.value_or(Duration{as_long_as_any_trajectory * interval}),
        settings_.displacements->blocks, points_per_level, mean_box());
    displacements_->sample(snapshot(first_share_, 0));
    first_share_ = {};
  }
  displacements_->sample(snapshot(share, frames_));
}

/// Of the cube root of the mean volume.
double TrajectorySamplers::box_length_error() const
{
  if (!boxes_.change) {
    return 0.0;
  }
  const Estimate volume = blocking_analysis(boxes_.volumes).estimate;
  return volume.standard_error * std::cbrt(volume.value) / (3.0 * volume.value);
}

void TrajectorySamplers::reduce(TrajectoryMeasurements& result) const
{
  const std::vector<std::int64_t> counts = reader_.counts();
  EmdMeasurements& measured = result.measured;
  if (pairs_) {
    measured.structure.emplace();
    measured.structure->counts = counts;
    measured.structure->box_length_error = box_length_error();
    measured.structure->pairs = pairs_->reduce(communicator_);
    if (modes_) {
      measured.structure->modes = modes_->reduce();
    }
  }
  if (displacements_) {
    measured.transport.emplace();
    measured.transport->counts = counts;
    measured.transport->box_length_error = box_length_error();
    measured.transport->displacements = displacements_->reduce(communicator_);
    // The first interval is known to the file's rounding of two times, the mean one much better.
    result.interval = Duration{clock_.mean_interval()};
    if (measured.structure) {
      measured.structure->sample_spacing = clock_.mean_interval();
    }
    for (double& lag_time : measured.transport->displacements.shape.lag_times) {
      lag_time *= clock_.mean_interval() / clock_.first_interval();
    }
  }
}

}  // namespace soret
