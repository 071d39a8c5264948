#include <soret/workflow/protocol_run.hpp>

#include <soret/dynamics/centre_of_mass_removal.hpp>

#include <fmt/format.h>

namespace soret {

namespace {

std::string window_prefix(std::size_t window) { return fmt::format("window/{}", window); }

/// Where a bath acts.
Region region_of(ProtocolBath bath, const GradientSettings& gradient, const Box& box)
{
  switch (bath) {
    case ProtocolBath::hot:
      return gradient.hot_slab.in_box(gradient.axis, box);
    case ProtocolBath::cold:
      return gradient.cold_slab.in_box(gradient.axis, box);
    case ProtocolBath::box:
      break;
  }
  return {};
}

}  // namespace

std::vector<ProtocolStretch> stretches_of(const ProtocolSettings& protocol, TimeStep time_step)
{
  std::vector<ProtocolStretch> stretches;
  std::int64_t made = 0;
  const auto add = [&](std::size_t leg, std::optional<std::size_t> window, std::int64_t end) {
    if (end > made) {
      stretches.push_back({leg, window, made, end - made});
      made = end;
    }
  };
  std::size_t window = 0;
  for (std::size_t leg = 0; leg < protocol.legs.size(); ++leg) {
    const std::int64_t start = protocol.steps_before(leg, time_step).value();
    for (const ProfileWindowSettings& times : protocol.legs[leg].windows) {
      add(leg, std::nullopt, start + steps_in(times.from, time_step).value());
      add(leg, window, start + steps_in(times.to, time_step).value());
      ++window;
    }
    add(leg, std::nullopt, start + steps_in(protocol.legs[leg].duration, time_step).value());
  }
  return stretches;
}

ProtocolRun::ProtocolRun(const NemdSettings& settings, const Box& box)
    : gradient_{settings.gradient},
      sample_{settings.sample},
      protocol_{*settings.protocol},
      time_step_{settings.run.time_step},
      zero_momentum_{settings.run.zero_momentum},
      series_{std::make_unique<ThermodynamicSeries>()}
{
  for (const ProtocolBath bath : all_protocol_baths) {
    courses_[static_cast<std::size_t>(bath)] = protocol_.course_of(bath, time_step_);
  }
  const SlabCentres centres{gradient_.cold_slab.in_box(gradient_.axis, box).centre,
                            gradient_.hot_slab.in_box(gradient_.axis, box).centre};
  for (std::size_t leg = 0; leg < protocol_.legs.size(); ++leg) {
    for (const ProfileWindowSettings& window : protocol_.legs[leg].windows) {
      times_.push_back(window_at(leg, window));
      profiles_.push_back(std::make_unique<SlabProfile>(gradient_.axis, sample_.bins, sample_.blocks, centres));
    }
  }
}

TimeWindow ProtocolRun::window_at(std::size_t leg, const ProfileWindowSettings& window) const
{
  const auto steps = [&](std::size_t before) { return protocol_.steps_before(before, time_step_).value(); };
  const double shift = static_cast<double>(steps(leg) - steps(protocol_.zero_leg)) * time_step_.value();
  return {.leg = protocol_.legs[leg].name,
          .leg_index = leg,
          .from = window.from.value() + shift,
          .to = window.to.value() + shift};
}

void ProtocolRun::add_baths(Simulation& simulation, Seed seed)
{
  if (zero_momentum_) {
    simulation.control(CentreOfMassRemoval{});
  }
  for (const ProtocolBath bath : all_protocol_baths) {
    const auto number = static_cast<std::size_t>(bath);
    thermostats_[number] = nullptr;
    if (courses_[number].only_rests()) {
      continue;
    }
    // Temperatures come from set_baths before each step; the instances are those of a steady gradient's slabs.
    thermostats_[number] = &simulation.control(Langevin{.temperature = Temperature{1.0},
                                                        .relaxation_time = gradient_.relaxation_time,
                                                        .seed = seed,
                                                        .region = region_of(bath, gradient_, simulation.box()),
                                                        .label = name_of(bath),
                                                        .instance = number + 1,
                                                        .net_of_recoil = zero_momentum_});
  }
}

void ProtocolRun::set_baths(std::int64_t step)
{
  // The middle of the step, so that rounding cannot decide on which side of a boundary it lies.
  const Duration time{(static_cast<double>(step) + 0.5) * time_step_.value()};
  for (std::size_t bath = 0; bath < protocol_baths; ++bath) {
    if (thermostats_[bath] != nullptr) {
      thermostats_[bath]->follow(courses_[bath], time);
    }
  }
}

std::vector<ScheduledSampler> ProtocolRun::samplers(const ProtocolStretch& stretch)
{
  std::vector<ScheduledSampler> list{every(sample_.interval, *series_)};
  if (stretch.window) {
    list.push_back(every(sample_.interval, *profiles_[*stretch.window]));
  }
  return list;
}

ProtocolMeasurement ProtocolRun::reduce(const Ranks& ranks, double start) const
{
  const double zero =
      start + static_cast<double>(protocol_.steps_before(protocol_.zero_leg, time_step_).value()) * time_step_.value();
  ProtocolMeasurement found;
  for (std::size_t window = 0; window < profiles_.size(); ++window) {
    constexpr std::int64_t fewest_samples = 2;
    if (ranks.world.all_any(profiles_[window]->samples() < fewest_samples)) {
      break;
    }
    ProfileBlocks profile = gather_replicas(ranks.world, ranks.replica, profiles_[window]->reduce(ranks.replica));
    for (ProfileBlock& block : profile.blocks) {
      block.start_time -= zero;
      block.end_time -= zero;
    }
    found.windows.push_back({times_[window], std::move(profile)});
  }
  found.series = series_->reduce(ranks.replica);
  for (ThermodynamicRow& row : found.series) {
    row.time -= zero;
  }
  return found;
}

void ProtocolRun::save(State& state) const
{
  for (std::size_t window = 0; window < profiles_.size(); ++window) {
    State part;
    profiles_[window]->save(part);
    state.put_all(window_prefix(window), part);
  }
  State table;
  series_->save(table);
  state.put_all("series", table);
}

void ProtocolRun::load(const State& state)
{
  for (std::size_t window = 0; window < profiles_.size(); ++window) {
    profiles_[window]->load(state.part(window_prefix(window)));
  }
  series_->load(state.part("series"));
}

}  // namespace soret
