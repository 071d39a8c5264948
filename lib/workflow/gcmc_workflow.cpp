#include <soret/workflow/gcmc_workflow.hpp>

#include <soret/core/error.hpp>
#include <soret/core/instruction_set.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace soret {

namespace {

constexpr std::int64_t target_checks = 50;  // per sampling phase: fixed in attempts, so that a restart stops likewise
constexpr double fewest_target_share = 0.1;
constexpr double fewest_target_samples = 50.0;
constexpr std::int64_t fewest_samples = 8;  // of a chain, before anything is made of them

constexpr std::int64_t shortest_chunk = 1000;  // attempts between looks at the clock and at signals

/// Without run.replicas the number of chains is known only here.
GcmcSettings with_enough_samples(GcmcSettings settings, int replicas)
{
  if (const auto reason = why_samples_are_too_few(settings.start, replicas)) {
    throw InputError("start.file: " + *reason);
  }
  return settings;
}

}  // namespace

int chains_of(const GcmcSettings& settings, int ranks) { return settings.run.replicas.value_or(ranks); }

GcmcWorkflow::GcmcWorkflow(const Ranks& ranks, GcmcSettings settings)
    : PhasedRun{ranks, "soret-gcmc", settings.run.seed, settings.output},
      settings_{with_enough_samples(std::move(settings), ranks.replicas)},
      chain_{GcmcChain::make(settings_, seed(), ranks.replica_index, ranks.replica)},
      chunk_{whole_sweeps(shortest_chunk)},
      sample_interval_{whole_sweeps(settings_.run.sample_interval)}
{
  const GcmcRunSettings& run = settings_.run;
  if (run.settling > 0 && settings_.start.particles() > 0) {
    schedule_.push_back({GcmcPhase::settle, whole_sweeps(run.settling)});
  }
  if (run.equilibration > 0) {
    schedule_.push_back({GcmcPhase::equilibrate, whole_sweeps(run.equilibration)});
  }
  schedule_.push_back({GcmcPhase::sample, whole_sweeps(run.attempts)});
  if (schedule_.back().attempts / sample_interval_ < fewest_samples) {
    throw InputError(
        fmt::format("run.attempts = {} are {} sweeps through the regions of the box, {} attempts each: fewer "
                    "than {}, the least number of samples",
                    run.attempts, schedule_.back().attempts / sample_interval_, sample_interval_, fewest_samples));
  }
}

/// As many attempts, rounded up to what the chain can make.
std::int64_t GcmcWorkflow::whole_sweeps(std::int64_t attempts) const
{
  const std::int64_t sweep = chain_->attempts_at_once();
  return (attempts + sweep - 1) / sweep * sweep;
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
  series_ = std::make_unique<OpenSeries>(
      settings_.model.species,
      OpenSeriesOptions{.attempts_per_sample = sample_interval_, .ghost_insertions = settings_.run.ghost_insertions},
      seed());
}

void GcmcWorkflow::begin_phase(RunLog& log)
{
  chain_->tune(!is_sampling() && settings_.moves.tuning);
  if (phase_index() == 0 && !chain_->kind_in_words().empty()) {
    log.say(chain_->kind_in_words());
  }
  if (phase() == GcmcPhase::settle) {
    chain_->begin_settling();
  }
  if (is_sampling()) {
    chain_->reset_counters();
    make_series();
    const std::string steps = chain_->steps_in_words();
    if (!steps.empty()) {
      log.say(steps);
    }
  }
}

void GcmcWorkflow::end_phase(RunLog& log)
{
  if (phase() == GcmcPhase::settle) {
    chain_->end_settling();
  }
  chain_->verify_energy();
  const std::int64_t particles = particle_count();
  log.say(fmt::format("{} particles in this chain, energy {:.6g} per particle", particles,
                      chain_->energy() / std::max(1.0, static_cast<double>(particles))));
}

void GcmcWorkflow::advance(std::int64_t attempts)
{
  if (!is_sampling()) {
    chain_->advance(attempts);
    return;
  }
  for (std::int64_t made = 0; made < attempts;) {
    const std::int64_t to_sample = sample_interval_ - (phase_step() + made) % sample_interval_;
    const std::int64_t now = std::min(attempts - made, to_sample);
    chain_->advance(now);
    made += now;
    if (now == to_sample) {
      chain_->sample_into(*series_);
    }
  }
}

bool GcmcWorkflow::target_check_is_due() const
{
  const std::int64_t chunks = std::max<std::int64_t>(1, phase_steps() / target_checks / chunk_);
  return is_sampling() && phase_step() % (chunks * chunk_) == 0 && series_->samples() >= fewest_samples;
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
  measured.samples = series_->reduce(ranks().world, ranks().replica);
  measured.temperature = settings_.state.temperature;
  measured.activities = settings_.state.activities;
  measured.pressure = settings_.state.pressure;
  measured.energies_jump = energies_jump(settings_.model) && !settings_.state.tail_corrections;
  const std::int64_t once = ranks().replica.is_root() ? 1 : 0;  // the ranks of a chain know the same counters
  for (const MoveCounter& counter : chain_->counters()) {
    measured.moves.push_back({counter.kind, ranks().world.all_sum(once * counter.attempted),
                              ranks().world.all_sum(once * counter.accepted)});
  }
  return measured;
}

void GcmcWorkflow::save_engine(State& state) const
{
  chain_->save(state);
  if (series_) {
    State of_series;
    series_->save(of_series);
    state.put_all("series", of_series);
  }
}

void GcmcWorkflow::load_engine(State& state, const std::filesystem::path&)
{
  chain_->load(state);
  chain_->tune(!is_sampling() && settings_.moves.tuning);
  if (state.contains_part("series")) {
    make_series();
    series_->load(state.part("series"));
  }
}

}  // namespace soret
