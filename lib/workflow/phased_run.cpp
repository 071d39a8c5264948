#include <soret/workflow/phased_run.hpp>

#include <soret/core/error.hpp>
#include <soret/core/version.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

namespace soret {

namespace {

double seconds_since(std::chrono::steady_clock::time_point start)
{
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

PhasedRun::PhasedRun(const Ranks& ranks, std::string program, Seed seed, const OutputSettings& output)
    : ranks_{ranks}, program_{std::move(program)}, seed_{seed}, output_settings_{output}
{
}

std::size_t PhasedRun::phase_index() const { return std::min(phase_, phases() - 1); }

Seed PhasedRun::seed() const { return seed_of_part(seed_, static_cast<std::uint64_t>(ranks_.replica_index)); }

std::int64_t PhasedRun::next_chunk() const
{
  return std::min(chunk_steps() - phase_step_ % chunk_steps(), phase_steps() - phase_step_);
}

void PhasedRun::advance_chunk(RunLog& log)
{
  before_chunk();
  const std::int64_t steps = next_chunk();
  const auto start = std::chrono::steady_clock::now();
  advance(steps);
  stepping_seconds_ += seconds_since(start);
  steps_ += steps;
  unit_steps_ += static_cast<double>(steps) * static_cast<double>(units_per_step());
  phase_step_ += steps;
  const auto recording = std::chrono::steady_clock::now();
  record_chunk();
  recording_seconds_ += seconds_since(recording);
  after_chunk(log);
}

void PhasedRun::finish_phase(RunLog& log)
{
  note_phase(log);
  end_phase(log);
  ++phase_;
  ended_phase_steps_ = phase_step_;
  phase_step_ = 0;
}

bool PhasedRun::run(const Interruption& interruption, const std::string& configuration, RunLog& log)
{
  note_state();
  last_checkpoint_ = interruption.wall_seconds();
  for (bool resumed = phase_step_ > 0; !is_done(); resumed = false) {
    if (!resumed) {
      log.say(fmt::format("{} ({} steps)", name_of_phase(phase_), phase_steps()));
      begin_phase(log);
      tune_phase(log);
    }
    while (phase_step_ < phase_steps()) {
      advance_chunk(log);
      log.progress(progress());
      const bool is_due = ranks_.world.is_root() &&
                          interruption.wall_seconds() - last_checkpoint_ > output_settings_.checkpoint_wall_seconds;
      const std::string reason = interruption.all_reason(ranks_.world);
      if (!reason.empty() || ranks_.world.all_any(is_due)) {
        checkpoint(configuration, log);
        last_checkpoint_ = interruption.wall_seconds();
      }
      if (!reason.empty()) {
        log.say(fmt::format("{}: stopped at step {} with a checkpoint", reason, steps_));
        return false;
      }
    }
    finish_phase(log);
    if (!is_done()) {
      note_state();
    }
  }
  checkpoint(configuration, log);
  return true;
}

void PhasedRun::checkpoint(const std::string& configuration, RunLog& log)
{
  const auto start = std::chrono::steady_clock::now();
  flush_records();
  write_checkpoint(ranks_.world, output_settings_.directory,
                   {.program = program_, .version = version(), .step = steps_, .configuration = configuration}, save());
  log.checkpoint(progress());
  log.note(fmt::format("the run stood still for {:.3f} s; so far {:.3f} s of steps, {:.3f} s of frames",
                       seconds_since(start), stepping_seconds_, recording_seconds_));
}

Progress PhasedRun::progress() const
{
  std::int64_t last = steps_ - phase_step_;
  for (std::size_t later = phase_; later < phases(); ++later) {
    last += steps_of_phase(later);
  }
  const double here =
      is_done() ? 0.0 : static_cast<double>(phase_step_) * static_cast<double>(units_per_step_of(phase_));
  const double replicas = ranks_.replicas;
  const auto [quantity, estimate] = watched();
  return {.stage = is_done() ? "done" : name_of_phase(phase_),
          .step = steps_,
          .last_step = last,
          .unit = step_unit(),
          .work_done = replicas * (planned_work(0, phase_) + here),
          .work_left = replicas * (planned_work(phase_, phases()) - here),
          .work_here = replicas * unit_steps_,
          .wall_seconds = stepping_seconds_,
          .quantity = quantity,
          .estimate = estimate};
}

/// Of one replica in phases from `begin` to before `end`.
double PhasedRun::planned_work(std::size_t begin, std::size_t end) const
{
  double work = 0.0;
  for (std::size_t phase = begin; phase < end; ++phase) {
    work += static_cast<double>(steps_of_phase(phase)) * static_cast<double>(units_per_step_of(phase));
  }
  return work;
}

double PhasedRun::atom_steps_per_second() const
{
  return stepping_seconds_ > 0.0 ? unit_steps_ * ranks_.replicas / stepping_seconds_ : 0.0;
}

State PhasedRun::save() const
{
  State state;
  state.put("phase", static_cast<std::int64_t>(phase_));
  state.put("phase_step", phase_step_);
  state.put("ended_phase_steps", ended_phase_steps_);
  state.put("steps", steps_);
  state.put("wall_seconds", wall_seconds());
  state.put("replicas", static_cast<std::int64_t>(ranks_.replicas));
  save_engine(state);
  return state;
}

void PhasedRun::load_progress(const State& state)
{
  phase_ = static_cast<std::size_t>(state.integer("phase"));
  phase_step_ = state.integer("phase_step");
  ended_phase_steps_ = state.integer("ended_phase_steps");
  steps_ = state.integer("steps");
  earlier_wall_seconds_ = state.scalar("wall_seconds");
  if (is_done() && phase_ > 0 && steps_of_phase(phases() - 1) > ended_phase_steps_) {
    --phase_;  // it had ended, but shall now be longer
    phase_step_ = ended_phase_steps_;
  }
}

void PhasedRun::require_same_ranks(const CheckpointFile& checkpoint) const
{
  const std::int64_t replicas = checkpoint.read(0, {"replicas"}).integer("replicas");
  if (checkpoint.ranks() != ranks_.world.size() || replicas != ranks_.replicas) {
    throw InputError(
        fmt::format("{} was written by {} ranks in {} replicas, and a run continues with as many; here are {} "
                    "ranks in {} replicas: start it with mpirun -n {}",
                    checkpoint.path().string(), checkpoint.ranks(), replicas, ranks_.world.size(), ranks_.replicas,
                    checkpoint.ranks()));
  }
}

/// Of the phase of adjustable length that made most; of several that have ended, their mean.
std::int64_t PhasedRun::adjustable_steps_made(const State& state) const
{
  const auto present = std::min(static_cast<std::size_t>(state.integer("phase")), phases());
  const bool is_present_adjustable = present < phases() && is_adjustable(present);
  const std::int64_t present_steps = present < phases() ? state.integer("phase_step") : 0;
  std::int64_t ended_steps = state.integer("steps") - present_steps;  // a phase may have ended early
  std::int64_t ended = 0;
  for (std::size_t phase = 0; phase < present; ++phase) {
    if (is_adjustable(phase)) {
      ++ended;
    }
    else {
      ended_steps -= steps_of_phase(phase);
    }
  }
  return std::max(is_present_adjustable ? present_steps : 0, ended > 0 ? ended_steps / ended : 0);
}

std::string PhasedRun::amount_of(std::int64_t steps, const AdjustableLength& length, const Units& units) const
{
  if (!length.time_step) {
    return fmt::format("{} {}", steps, step_unit());
  }
  const double time = static_cast<double>(steps) * length.time_step->value();
  const std::string reduced = fmt::format("{:.12g} {}", time, reduced_unit(dimension::time));
  return units.scales() ? fmt::format("{:.12g} ns ({})", units.write(time, dimension::time, "ns"), reduced) : reduced;
}

void PhasedRun::require_length(const CheckpointFile& checkpoint, Configuration& configuration) const
{
  const std::optional<AdjustableLength> length = adjustable_length();
  if (!length) {
    return;
  }
  const std::int64_t made = adjustable_steps_made(checkpoint.read(0, {"phase", "phase_step", "steps"}));
  for (std::size_t phase = 0; phase < phases(); ++phase) {
    if (is_adjustable(phase) && steps_of_phase(phase) < made) {
      configuration.refuse(length->key,
                           fmt::format("already {} were sampled by {}: give at least that",
                                       amount_of(made, *length, configuration.units()), checkpoint.path().string()));
      configuration.finish();
    }
  }
}

void PhasedRun::restore(const CheckpointFile& checkpoint)
{
  require_same_ranks(checkpoint);
  State state = checkpoint.read(ranks_.world.rank());
  load_progress(state);
  load_engine(state, checkpoint.path());
}

}  // namespace soret
