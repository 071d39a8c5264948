#include <soret/workflow/emd_workflow.hpp>

#include "structure_samplers.hpp"

#include <soret/core/error.hpp>
#include <soret/dynamics/martyna_tobias_klein.hpp>
#include <soret/input/starts.hpp>
#include <soret/workflow/engine_setup.hpp>
#include <soret/workflow/insertion_setup.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace soret {

namespace {

constexpr Steps monitor_interval{20};
constexpr bool zero_momentum = true;  // all fluxes are barycentric
/// Heat capacity per particle of a dense simple liquid at constant volume, in k_B: only how fast the energy is
/// corrected depends on it.
constexpr double typical_heat_capacity = 2.5;

const char* name_of(EmdPhaseKind kind)
{
  switch (kind) {
    case EmdPhaseKind::melt:
      return "melting";
    case EmdPhaseKind::quench:
      return "quench";
    case EmdPhaseKind::equilibrate:
      return "equilibration";
    case EmdPhaseKind::age:
      return "ageing";
    case EmdPhaseKind::tune:
      return "tuning the energy";
    case EmdPhaseKind::sample:
      break;
  }
  return "sampling";
}

std::string sampler_prefix(std::size_t stage) { return fmt::format("stage/{}", stage); }

}  // namespace

EmdWorkflow::EmdWorkflow(const Ranks& ranks, EmdSettings settings)
    : SimulationRun{ranks, "soret-emd", settings.run, settings.output},
      settings_{std::move(settings)},
      stages_{stages_of(settings_)},
      schedule_{schedule_of(settings_, stages_)},
      densities_(settings_.state.compositions.size(), settings_.state.density.value())
{
  // Backwards, as the first one stays; one that cannot be made is refused now, not after those before it.
  for (std::size_t stage = stages_.size(); stage-- > 0;) {
    make_stage(stage);
  }
}

std::int64_t EmdWorkflow::units_per_step_of(std::size_t phase) const
{
  const EmdStage& owner = stages_[schedule_[phase].stage];
  return total(owner.counts) + (owner.insertion ? 1 : 0);
}

std::string EmdWorkflow::name_of_phase(std::size_t phase) const
{
  const EmdStage& owner = stages_[schedule_[phase].stage];
  const std::string name = fmt::format("{}: {}{}", owner.name(), name_of(schedule_[phase].kind), passage_text(phase));
  const auto& compositions = settings_.state.compositions;
  return compositions.size() == 1 ? name : fmt::format("x = {:g}, {}", compositions[owner.point][0], name);
}

bool EmdWorkflow::is_first_of_stage() const
{
  const std::size_t now = phase_index();
  return now == 0 || schedule_[now - 1].stage != schedule_[now].stage;
}

bool EmdWorkflow::is_last_of_stage() const
{
  const std::size_t next = phase_index() + 1;
  return next == schedule_.size() || schedule_[next].stage != phase().stage;
}

/// The stage's name, with nothing in it that a file's name should not have.
std::string EmdWorkflow::sample_name() const
{
  const auto& compositions = settings_.state.compositions;
  std::string name =
      (compositions.size() == 1 ? "" : fmt::format("x{:g}-", compositions[stage().point][0])) + stage().name();
  std::erase(name, ',');
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

bool EmdWorkflow::is_isobaric() const
{
  return stage().kind == EmdStage::Kind::isobaric ||
         (is_insertion() && settings_.insertion->ensemble == InsertionSettings::Ensemble::npt);
}

Temperature EmdWorkflow::temperature_of(const EmdStage& stage) const
{
  return stage.insertion ? stage.insertion->temperature : settings_.state.temperature;
}

bool EmdWorkflow::is_isolated() const
{
  if (stage().kind != EmdStage::Kind::transport || settings_.transport->ensemble != TransportSettings::Ensemble::nve) {
    return false;
  }
  return phase().kind == EmdPhaseKind::tune || phase().kind == EmdPhaseKind::sample;
}

bool EmdWorkflow::is_in_trajectory() const
{
  return phase().stage + 1 == stages_.size() && phase().kind == EmdPhaseKind::sample;
}

Seed EmdWorkflow::stage_seed(std::size_t stage) const
{
  constexpr std::uint64_t replicas_apart = 1'000'000;  // parts of a replica are numbered beyond all replicas
  return seed_of_part(seed(), replicas_apart * (stage + 1));
}

void EmdWorkflow::make_stage(std::size_t stage)
{
  coupling_ = 0;
  propulsion_ = nullptr;
  set_simulation(std::make_unique<Simulation>(ranks().replica, start_of(stages_[stage], stage_seed(stage)),
                                              field_of(stages_[stage]), VelocityVerlet{settings_.run.time_step},
                                              simulation_options_of(settings_.run)));
}

const System* EmdWorkflow::kept_system() const
{
  const auto& samples = settings_.state.samples;
  return samples.empty() ? nullptr : &samples.at(static_cast<std::size_t>(ranks().replica_index)).system;
}

System EmdWorkflow::start_of(const EmdStage& stage, Seed seed) const
{
  if (const System* kept = kept_system()) {
    System sample = repeated(*kept, settings_.state.copies);
    if (!(local_kinetic_energy(sample.particles, sample.species) > 0.0)) {
      draw_velocities(sample, temperature_of(stage), seed);
    }
    return sample;
  }
  const Box box = box_of_density(total(stage.counts), density_of(stage));
  std::vector<SpeciesCount> counts = stage.counts;
  SpeciesTable species = settings_.model.species;
  if (stage.insertion) {
    counts.push_back({Species{static_cast<std::uint8_t>(species.size())}, 1});
    species = species_with_inserted(settings_.model, stage.insertion->species);
  }
  System system = lattice(box, counts, species, seed);
  draw_velocities(system, settings_.state.melt ? settings_.state.melt->temperature : temperature_of(stage), seed);
  return system;
}

void EmdWorkflow::make_samplers()
{
  const EmdStage& next = stages_[samplers_.size()];
  const System* kept = kept_system();
  const Box box =
      kept == nullptr ? box_of_density(total(next.counts), density_of(next)) : settings_.state.copies.of(kept->box);
  samplers_.push_back(
      std::make_unique<EmdSamplers>(settings_, next, ranks().replica, box, stage_seed(samplers_.size())));
}

void EmdWorkflow::add_barostat()
{
  EquilibrateSettings equilibrate;
  equilibrate.temperature = temperature();
  equilibrate.barostat = {*settings_.state.pressure, Duration{0.0}, settings_.ensemble.barostat_relaxation_time,
                          settings_.ensemble.barostat_axis};
  moving_simulation().barostat(barostat_of(equilibrate, stage_seed()));
}

void EmdWorkflow::add_controls()
{
  Simulation& simulation = moving_simulation();
  std::vector<Vec3> memory = propulsion_ == nullptr ? std::vector<Vec3>{} : propulsion_->memory();
  propulsion_ = nullptr;
  simulation.remove_controls();
  simulation.barostat({});
  thermostat_ = nullptr;
  if (is_isolated()) {
    return;
  }
  if (settings_.activity) {
    propulsion_ = &add_self_propulsion(simulation, *settings_.activity, stage_seed());
    propulsion_->remember(std::move(memory));
  }
  if (is_isobaric() && phase().kind == EmdPhaseKind::sample &&
      settings_.ensemble.barostat == EnsembleSettings::BarostatKind::martyna_tobias_klein) {
    simulation.control(MartynaTobiasKlein{.pressure = *settings_.state.pressure,
                                          .temperature = temperature(),
                                          .thermostat_relaxation_time = settings_.ensemble.relaxation_time,
                                          .barostat_relaxation_time = settings_.ensemble.barostat_relaxation_time,
                                          .axis = settings_.ensemble.barostat_axis});
    return;
  }
  const bool molten = phase().kind == EmdPhaseKind::melt || phase().kind == EmdPhaseKind::quench;
  EquilibrateSettings equilibrate;
  equilibrate.thermostat = settings_.ensemble.thermostat;
  equilibrate.relaxation_time = settings_.ensemble.relaxation_time;
  thermostat_ = &add_thermostat(simulation, equilibrate, molten ? settings_.state.melt->temperature : temperature(),
                                stage_seed(), zero_momentum);
  if (is_isobaric() && !molten) {
    add_barostat();
  }
}

void EmdWorkflow::begin_phase(RunLog& log)
{
  if (is_first_of_stage() && phase_index() > 0) {
    make_stage(phase().stage);
  }
  if (is_insertion()) {
    couple(coupling_now());
  }
  add_controls();
  main_estimate_ = {};
  if (phase().kind == EmdPhaseKind::sample) {
    if (samplers_.size() == phase().stage) {
      make_samplers();
    }
    if (is_insertion()) {
      begin_passage();
    }
    warn_of_distances(log);
  }
  else {
    monitor_ = std::make_unique<ThermodynamicSeries>();
  }
}

void EmdWorkflow::before_chunk()
{
  if (phase().kind == EmdPhaseKind::quench) {
    ramp(*thermostat_, settings_.state.melt->temperature, temperature());
  }
  if (is_ramp() && coupling_now() != coupling_) {
    couple(coupling_now());
    samplers_.back()->insertion().move_to(coupling_);
  }
}

void EmdWorkflow::after_chunk(RunLog& log)
{
  if (target_check_is_due()) {
    check_target(log);
  }
}

std::vector<ScheduledSampler> EmdWorkflow::samplers()
{
  if (phase().kind == EmdPhaseKind::sample) {
    return samplers_.back()->scheduled();
  }
  const bool decides = stage().kind == EmdStage::Kind::transport &&
                       (phase().kind == EmdPhaseKind::equilibrate || phase().kind == EmdPhaseKind::tune);
  return decides ? std::vector<ScheduledSampler>{every(monitor_interval, *monitor_)} : std::vector<ScheduledSampler>{};
}

void EmdWorkflow::end_phase(RunLog& log)
{
  if (is_last_of_stage() && !is_insertion()) {  // a particle that is half there is of no use elsewhere
    keep_sample(sample_name(), settings_.model, temperature());
  }
  if (phase().kind == EmdPhaseKind::sample && stage().kind == EmdStage::Kind::isobaric &&
      stage().composition_shift == 0.0) {
    find_density(log);
  }
  if (stage().kind == EmdStage::Kind::transport && settings_.transport->ensemble == TransportSettings::Ensemble::nve) {
    if (phase().kind == EmdPhaseKind::equilibrate) {
      tuned_energy_sum_ = 0.0;
      tuned_energies_ = 0.0;
      set_energy(second_half_of_phase().total_energy(), log);
    }
    if (phase().kind == EmdPhaseKind::tune) {
      correct_energy(log);
    }
  }
}

void EmdWorkflow::find_density(RunLog& log)
{
  double volume = 0.0;
  double samples = 0.0;
  for (const ThermodynamicRow& row : samplers_.back()->reduce_series(ranks().replica)) {
    const auto weight = static_cast<double>(row.samples);
    volume += weight * row.box_lengths.x * row.box_lengths.y * row.box_lengths.z;
    samples += weight;
  }
  const double replicas = ranks().world.all_sum(1.0);
  const double mean = ranks().world.all_sum(volume / samples) / replicas;
  double& density = densities_[stage().point];
  density = static_cast<double>(total(stage().counts)) / mean;
  log.say(fmt::format("the density is {:.5f} from here on: mean at constant pressure", density));
}

/// The configured distance fits the box at the density that was given, but perhaps not at the one that was found.
void EmdWorkflow::warn_of_distances(RunLog& log) const
{
  if (stage().kind != EmdStage::Kind::structure) {
    return;
  }
  constexpr double many_pairs = 1e10;  // more than ten seconds of one core
  const double half = half_of_box(simulation().box());
  const double wanted = settings_.structure->largest_distance.value_or(half);
  if (wanted > half) {
    log.warn(
        fmt::format("structure.largest_distance = {:g} is more than half the box at the density that was found: "
                    "distances are counted up to {:g}",
                    wanted, half));
  }
  const double reach = std::min(wanted, half);
  const auto particles = static_cast<double>(simulation().particle_count());
  const double pairs =
      particles * particles / simulation().box().volume() * 2.0 / 3.0 * std::numbers::pi * reach * reach * reach;
  if (pairs > many_pairs) {
    log.warn(
        fmt::format("distances up to {:g} are {:.1e} pairs in every configuration: a smaller "
                    "structure.largest_distance would save most of the time",
                    reach, pairs));
  }
}

ThermodynamicRow EmdWorkflow::second_half_of_phase() const
{
  const ThermodynamicTable table = monitor_->reduce(ranks().replica);
  ThermodynamicRow sum;
  for (std::size_t row = table.size() / 2; row < table.size(); ++row) {
    const auto weight = static_cast<double>(table[row].samples);
    sum.samples += table[row].samples;
    sum.kinetic_energy += weight * table[row].kinetic_energy;
    sum.potential_energy += weight * table[row].potential_energy;
  }
  const auto samples = static_cast<double>(sum.samples);
  if (sum.samples == 0) {
    throw RunTimeFailure(fmt::format("{}: too short to know the mean energy: it must hold {} steps",
                                     name_of_phase(phase_index()), 2 * monitor_interval.value()));
  }
  sum.kinetic_energy /= samples;
  sum.potential_energy /= samples;
  return sum;
}

void EmdWorkflow::set_energy(double total_energy, RunLog& log)
{
  Simulation& simulation = moving_simulation();
  const Thermodynamics now = simulation.measure();
  const double kinetic = now.kinetic_energy + total_energy - now.total_energy();
  if (kinetic <= 0.0) {
    throw RunTimeFailure(fmt::format("the total energy cannot be set to {:g}: the potential energy is {:g}",
                                     total_energy, now.potential_energy));
  }
  simulation.scale_velocities(std::sqrt(kinetic / now.kinetic_energy));
  log.say(fmt::format("total energy per particle set from {:.5f} to {:.5f}",
                      now.total_energy() / static_cast<double>(simulation.particle_count()),
                      total_energy / static_cast<double>(simulation.particle_count())));
}

void EmdWorkflow::correct_energy(RunLog& log)
{
  const ThermodynamicRow mean = second_half_of_phase();
  const double temperature = mean.temperature(simulation().degrees_of_freedom());
  const double missing = settings_.state.temperature.value() - temperature;
  const double correction = typical_heat_capacity * static_cast<double>(simulation().particle_count()) * missing;
  // Each trial says which energy would have been right; their mean forgets the noise of single trials.
  tuned_energy_sum_ += mean.total_energy() + correction;
  tuned_energies_ += 1.0;
  log.say(fmt::format("mean temperature {:.5f}", temperature));
  set_energy(tuned_energy_sum_ / tuned_energies_, log);
}

std::vector<EmdStageSample> EmdWorkflow::reduce_samples() const
{
  std::vector<EmdStageSample> samples;
  for (const auto& stage_samplers : samplers_) {
    if (auto sample = stage_samplers->reduce(ranks())) {
      samples.push_back(std::move(*sample));
    }
  }
  return samples;
}

void EmdWorkflow::save_rest(State& state) const
{
  state.put("densities", densities_);
  state.put("coupling", static_cast<std::int64_t>(coupling_));
  state.put("tuned_energies", std::vector<double>{tuned_energy_sum_, tuned_energies_});
  for (std::size_t s = 0; s < samplers_.size(); ++s) {
    State part;
    samplers_[s]->save(part);
    state.put_all(sampler_prefix(s), std::move(part));
  }
  if (monitor_) {
    State part;
    monitor_->save(part);
    state.put_all("monitor", std::move(part));
  }
}

void EmdWorkflow::load_rest(const State& state)
{
  densities_ = state.doubles("densities");
  tuned_energy_sum_ = state.doubles("tuned_energies").at(0);
  tuned_energies_ = state.doubles("tuned_energies").at(1);
  make_stage(phase().stage);
  if (is_insertion()) {
    couple(static_cast<std::size_t>(state.integer("coupling")));
  }
  add_controls();
}

void EmdWorkflow::load_samples(const State& state)
{
  while (samplers_.size() < stages_.size() && state.contains_part(sampler_prefix(samplers_.size()))) {
    make_samplers();
    samplers_.back()->load(state.part(sampler_prefix(samplers_.size() - 1)));
  }
  if (state.contains_part("monitor")) {
    monitor_ = std::make_unique<ThermodynamicSeries>();
    monitor_->load(state.part("monitor"));
  }
}

}  // namespace soret
