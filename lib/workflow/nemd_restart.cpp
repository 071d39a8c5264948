/// \file
/// Saving and restoring a NemdWorkflow.

#include <soret/core/error.hpp>
#include <soret/workflow/engine_setup.hpp>
#include <soret/workflow/nemd_workflow.hpp>

#include <fmt/format.h>

namespace soret {

namespace {

std::string sample_prefix(const char* kind, std::size_t gradient) { return fmt::format("{}/{}", kind, gradient); }

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
  state.put("box_sum", box_sum_);
  state.put("reached_target", static_cast<std::int64_t>(reached_target_ ? 1 : 0));
  state.put("trajectory_frames", trajectory_ ? trajectory_->frames() : std::int64_t{0});
  state.put("wall_seconds", wall_seconds());
  state.put("replicas", static_cast<std::int64_t>(ranks_.replicas));
  return state;
}

void NemdWorkflow::load(const State& state)
{
  phase_ = static_cast<std::size_t>(state.integer("phase"));
  phase_step_ = state.integer("phase_step");
  box_sum_ = state.doubles("box_sum");
  reached_target_ = state.integer("reached_target") != 0;
  earlier_wall_seconds_ = state.scalar("wall_seconds");
}

void NemdWorkflow::restore(const CheckpointFile& checkpoint)
{
  const std::int64_t replicas = checkpoint.read(0).integer("replicas");
  if (checkpoint.ranks() != ranks_.world.size() || replicas != ranks_.replicas) {
    throw InputError(
        fmt::format("{} was written by {} ranks in {} replicas, and a run continues with as many; here are {} "
                    "ranks in {} replicas",
                    checkpoint.path().string(), checkpoint.ranks(), replicas, ranks_.world.size(), ranks_.replicas));
  }
  const State state = checkpoint.read(ranks_.world.rank());
  load(state);
  add_controls();
  simulation_->load(state.part("simulation"));
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
