#include <soret/workflow/gcmc_workflow.hpp>

#include <soret/core/error.hpp>
#include <soret/core/instruction_set.hpp>
#include <soret/workflow/engine_setup.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

constexpr std::int64_t target_checks = 50;  // per sampling phase: fixed in attempts, so that a restart stops likewise
constexpr double fewest_target_share = 0.1;
constexpr double fewest_target_samples = 50.0;
constexpr std::int64_t fewest_samples = 8;  // of a chain, before anything is made of them

std::int64_t until_multiple(std::int64_t now, std::int64_t interval) { return interval - now % interval; }

/// A recomputed energy costs as much as an attempt for every particle: as many as the box can hold.
std::int64_t check_interval_of(const GcmcSettings& settings)
{
  constexpr std::int64_t shortest = 100'000;
  constexpr double attempts_per_particle = 10.0;
  const double most = settings.state.largest_density.value() * settings.start.box.value().volume();
  return std::max<std::int64_t>(shortest, std::llround(attempts_per_particle * most));
}

}  // namespace

int chains_of(const GcmcSettings& settings, int ranks)
{
  const int chains = settings.run.replicas.value_or(ranks);
  if (chains != ranks) {
    throw InputError(
        fmt::format("run.replicas = {} does not fit {} rank{}: every rank runs one chain, so start it with "
                    "mpirun -n {}, or leave run.replicas out",
                    chains, ranks, ranks == 1 ? "" : "s", chains));
  }
  return chains;
}

GcmcWorkflow::GcmcWorkflow(const Ranks& ranks, GcmcSettings settings)
    : PhasedRun{ranks, "soret-gcmc", settings.run.seed, settings.output},
      settings_{std::move(settings)},
      configured_{settings_, seed()},
      check_interval_{check_interval_of(settings_)}
{
  if (settings_.run.settling > 0 && settings_.start.particles() > 0) {
    schedule_.push_back({GcmcPhase::settle, settings_.run.settling});
  }
  if (settings_.run.equilibration > 0) {
    schedule_.push_back({GcmcPhase::equilibrate, settings_.run.equilibration});
  }
  schedule_.push_back({GcmcPhase::sample, settings_.run.attempts});
  if (settings_.moves.dynamics_interval) {
    burst_.emplace(ranks.replica, force_field_of(settings_.model),
                   BurstLength{settings_.moves.dynamics_steps, settings_.moves.dynamics_time_step}, seed());
  }
}

std::string GcmcWorkflow::instruction_set() const { return name_of(chosen_instruction_set()); }

std::string GcmcWorkflow::name_of_phase(std::size_t phase) const
{
  switch (schedule_[phase].kind) {
    case GcmcPhase::settle:
      return "settling";
    case GcmcPhase::equilibrate:
      return "equilibration";
    case GcmcPhase::sample:
      break;
  }
  return "sampling";
}

void GcmcWorkflow::make_series()
{
  series_ = std::make_unique<OpenSeries>(chain(),
                                         OpenSeriesOptions{.attempts_per_sample = settings_.run.sample_interval,
                                                           .ghost_insertions = settings_.run.ghost_insertions},
                                         seed());
}

void GcmcWorkflow::begin_phase(RunLog& log)
{
  configured_.chain().tune(!is_sampling() && settings_.moves.tuning);
  if (phase() == GcmcPhase::settle) {
    settling_ = settling_chain(settings_, seed());
  }
  if (is_sampling()) {
    configured_.chain().reset_counters();
    make_series();
    const std::string steps = configured_.steps_in_words();
    if (!steps.empty()) {
      log.say(steps);
    }
  }
}

void GcmcWorkflow::end_phase(RunLog& log)
{
  MonteCarloChain& chain = configured_.chain();
  if (settling_) {
    chain.replace(settling_->exported());
    settling_.reset();
  }
  State as_it_was;
  chain.save(as_it_was);
  chain.check_energy();
  chain.load(as_it_was);  // without the recomputed sums: a run that is made longer goes on as if it had not ended here
  log.say(fmt::format("{} particles in this chain, energy {:.6g} per particle", particle_count(),
                      chain.energy() / std::max(1.0, static_cast<double>(particle_count()))));
}

std::int64_t GcmcWorkflow::undisturbed_attempts(std::int64_t at, std::int64_t most) const
{
  std::int64_t attempts = std::min(most, until_multiple(chain().attempts(), check_interval_));
  if (is_sampling()) {
    attempts = std::min(attempts, until_multiple(at, settings_.run.sample_interval));
  }
  if (burst_) {
    // the last attempt of an interval is the burst
    const std::int64_t interval = settings_.moves.dynamics_interval->value();
    attempts = std::min(attempts, until_multiple(chain().attempts() + 1, interval));
  }
  return attempts;
}

bool GcmcWorkflow::burst_is_due() const
{
  return burst_ && (chain().attempts() + 1) % settings_.moves.dynamics_interval->value() == 0;
}

void GcmcWorkflow::advance(std::int64_t steps)
{
  if (settling_) {
    settling_->advance(steps);
  }
  else {
    advance_configured_chain(steps);
  }
}

void GcmcWorkflow::advance_configured_chain(std::int64_t attempts)
{
  MonteCarloChain& chain = configured_.chain();
  const std::int64_t start = chain.attempts();
  while (chain.attempts() < start + attempts) {
    const std::int64_t at = phase_step() + chain.attempts() - start;
    if (burst_is_due()) {
      burst_->attempt(chain);
    }
    else {
      chain.advance(undisturbed_attempts(at, start + attempts - chain.attempts()));
    }
    if (chain.attempts() % check_interval_ == 0) {
      chain.check_energy();
    }
    if (is_sampling() && (phase_step() + chain.attempts() - start) % settings_.run.sample_interval == 0) {
      series_->sample(chain);
    }
  }
}

bool GcmcWorkflow::target_check_is_due() const
{
  const std::int64_t chunks = std::max<std::int64_t>(1, phase_steps() / target_checks / attempts_per_chunk);
  return is_sampling() && phase_step() % (chunks * attempts_per_chunk) == 0 && series_->samples() >= fewest_samples;
}

void GcmcWorkflow::after_chunk(RunLog& log)
{
  if (target_check_is_due()) {
    check_target(log);
  }
}

void GcmcWorkflow::check_target(RunLog& log)
{
  const GcmcMeasurements measured = measurements().value();
  main_estimate_ = main_estimate(measured);
  const auto target = settings_.run.target_error;
  if (!target || static_cast<double>(phase_step()) < fewest_target_share * static_cast<double>(phase_steps())) {
    return;
  }
  if (main_estimate_->estimate.relative_error() <= *target &&
      fewest_effective_samples(measured) >= fewest_target_samples) {
    log.say(fmt::format("the relative standard error of {} fell below the target of {:g}: sampling ends",
                        main_estimate_->name, *target));
    skip_rest_of_phase();
  }
}

std::pair<std::string, std::optional<Estimate>> GcmcWorkflow::watched() const
{
  const bool is_known = main_estimate_ && std::isfinite(main_estimate_->estimate.value);
  return {is_known ? main_estimate_->name : "",
          is_known ? std::optional{main_estimate_->estimate} : std::optional<Estimate>{}};
}

std::optional<GcmcMeasurements> GcmcWorkflow::measurements() const
{
  if (ranks().world.all_any(!series_ || series_->samples() < 2)) {
    return std::nullopt;
  }
  GcmcMeasurements measured;
  measured.samples = series_->reduce(ranks().world);
  measured.temperature = settings_.state.temperature;
  measured.activities = settings_.state.activities;
  measured.pressure = settings_.state.pressure;
  measured.energies_jump = energies_jump(settings_.model) && !settings_.state.tail_corrections;
  for (const MoveCounter& counter : chain().counters()) {
    measured.moves.push_back(
        {counter.kind, ranks().world.all_sum(counter.attempted), ranks().world.all_sum(counter.accepted)});
  }
  return measured;
}

void GcmcWorkflow::save_engine(State& state) const
{
  State of_chain;
  chain().save(of_chain);
  state.put_all("chain", of_chain);
  if (settling_) {
    State of_settling;
    settling_->save(of_settling);
    state.put_all("settling", of_settling);
  }
  if (series_) {
    State of_series;
    series_->save(of_series);
    state.put_all("series", of_series);
  }
}

void GcmcWorkflow::load_engine(const State& state, const std::filesystem::path&)
{
  configured_.chain().load(state.part("chain"));
  configured_.chain().tune(!is_sampling() && settings_.moves.tuning);
  if (state.contains_part("settling")) {
    settling_ = settling_chain(settings_, seed());
    settling_->load(state.part("settling"));
  }
  if (state.contains_part("series")) {
    make_series();
    series_->load(state.part("series"));
  }
}

}  // namespace soret
