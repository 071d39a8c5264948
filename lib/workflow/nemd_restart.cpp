/// \file
/// Saving and restoring a NemdWorkflow.

#include <soret/core/error.hpp>
#include <soret/workflow/engine_setup.hpp>
#include <soret/workflow/nemd_workflow.hpp>

#include <fmt/format.h>

namespace soret {

namespace {

std::string sample_prefix(const char* kind, std::size_t gradient) { return fmt::format("{}/{}", kind, gradient); }

/// Slabs change once: when the box does.
void save_slabs(const GradientSettings& gradient, State& state)
{
  std::vector<double> values;
  std::vector<std::int64_t> fractions;
  for (const SlabSettings* slab : {&gradient.hot_slab, &gradient.cold_slab}) {
    for (const Extent& extent : {slab->centre, slab->width}) {
      values.push_back(extent.value);
      fractions.push_back(extent.is_fraction ? 1 : 0);
    }
  }
  state.put("slab_extents", std::move(values));
  state.put("slab_extents_are_fractions", std::move(fractions));
}

void load_slabs(const State& state, GradientSettings& gradient)
{
  const auto& values = state.doubles("slab_extents");
  const auto& fractions = state.integers("slab_extents_are_fractions");
  std::size_t next = 0;
  for (SlabSettings* slab : {&gradient.hot_slab, &gradient.cold_slab}) {
    for (Extent* extent : {&slab->centre, &slab->width}) {
      *extent = {values.at(next), fractions.at(next) != 0};
      ++next;
    }
  }
}

}  // namespace

State NemdWorkflow::save() const
{
  State state;
  State engine;
  simulation_->save(engine);
  state.put_all("simulation", engine);
  for (std::size_t g = 0; g < profiles_.size(); ++g) {
    State part;
    profiles_[g]->save(part);
    state.put_all(sample_prefix("profile", g), part);
    State table;
    series_[g]->save(table);
    state.put_all(sample_prefix("series", g), table);
  }
  state.put("phase", static_cast<std::int64_t>(phase_));
  state.put("phase_step", phase_step_);
  state.put("ended_phase_steps", ended_phase_steps_);
  state.put("box_sum", box_sum_);
  save_slabs(settings_.gradient, state);
  state.put("trajectory_frames", trajectory_ ? trajectory_->frames() : std::int64_t{0});
  state.put("wall_seconds", wall_seconds());
  state.put("replicas", static_cast<std::int64_t>(ranks_.replicas));
  return state;
}

void NemdWorkflow::load(const State& state)
{
  phase_ = static_cast<std::size_t>(state.integer("phase"));
  phase_step_ = state.integer("phase_step");
  ended_phase_steps_ = state.integer("ended_phase_steps");
  if (phase_ == schedule_.size() && phase_ > 0 && schedule_.back().steps > ended_phase_steps_) {
    --phase_;  // it had ended, but shall now be longer
    phase_step_ = ended_phase_steps_;
  }
  box_sum_ = state.doubles("box_sum");
  load_slabs(state, settings_.gradient);
  earlier_wall_seconds_ = state.scalar("wall_seconds");
}

/// The start decides how many particles the engine expects.
void NemdWorkflow::require_all_particles(const std::filesystem::path& checkpoint) const
{
  const auto local = static_cast<std::int64_t>(simulation_->local_particles().size());
  const std::int64_t particles = ranks_.replica.all_sum(local);
  if (particles != simulation_->particle_count()) {
    throw InputError(fmt::format("{} holds {} particles, but the start has {}", checkpoint.string(), particles,
                                 simulation_->particle_count()));
  }
}

void NemdWorkflow::restore(const CheckpointFile& checkpoint)
{
  const std::int64_t replicas = checkpoint.read(0).integer("replicas");
  if (checkpoint.ranks() != ranks_.world.size() || replicas != ranks_.replicas) {
    throw InputError(
        fmt::format("{} was written by {} ranks in {} replicas, and a run continues with as many; here are {} "
                    "ranks in {} replicas: start it with mpirun -n {}",
                    checkpoint.path().string(), checkpoint.ranks(), replicas, ranks_.world.size(), ranks_.replicas,
                    checkpoint.ranks()));
  }
  const State state = checkpoint.read(ranks_.world.rank());
  load(state);
  make_samplers();
  add_controls();
  simulation_->load(state.part("simulation"));
  require_all_particles(checkpoint.path());
  for (std::size_t g = 0; g < profiles_.size(); ++g) {
    profiles_[g]->load(state.part(sample_prefix("profile", g)));
    series_[g]->load(state.part(sample_prefix("series", g)));
  }
  const std::int64_t frames = state.integer("trajectory_frames");
  if (frames > 0) {
    trajectory_ = std::make_unique<TrajectoryWriter>(ranks_.replica, settings_.output.directory, simulation_->species(),
                                                     simulation_->box(), simulation_->local_particles(),
                                                     TrajectoryOptions{}, frames);
  }
}

}  // namespace soret
