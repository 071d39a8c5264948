#include "whole_box_chain.hpp"

#include <soret/workflow/engine_setup.hpp>

#include <algorithm>

namespace soret::detail {

namespace {

std::int64_t until_multiple(std::int64_t now, std::int64_t interval) { return interval - now % interval; }

std::unique_ptr<MonteCarloChain> new_chain(const GcmcSettings& settings, Reservoir reservoir, int replica,
                                           const ChainOptions& options)
{
  return std::make_unique<MonteCarloChain>(make_start(settings.start, settings.model, options.seed, replica),
                                           force_field_of(settings.model), std::move(reservoir), options);
}

ChainOptions main_options(const GcmcSettings& settings, Seed seed)
{
  ChainOptions options;
  options.seed = seed;
  options.tail_corrections = settings.state.tail_corrections;
  options.density_limit = settings.state.largest_density;
  return options;
}

}  // namespace

WholeBoxChain::WholeBoxChain(const GcmcSettings& settings, Seed seed, int replica, const mpi::Communicator& alone)
    : ConfiguredChain{settings, seed, replica,
                      new_chain(settings, reservoir_of(settings.state), replica, main_options(settings, seed))},
      check_interval_{check_interval_of(settings)}
{
  const MoveSettings& moves = settings.moves;
  if (moves.volume_changes > 0.0) {
    tuned().volume_change =
        &chain().add(VolumeChange{moves.volume_change, moves.target_acceptance}, moves.volume_changes);
  }
  if (moves.dynamics_interval) {
    burst_.emplace(alone, force_field_of(settings.model), BurstLength{moves.dynamics_steps, moves.dynamics_time_step},
                   seed);
  }
}

std::unique_ptr<MonteCarloChain> WholeBoxChain::settling_chain(std::uint64_t instance) const
{
  ChainOptions options;
  options.seed = seed();
  options.instance = instance;
  return new_chain(settings(), Reservoir{settings().state.temperature}, replica(), options);
}

std::int64_t WholeBoxChain::undisturbed_attempts(std::int64_t most) const
{
  std::int64_t attempts = std::min(most, until_multiple(chain().attempts(), check_interval_));
  if (burst_) {
    // the last attempt of an interval is the burst
    attempts = std::min(attempts, until_multiple(chain().attempts() + 1, settings().moves.dynamics_interval->value()));
  }
  return attempts;
}

bool WholeBoxChain::burst_is_due() const
{
  return burst_ && (chain().attempts() + 1) % settings().moves.dynamics_interval->value() == 0;
}

void WholeBoxChain::advance(std::int64_t attempts)
{
  if (is_settling()) {
    settling().advance(attempts);
    return;
  }
  for (const std::int64_t end = chain().attempts() + attempts; chain().attempts() < end;) {
    if (burst_is_due()) {
      burst_->attempt(chain());
    }
    else {
      chain().advance(undisturbed_attempts(end - chain().attempts()));
    }
    if (chain().attempts() % check_interval_ == 0) {
      chain().check_energy();
    }
  }
}

}  // namespace soret::detail
