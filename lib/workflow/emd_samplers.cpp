#include <soret/workflow/emd_samplers.hpp>

#include "structure_samplers.hpp"

#include <soret/workflow/insertion_setup.hpp>

#include <soret/mpi/replicas.hpp>

#include <utility>

namespace soret {

namespace {

constexpr std::int64_t fewest_rows = 8;

template <class Sampler>
void save_part(const char* name, const Sampler* sampler, State& state)
{
  if (sampler != nullptr) {
    State part;
    sampler->save(part);
    state.put_all(name, std::move(part));
  }
}

template <class Sampler>
void load_part(const char* name, Sampler* sampler, const State& state)
{
  if (sampler != nullptr) {
    sampler->load(state.part(name));
  }
}

/// Of samplers that know their communicator, and of those that do not.
template <class Sampler>
auto reduced_over_ranks(const Sampler& sampler, const Ranks& ranks)
{
  if constexpr (requires { sampler.reduce(); }) {
    return sampler.reduce();
  }
  else {
    return sampler.reduce(ranks.replica);
  }
}

template <class Sampler>
auto reduced(const Sampler* sampler, const Ranks& ranks) -> std::optional<decltype(reduced_over_ranks(*sampler, ranks))>
{
  if (sampler == nullptr) {
    return std::nullopt;
  }
  return gather_replicas(ranks.world, ranks.replica, reduced_over_ranks(*sampler, ranks));
}

}  // namespace

EmdSamplers::EmdSamplers(const EmdSettings& settings, const EmdStage& stage, const mpi::Communicator& replica,
                         const Box& box, Seed seed)
    : stage_{stage},
      interval_{settings_of(settings, stage.kind).interval},
      displacement_interval_{interval_},
      moments_{replica}
{
  if (stage.kind == EmdStage::Kind::transport) {
    make_transport(*settings.transport, settings.run.time_step, replica);
    if (settings.transport->reject_replicas && settings.transport->ensemble == TransportSettings::Ensemble::nve) {
      rule_ = {settings.state.temperature, settings.transport->temperature_window};
    }
  }
  if (stage.kind == EmdStage::Kind::structure) {
    auto [pairs, modes] = structure_samplers(replica, *settings.structure, box);
    pairs_ = std::move(pairs);
    modes_ = std::move(modes);
  }
  if (stage.kind == EmdStage::Kind::relaxation) {
    make_relaxation(*settings.relaxation, settings.run.time_step, replica);
  }
  if (stage.insertion) {
    insertion_ = std::make_unique<InsertionSamplers>(settings, stage.insertion->species, stage.insertion->temperature,
                                                     replica, seed);
  }
  if (stage.kind == EmdStage::Kind::isobaric && settings.isobaric->exchanges > 0) {
    exchanges_ =
        std::make_unique<TestExchange>(replica, TestExchange::Settings{.species = test_particles_of(settings.model),
                                                                       .temperature = settings.state.temperature,
                                                                       .exchanges = settings.isobaric->exchanges,
                                                                       .seed = seed,
                                                                       .blocks = Blocks{20}});
  }
}

void EmdSamplers::make_transport(const TransportSettings& transport, TimeStep time_step,
                                 const mpi::Communicator& replica)
{
  fluxes_ = std::make_unique<FluxCorrelations>(replica, transport.interval, time_step, transport.correlation_time,
                                               transport.blocks, transport.long_correlation_time);
  displacement_interval_ = transport.displacement_interval;
  displacements_ = std::make_unique<MeanSquareDisplacement>(replica, time_step, displacement_interval_,
                                                            transport.displacement_time, transport.blocks);
  velocity_interval_ = Steps{transport.velocity_interval};
  if (transport.velocity_interval > 0) {
    velocities_ = std::make_unique<VelocityCorrelation>(replica, time_step, velocity_interval_,
                                                        transport.correlation_time, transport.blocks);
  }
}

void EmdSamplers::make_relaxation(const RelaxationSettings& relaxation, TimeStep time_step,
                                  const mpi::Communicator& replica)
{
  self_interval_ = relaxation.interval;
  interval_ = relaxation.collective_interval;
  const OverlapDistance overlap_distance{relaxation.overlap_distance};
  const std::vector<WaveNumber> wave_numbers(relaxation.wave_numbers.begin(), relaxation.wave_numbers.end());
  LagSchedule schedule{time_step, self_interval_, relaxation.longest_time, relaxation.blocks};
  self_motion_ = std::make_unique<Relaxation>(replica, schedule, overlap_distance, wave_numbers);
  schedule.interval = interval_;
  collective_relaxation_ = std::make_unique<CollectiveRelaxation>(replica, schedule, overlap_distance, wave_numbers);
}

std::vector<ScheduledSampler> EmdSamplers::scheduled()
{
  std::vector<ScheduledSampler> list{every(interval_, series_), every(interval_, moments_)};
  if (fluxes_) {
    list.push_back(every(interval_, *fluxes_));
    list.push_back(every(displacement_interval_, *displacements_));
  }
  if (velocities_) {
    list.push_back(every(velocity_interval_, *velocities_));
  }
  if (pairs_) {
    list.push_back(every(interval_, *pairs_));
  }
  if (modes_) {
    list.push_back(every(interval_, *modes_));
  }
  if (self_motion_) {
    list.push_back(every(self_interval_, *self_motion_));
    list.push_back(every(interval_, *collective_relaxation_));
  }
  if (insertion_) {
    for (Sampler* sampler : insertion_->present()) {
      list.push_back(every(interval_, *sampler));
    }
  }
  if (exchanges_) {
    list.push_back(every(interval_, *exchanges_));
  }
  return list;
}

void EmdSamplers::save(State& state) const
{
  save_part("series", &series_, state);
  save_part("moments", &moments_, state);
  save_part("fluxes", fluxes_.get(), state);
  save_part("displacements", displacements_.get(), state);
  save_part("velocities", velocities_.get(), state);
  save_part("pairs", pairs_.get(), state);
  save_part("modes", modes_.get(), state);
  save_part("self_motion", self_motion_.get(), state);
  save_part("collective_relaxation", collective_relaxation_.get(), state);
  save_part("insertion", insertion_.get(), state);
  save_part("exchanges", exchanges_.get(), state);
}

void EmdSamplers::load(const State& state)
{
  load_part("series", &series_, state);
  load_part("moments", &moments_, state);
  load_part("fluxes", fluxes_.get(), state);
  load_part("displacements", displacements_.get(), state);
  load_part("velocities", velocities_.get(), state);
  load_part("pairs", pairs_.get(), state);
  load_part("modes", modes_.get(), state);
  load_part("self_motion", self_motion_.get(), state);
  load_part("collective_relaxation", collective_relaxation_.get(), state);
  load_part("insertion", insertion_.get(), state);
  load_part("exchanges", exchanges_.get(), state);
}

/// None if none would be left.
std::vector<ReplicaTemperature> EmdSamplers::replicas_to_leave_out(const EmdStageSample& sample) const
{
  if (!rule_) {
    return {};
  }
  const std::int64_t degrees_of_freedom = 3 * total(stage_.counts) - 3;
  std::vector<ReplicaTemperature> off = replicas_off(sample.series, degrees_of_freedom, rule_->aim, rule_->window);
  return off.size() == sample.series.size() ? std::vector<ReplicaTemperature>{} : off;
}

std::optional<EmdStageSample> EmdSamplers::reduce(const Ranks& ranks) const
{
  const ThermodynamicTable table = series_.reduce(ranks.replica);
  if (ranks.world.all_any(static_cast<std::int64_t>(table.size()) < fewest_rows)) {
    return std::nullopt;
  }
  EmdStageSample sample;
  sample.stage = stage_;
  sample.series = gather_replicas(ranks.world, ranks.replica, table);
  sample.left_out = replicas_to_leave_out(sample);
  leave_out(sample.series, sample.left_out);
  sample.fluctuations = gather_replicas(ranks.world, ranks.replica, moments_.reduce());
  leave_out(sample.fluctuations, sample.left_out);
  if (fluxes_) {
    sample.correlations = gather_replicas(ranks.world, ranks.replica, fluxes_->reduce(), sample.left_out);
    if (const auto long_ones = fluxes_->reduce_long()) {
      sample.long_correlations = gather_replicas(ranks.world, ranks.replica, *long_ones, sample.left_out);
    }
  }
  if (displacements_ && displacements_->samples() > 0) {
    sample.displacements = reduced(displacements_.get(), ranks);
    leave_out(*sample.displacements, sample.left_out);
  }
  if (velocities_ && velocities_->has_correlations()) {
    sample.velocities = reduced(velocities_.get(), ranks);
    leave_out(*sample.velocities, sample.left_out);
  }
  sample.pairs = reduced(pairs_.get(), ranks);
  sample.modes = reduced(modes_.get(), ranks);
  if (self_motion_ && collective_relaxation_->samples() > 0) {
    sample.self_motion = reduced(self_motion_.get(), ranks);
    sample.collective_relaxation = reduced(collective_relaxation_.get(), ranks);
  }
  if (insertion_) {
    sample.insertion = insertion_->reduce(ranks);
  }
  if (exchanges_) {
    ReplicaInsertions forward = gather_replicas(ranks.world, ranks.replica, exchanges_->blocks(0, 1));
    ReplicaInsertions backward = gather_replicas(ranks.world, ranks.replica, exchanges_->blocks(1, 0));
    sample.exchanges =
        ExchangeBlocks{std::move(forward.blocks), std::move(backward.blocks), std::move(forward.replica)};
  }
  return sample;
}

}  // namespace soret
