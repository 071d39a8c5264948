#include <soret/montecarlo/open_system.hpp>

#include "deepest_well.hpp"
#include "open_checks.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace soret {

namespace {

/// The tails of all terms, pair by pair.
std::vector<TailIntegrals> tails_of(const std::vector<PairForce>& terms, std::size_t species_count)
{
  std::vector<TailIntegrals> tails(species_count * species_count);
  for (const PairForce& term : terms) {
    for (std::size_t pair = 0; pair < tails.size(); ++pair) {
      const auto a = static_cast<Species>(pair / species_count);
      const auto b = static_cast<Species>(pair % species_count);
      tails[pair].energy += term.tail(a, b).energy;
      tails[pair].virial += term.tail(a, b).virial;
    }
  }
  return tails;
}

void check_region(const ActiveRegion& region, const Box& box)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double low = region.low[axis];
    const double length = region.lengths[axis];
    if (!(low >= 0.0) || !(length > 0.0) || !(low + length <= box.lengths()[axis])) {
      throw InputError(
          fmt::format("the active region from {:g} to {:g} along {} does not lie in the box of length {:g}", low,
                      low + length, "xyz"[axis], box.lengths()[axis]));
    }
  }
}

}  // namespace

double EnergyCheck::relative_error() const { return std::abs(running_energy - recomputed_energy) / scale; }

OpenSystem::OpenSystem(const System& start, const ForceField& field, bool tail_corrections,
                       std::optional<ActiveRegion> region)
    : species_table_{field.species()},
      terms_{field.compile()},
      deepest_well_{detail::deepest_well(terms_, species_table_.size())},
      region_{region},
      cells_{filled(start)},
      volume_{volume_of(start.box)}
{
  if (tail_corrections) {
    tails_ = tails_of(terms_, species_table_.size());
  }
  if (region_ && tail_corrections) {
    throw InputError("tail corrections belong to the whole box and cannot be combined with an active region");
  }
  recompute();
}

ParticleCells OpenSystem::filled(const System& system)
{
  detail::require_same_species(system.species, species_table_);
  if (region_) {
    check_region(*region_, system.box);
  }
  ParticleCells cells{system.box, detail::largest_cutoff(terms_), species_table_.size()};
  const Particles& particles = system.particles;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const Vec3 at = detail::position_inside(system.box, particles, i);
    cells.insert(particles.id[i], particles.species[i], at, !region_ || region_->contains(at));
    next_id_ = std::max(next_id_, particles.id[i] + 1);
  }
  return cells;
}

double OpenSystem::volume_of(const Box& box) const
{
  return region_ ? region_->lengths.x * region_->lengths.y * region_->lengths.z : box.volume();
}

std::vector<std::int64_t> OpenSystem::counts() const
{
  std::vector<std::int64_t> counts;
  for (std::size_t s = 0; s < species_count(); ++s) {
    counts.push_back(count(static_cast<Species>(s)));
  }
  return counts;
}

std::int64_t OpenSystem::total_count() const
{
  std::int64_t total = 0;
  for (std::size_t s = 0; s < species_count(); ++s) {
    total += count(static_cast<Species>(s));
  }
  return total;
}

Vec3 OpenSystem::point(const Vec3& fractions) const
{
  const Vec3 low = region_ ? region_->low : Vec3{};
  const Vec3& lengths = region_ ? region_->lengths : box().lengths();
  return box().wrapped(
      {low.x + fractions.x * lengths.x, low.y + fractions.y * lengths.y, low.z + fractions.z * lengths.z});
}

std::optional<Vec3> OpenSystem::admitted(const Vec3& position) const
{
  const Vec3 inside = box().wrapped(position);
  return !region_ || region_->contains(inside) ? std::optional{inside} : std::nullopt;
}

TrialSums OpenSystem::sums(Species species, const Vec3& at, double give_up_above) const
{
  // No lane that exceeds this can be brought back below the limit by all that is still to come.
  const double lane_limit = give_up_above + deepest_well_ * static_cast<double>(cells_.most_neighbours());
  ParticleCells::Candidates candidates;
  candidates.runs[0] = cells_.home_run(at);
  candidates.count = 1;
  TrialSums sums;
  if (lane_limit < std::numeric_limits<double>::infinity()) {
    // An overlap is most likely with a particle of the same cell, which costs a twentieth of all to look at.
    sums = sums_over({candidates.runs.data(), 1}, species, lane_limit);
    if (sums.energy > lane_limit) {
      return {std::numeric_limits<double>::infinity(), 0.0};
    }
    candidates.count = 0;
  }
  cells_.add_others(at, candidates);
  return sums + sums_over({candidates.runs.data(), candidates.count}, species, lane_limit);
}

TrialSums OpenSystem::sums_over(std::span<const CandidateRun> runs, Species species, double lane_limit) const
{
  TrialSums sums;
  for (const PairForce& term : terms_) {
    sums += term.local_trial_sums(species, runs, lane_limit);
  }
  return sums;
}

double OpenSystem::tail_change(std::optional<Species> goes, std::optional<Species> comes) const
{
  if (tails_.empty()) {
    return 0.0;
  }
  // With numbers N before and N + d after: 1/(2V) sum_ab (2 N_a d_b + d_a d_b) E_ab.
  double change = 0.0;
  const auto step = [&](std::size_t s) {
    return static_cast<double>((comes && index(*comes) == s ? 1 : 0) - (goes && index(*goes) == s ? 1 : 0));
  };
  for (std::size_t b = 0; b < species_count(); ++b) {
    if (step(b) == 0.0) {
      continue;
    }
    for (std::size_t a = 0; a < species_count(); ++a) {
      const double twice_middle = 2.0 * static_cast<double>(count(static_cast<Species>(a))) + step(a);
      change += twice_middle * step(b) * tails_[a * species_count() + b].energy;
    }
  }
  return 0.5 * change / box().volume();
}

TrialSums OpenSystem::tail_sums() const
{
  TrialSums sums;
  for (std::size_t pair = 0; pair < tails_.size(); ++pair) {
    const auto a = static_cast<Species>(pair / species_count());
    const auto b = static_cast<Species>(pair % species_count());
    const double density = 0.5 * static_cast<double>(count(a)) * static_cast<double>(count(b)) / box().volume();
    sums.energy += density * tails_[pair].energy;
    sums.virial -= density * tails_[pair].virial;
  }
  return sums;
}

void OpenSystem::add(const TrialSums& change)
{
  pairs_ += change;
  largest_energy_ = std::max(largest_energy_, std::abs(pairs_.energy));
}

void OpenSystem::insert(Species species, const Vec3& at, const TrialSums& of_particle)
{
  cells_.insert(next_id_, species, at);
  next_id_ += id_step_;
  add(of_particle);
}

void OpenSystem::remove(Slot slot, const TrialSums& of_particle)
{
  cells_.remove(slot);
  add({-of_particle.energy, -of_particle.virial});
}

void OpenSystem::move(Slot slot, const Vec3& to, const TrialSums& change)
{
  cells_.move(slot, to);
  add(change);
}

void OpenSystem::change_species(Slot slot, Species species, const TrialSums& change)
{
  cells_.change_species(slot, species);
  add(change);
}

void OpenSystem::swap_species(Slot a, Slot b, const TrialSums& change)
{
  const Species species_a = species(a);
  cells_.change_species(a, species(b));
  cells_.change_species(b, species_a);
  add(change);
}

bool OpenSystem::rescale(double factor, const std::function<bool(double energy_change)>& accept)
{
  const Vec3& lengths = box().lengths();
  if (factor * std::min({lengths.x, lengths.y, lengths.z}) < 2.0 * cells_.cutoff()) {
    return false;
  }
  const double energy_before = energy();
  const TrialSums pairs_before = pairs_;
  const ParticleCells cells_before = cells_;
  cells_.rescale(factor);
  pairs_ = pair_sums_anew();
  if (accept(energy() - energy_before)) {
    volume_ = volume_of(box());
    largest_energy_ = std::max(largest_energy_, std::abs(pairs_.energy));
    return true;
  }
  cells_ = cells_before;
  pairs_ = pairs_before;
  return false;
}

TrialSums OpenSystem::pair_sums_anew()
{
  TrialSums total;
  std::vector<std::pair<Slot, double>> hidden;
  for (std::size_t s = 0; s < species_count(); ++s) {
    const auto kind = static_cast<Species>(s);
    for (std::size_t n = 0; n < cells_.count(kind); ++n) {
      const Slot slot = cells_.nth_of(kind, n);
      const Vec3 at = cells_.position(slot);
      hidden.emplace_back(slot, cells_.hide(slot));  // and stays so: every pair counts once
      total += sums(kind, at);
    }
  }
  for (const auto& [slot, kept] : hidden) {
    cells_.show(slot, kept);
  }
  return total;
}

EnergyCheck OpenSystem::recompute()
{
  EnergyCheck check{.running_energy = energy(), .running_virial = virial()};
  check.scale = std::max(largest_energy_, static_cast<double>(total_count()));
  pairs_ = pair_sums_anew();
  check.recomputed_energy = energy();
  check.recomputed_virial = virial();
  check.scale = std::max({check.scale, std::abs(check.recomputed_energy), 1.0});
  largest_energy_ = std::abs(pairs_.energy);
  return check;
}

System OpenSystem::system() const
{
  System exported{box(), species_table_, {}};
  for (const Slot slot : cells_.occupied()) {
    exported.particles.add(cells_.id(slot), cells_.species(slot), cells_.position(slot));
  }
  return exported;
}

void OpenSystem::replace(const System& system)
{
  cells_ = filled(system);
  volume_ = volume_of(box());
  recompute();
}

void OpenSystem::number_new_particles(std::int64_t first, std::int64_t step)
{
  next_id_ = first;
  id_step_ = step;
}

void OpenSystem::set_region(const Box& frame, const ActiveRegion& region, std::span<const Placed> moving,
                            std::span<const Placed> still)
{
  cells_.clear(frame);
  for (const Placed& particle : moving) {
    cells_.insert(particle.id, particle.species, particle.at);
  }
  for (const Placed& particle : still) {
    cells_.insert(particle.id, particle.species, particle.at, false);
  }
  region_ = region;
  volume_ = volume_of(frame);
  pairs_ = {};
  largest_energy_ = 0.0;
}

std::vector<OpenSystem::Placed> OpenSystem::moving() const
{
  std::vector<Placed> particles;
  for (std::size_t s = 0; s < species_count(); ++s) {
    const auto kind = static_cast<Species>(s);
    for (std::size_t n = 0; n < cells_.count(kind); ++n) {
      const Slot slot = cells_.nth_of(kind, n);
      particles.push_back({cells_.id(slot), kind, cells_.position(slot)});
    }
  }
  return particles;
}

void OpenSystem::save(State& state) const
{
  State cells;
  cells_.save(cells);
  state.put_all("cells", std::move(cells));
  state.put("running", std::vector<double>{pairs_.energy, pairs_.virial, largest_energy_});
  state.put("next_id", next_id_);
}

void OpenSystem::load(const State& state)
{
  cells_.load(state.part("cells"));
  const std::vector<double>& running = state.doubles("running");
  pairs_ = {running.at(0), running.at(1)};
  largest_energy_ = running.at(2);
  next_id_ = state.integer("next_id");
  volume_ = volume_of(box());
}

}  // namespace soret
