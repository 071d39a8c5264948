#include <soret/simulation/simulation.hpp>

#include <soret/core/error.hpp>
#include <soret/domain/migration.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace soret {

namespace {

/// What is wrong with a box in which a particle could see two images of another; empty if the box is large enough.
std::string complaint_about(const Box& box, double cutoff)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (box.lengths()[axis] < 2.0 * cutoff) {
      return fmt::format("box length along {} is {:g}; it must be at least two cutoffs, {:g}", "xyz"[axis],
                         box.lengths()[axis], 2.0 * cutoff);
    }
  }
  return {};
}

const Box& checked_box(const Box& box, double cutoff)
{
  const std::string complaint = complaint_about(box, cutoff);
  if (!complaint.empty()) {
    throw InputError(complaint);
  }
  return box;
}

/// Throws InputError unless both are positive and the wide one is not the smaller one.
void require_valid(double near, double wide)
{
  if (!(near > 0.0)) {
    throw InputError(fmt::format("the list buffer (skin) is {:g}; it must be positive", near));
  }
  if (!(wide >= near)) {
    throw InputError(
        fmt::format("the buffer of the wide list (run.search_skin) is {:g}; it must be at least that of the "
                    "list that is picked from it, {:g}",
                    wide, near));
  }
}

/// List buffers of which the box leaves room for the near one. Throws InputError unless those wanted are valid.
ListBuffers fitting_buffers(const SimulationOptions& options, const Box& box, double cutoff)
{
  const double near = options.skin ? options.skin->value() : near_buffer_in_cutoffs * cutoff;
  const double wide =
      options.search_skin ? options.search_skin->value() : std::max(near, wide_buffer_in_cutoffs * cutoff);
  require_valid(near, wide);
  const double shortest = std::min({box.lengths().x, box.lengths().y, box.lengths().z});
  return {Skin{std::min(near, shortest - cutoff)}, Skin{wide}};
}

std::vector<std::int64_t> count_species(const Particles& particles, const SpeciesTable& table)
{
  std::vector<std::int64_t> counts(table.size(), 0);
  for (std::size_t i = 0; i < particles.size(); ++i) {
    if (index(particles.species[i]) >= table.size()) {
      throw InputError(fmt::format("particle {} is of species {}, but the force field has {} species", particles.id[i],
                                   index(particles.species[i]), table.size()));
    }
    ++counts[index(particles.species[i])];
  }
  return counts;
}

}  // namespace

ScheduledSampler every(Steps interval, Sampler& sampler)
{
  if (interval.value() < 1) {
    throw InputError(fmt::format("a sampling interval of {} steps; it must be at least 1", interval.value()));
  }
  return {interval.value(), &sampler};
}

Simulation::Simulation(const mpi::Communicator& communicator, System system, const ForceField& field,
                       VelocityVerlet integrator, const SimulationOptions& options)
    : communicator_{communicator},
      box_{system.box},
      species_{field.species()},
      species_count_{count_species(system.particles, species_)},
      terms_{field.compile(), species_count_},
      largest_cutoff_{terms_.largest_cutoff()},
      buffers_{fitting_buffers(options, checked_box(box_, largest_cutoff_), largest_cutoff_)},
      neighbours_{communicator,
                  RankGrid{communicator, box_, largest_cutoff_ + buffers_.near.value(), options.grid},
                  largest_cutoff_,
                  buffers_,
                  box_,
                  options.load_balance},
      precision_{options.precision},
      integrator_{integrator},
      particles_{select_owned(grid(), box_, std::move(system.particles))},
      particle_count_{communicator.all_sum(static_cast<std::int64_t>(particles_.size()))}
{
  const std::int64_t given = std::accumulate(species_count_.begin(), species_count_.end(), std::int64_t{0});
  if (particle_count_ != given) {
    throw InputError(fmt::format("{} of {} particles lie outside the box of {:g} x {:g} x {:g}",
                                 given - particle_count_, given, box_.lengths().x, box_.lengths().y, box_.lengths().z));
  }
  neighbours_.rebuild(box_, particles_);
  compute_forces(PairSamples::nothing);
}

void Simulation::change_forces(const ForceField& field)
{
  const auto same_name = [](const SpeciesInfo& a, const SpeciesInfo& b) { return a.name == b.name; };
  if (!std::ranges::equal(field.species(), species_, same_name)) {
    throw InputError("a force field of other species cannot take the place of the present one");
  }
  ForceTerms terms{field.compile(), species_count_};
  if (terms.largest_cutoff() > largest_cutoff_) {
    throw InputError(fmt::format("the new force field has a cutoff of {:g}; the lists reach no further than {:g}",
                                 terms.largest_cutoff(), largest_cutoff_));
  }
  terms_ = std::move(terms);
  history_.forget();
  neighbours_.refresh(box_, particles_);
  compute_forces(PairSamples::nothing);
}

void Simulation::change_list_buffers(ListBuffers buffers)
{
  require_valid(buffers.near.value(), buffers.wide.value());
  constexpr double rounding = 1e-9;  // buffers are made to fit the box (fitting_buffers)
  const double range = largest_cutoff_ + buffers.near.value();
  if (grid().narrowest(box_) < range * (1.0 - rounding)) {
    throw InputError(fmt::format("a domain is {:g} wide: too narrow for the cutoff and a list buffer of {:g} together",
                                 grid().narrowest(box_), buffers.near.value()));
  }
  take_list_buffers(buffers);
  history_.forget();
  neighbours_.rebuild(box_, particles_);
  compute_forces(PairSamples::nothing);
}

/// A rebuild must follow.
void Simulation::take_list_buffers(ListBuffers buffers)
{
  buffers_ = buffers;
  has_changed_buffers_ = true;
  neighbours_.change_buffers(buffers);
}

void Simulation::barostat(std::optional<StochasticCellRescaling> barostat, Steps interval)
{
  if (barostat && box_motion_ != nullptr) {
    throw InputError("a barostat was given, but a control moves the box already");
  }
  barostat_ = barostat;
  barostat_interval_ = interval.value();
}

void Simulation::add_control(std::unique_ptr<Control> control)
{
  if (BoxMotion* box_motion = control->box_motion()) {
    if (box_motion_ != nullptr || barostat_) {
      throw InputError(control->name() + " moves the box, which a barostat does already");
    }
    box_motion_ = box_motion;
    neighbours_.refresh(box_, particles_);
    sum_forces(PairSamples::nothing);
    take_totals(PairSamples::nothing);
  }
  controls_.push_back(std::move(control));
}

void Simulation::remove_controls()
{
  controls_.clear();
  box_motion_ = nullptr;
}

Motion Simulation::motion()
{
  return {.communicator = communicator_,
          .box = box_,
          .species = species_,
          .particles = particles_,
          .time_step = integrator_.time_step(),
          .step = step_,
          .degrees_of_freedom = degrees_of_freedom()};
}

void Simulation::require_zeroed_momentum() const
{
  const auto zeroes = [](const auto& control) { return control->zeroes_momentum(); };
  if (std::any_of(controls_.begin(), controls_.end(), zeroes)) {
    return;
  }
  for (const auto& control : controls_) {
    if (control->needs_zeroed_momentum()) {
      throw InputError(control->name() +
                       " books energies net of recoil, which needs a CentreOfMassRemoval in every step");
    }
  }
}

void Simulation::advance(Steps steps, const std::vector<ScheduledSampler>& samplers)
{
  require_zeroed_momentum();
  const std::int64_t last = step_ + steps.value();
  while (step_ < last) {
    ++step_;
    PairSamples samples = needed_at(step_, samplers);
    if (samples == PairSamples::fluxes && !(controls_.empty() && history_.has_forces())) {
      samples = PairSamples::per_particle;  // velocities at the end of the step cannot be expected
    }
    const bool keep_forces = samples == PairSamples::fluxes || needed_at(step_ + 1, samplers) == PairSamples::fluxes;
    try {
      make_step(samples, keep_forces && controls_.empty());
      sample(samplers, samples);
      apply_barostat();
    }
    catch (const RunTimeFailure& failure) {
      throw RunTimeFailure(fmt::format("step {}: {}", step_, failure.what()));
    }
  }
}

PairSamples Simulation::needed_at(std::int64_t step, const std::vector<ScheduledSampler>& samplers) const
{
  PairSamples needed = barostat_ && step % barostat_interval_ == 0 ? PairSamples::totals : PairSamples::nothing;
  for (const ScheduledSampler& scheduled : samplers) {
    if (step % scheduled.interval == 0) {
      needed = std::max(needed, scheduled.sampler->needed());
    }
  }
  return needed;
}

void Simulation::make_step(PairSamples samples, bool keep_forces)
{
  Motion now = motion();
  for (const auto& control : controls_) {
    control->begin_step(now);
  }
  half_kick();
  if (keep_forces) {
    history_.take_forces(particles_);
  }
  else {
    history_.forget();
  }
  if (std::any_of(controls_.begin(), controls_.end(), [](const auto& c) { return c->acts_mid_step(); })) {
    drift(0.5);
    for (const auto& control : controls_) {
      control->mid_step(now);
    }
    last_drift(0.5, history_.luggage());
  }
  else {
    last_drift(1.0, history_.luggage());
  }
  if (samples == PairSamples::fluxes) {
    neighbours_.renew_if_needed(particles_, history_.luggage());  // which may change the order of the particles
    neighbours_.lists().refresh_velocities(history_.expected_velocities(particles_, species_, integrator_.time_step()));
  }
  compute_forces(samples);
  half_kick();
  for (auto control = controls_.rbegin(); control != controls_.rend(); ++control) {
    (*control)->end_step(now);
  }
}

void Simulation::half_kick()
{
  if (box_motion_ != nullptr) {
    box_motion_->half_kick(integrator_, particles_, species_);
  }
  else {
    integrator_.half_kick(particles_, species_);
  }
}

void Simulation::drift(double fraction)
{
  if (box_motion_ == nullptr) {
    integrator_.drift(particles_, fraction);
    return;
  }
  const Vec3 factors = box_motion_->drift(integrator_, particles_, fraction);
  const Vec3& old = box_.lengths();
  set_box_lengths({old.x * factors.x, old.y * factors.y, old.z * factors.z});
}

/// The drift that ends at the positions of the next forces.
void Simulation::last_drift(double fraction, Luggage luggage)
{
  if (box_motion_ == nullptr && neighbours_.has_frame_of(box_)) {
    const double displacement_squared = integrator_.drift(particles_, fraction, neighbours_.lists().reference());
    neighbours_.start_update(particles_, displacement_squared, luggage);
  }
  else {
    drift(fraction);
    neighbours_.update(box_, particles_, luggage);
  }
}

void Simulation::set_box_lengths(const Vec3& lengths)
{
  box_ = Box{lengths};
  const std::string complaint = complaint_about(box_, largest_cutoff_);
  if (!complaint.empty()) {
    throw RunTimeFailure("the barostat has shrunk the box: " + complaint);
  }
}

void Simulation::sample(const std::vector<ScheduledSampler>& samplers, PairSamples samples)
{
  std::vector<double> energy_added;
  for (const auto& control : controls_) {
    const auto ledger = control->local_ledger();
    energy_added.insert(energy_added.end(), ledger.begin(), ledger.end());
  }
  Snapshot snapshot{.box = box_,
                    .species = species_,
                    .particles = particles_,
                    .potential_energy = {},
                    .virial = {},
                    .step = step_,
                    .time = time(),
                    .local_energy_added = energy_added};
  if (samples != PairSamples::nothing) {
    snapshot.totals = totals_;
  }
  if (samples == PairSamples::per_particle) {
    snapshot.potential_energy = tallies_.potential_energy;
    std::copy(tallies_.virial.begin(), tallies_.virial.end(), snapshot.virial.begin());
  }
  for (const ScheduledSampler& scheduled : samplers) {
    if (step_ % scheduled.interval == 0) {
      scheduled.sampler->sample(snapshot);
    }
  }
}

void Simulation::apply_barostat()
{
  if (!barostat_is_due()) {
    return;
  }
  const Thermodynamics now = reduce_thermodynamics(totals_);
  const double pressure = barostat_->axis ? now.pressure_tensor[index(*barostat_->axis)] : now.pressure();
  const Duration interval{static_cast<double>(barostat_interval_) * integrator_.time_step().value()};
  const Vec3 factors = barostat_->scale_factors(Pressure{pressure}, box_, interval, step_);
  set_box_lengths(rescale_cell(particles_, box_, factors).lengths());
  history_.forget();
  neighbours_.update(box_, particles_);
  compute_forces(PairSamples::nothing);
}

void Simulation::rescale_box(const Vec3& factors)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    for (double& coordinate : particles_.position[axis]) {
      coordinate *= factors[axis];
    }
  }
  const Vec3 old = box_.lengths();
  box_ = checked_box(Box{old.x * factors.x, old.y * factors.y, old.z * factors.z}, largest_cutoff_);
  history_.forget();
  neighbours_.rebuild(box_, particles_);
  compute_forces(PairSamples::nothing);
}

void Simulation::scale_velocities(double factor)
{
  history_.forget();
  for (auto& component : particles_.velocity) {
    for (double& velocity : component) {
      velocity *= factor;
    }
  }
}

Thermodynamics Simulation::measure()
{
  neighbours_.refresh(box_, particles_);
  sum_forces(PairSamples::totals);
  return reduce_thermodynamics(neighbours_.lists().local_totals());
}

Thermodynamics Simulation::reduce_thermodynamics(const PairTotals& totals) const
{
  std::array<double, 15> sums{};  // potential energy, virial, kinetic tensor, energy added, kinetic energy
  for (std::size_t i = 0; i < particles_.size(); ++i) {
    const Vec3 velocity = particles_.velocity_of(i);
    const double mass = species_[index(particles_.species[i])].mass;
    for (std::size_t c = 0; c < 6; ++c) {
      sums[7 + c] += mass * velocity[symmetric_components[c][0]] * velocity[symmetric_components[c][1]];
    }
  }
  sums[0] = totals.potential_energy;
  std::copy(totals.virial.begin(), totals.virial.end(), sums.begin() + 1);
  sums[14] = local_kinetic_energy(particles_, species_);
  for (const auto& control : controls_) {
    sums[13] += control->local_energy_added();
  }
  communicator_.all_sum(sums);
  Thermodynamics state{.kinetic_energy = sums[14], .potential_energy = sums[0]};
  for (std::size_t c = 0; c < 6; ++c) {
    state.virial[c] = sums[1 + c];
    state.pressure_tensor[c] = (sums[1 + c] + sums[7 + c]) / box_.volume();
  }
  state.temperature = 2.0 * state.kinetic_energy / static_cast<double>(degrees_of_freedom());
  state.energy_added = sums[13];
  add_tails(state);
  return state;
}

void Simulation::add_tails(Thermodynamics& state) const
{
  for (const PairForce& term : terms_.all()) {
    for (std::size_t a = 0; a < species_.size(); ++a) {
      for (std::size_t b = 0; b < species_.size(); ++b) {
        const TailIntegrals& tail =
            term.tail(Species{static_cast<std::uint8_t>(a)}, Species{static_cast<std::uint8_t>(b)});
        const double pairs_per_volume =
            static_cast<double>(species_count_[a]) * static_cast<double>(species_count_[b]) / box_.volume();
        state.tail_energy += 0.5 * pairs_per_volume * tail.energy;
        state.tail_pressure -= pairs_per_volume / box_.volume() * tail.virial / 6.0;
      }
    }
  }
}

std::vector<std::string> Simulation::ledger_names() const
{
  std::vector<std::string> names;
  for (const auto& control : controls_) {
    const auto entries = control->ledger_names();
    names.insert(names.end(), entries.begin(), entries.end());
  }
  return names;
}

}  // namespace soret
