#include <soret/montecarlo/decomposed_chain.hpp>

#include "open_checks.hpp"
#include "tiled_axis.hpp"

#include <soret/core/error.hpp>
#include <soret/domain/migration.hpp>
#include <soret/neighbour/neighbours.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>

namespace soret {

namespace {

constexpr double narrowest_domain = 2.1;  ///< in cutoffs

/// An empty box of the smallest size with everything active: what moves are checked with before the first sweep.
System nothing(const ForceField& field, double cutoff)
{
  const double length = 2.0 * cutoff;
  return {Box{length, length, length}, field.species(), {}};
}

ActiveRegion all_of(const Box& box) { return {{0.0, 0.0, 0.0}, box.lengths()}; }

std::int64_t largest_id(const Particles& particles)
{
  return particles.id.empty() ? -1 : *std::max_element(particles.id.begin(), particles.id.end());
}

DecompositionOptions checked(const DecompositionOptions& options)
{
  if (!(options.attempts_per_particle > 0.0) || !(options.region_length >= 1.0)) {
    throw InputError(
        fmt::format("{:g} attempts per particle and sweep in regions of {:g} cutoffs are refused: more than "
                    "0 and at least 1 are needed",
                    options.attempts_per_particle, options.region_length));
  }
  return options;
}

}  // namespace

/// The particles of this rank's domain and its ghosts, by the tile in which they are.
class DecomposedChain::Tiling {
 public:
  using Bin = std::vector<OpenSystem::Placed>;

  Tiling(const RankGrid& grid, const Box& box, double cutoff, double tile_length)
  {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      axes.push_back(grid.shape()[axis] > 1
                         ? detail::TiledAxis::divided(grid.lower(box)[axis], grid.upper(box)[axis], cutoff, tile_length)
                         : detail::TiledAxis::periodic(box.lengths()[axis], cutoff, tile_length));
    }
    bins_.resize(axes[0].bins() * axes[1].bins() * axes[2].bins());
  }

  Bin& bin(const std::array<std::size_t, 3>& at)
  {
    return bins_[(at[2] * axes[1].bins() + at[1]) * axes[0].bins() + at[0]];
  }
  void put(const OpenSystem::Placed& particle)
  {
    bin({axes[0].bin_of(particle.at.x), axes[1].bin_of(particle.at.y), axes[2].bin_of(particle.at.z)})
        .push_back(particle);
  }
  Bin& bin_of_tile(const std::array<std::size_t, 3>& tile)
  {
    return bin({axes[0].bin_of_tile(tile[0]), axes[1].bin_of_tile(tile[1]), axes[2].bin_of_tile(tile[2])});
  }
  const std::vector<Bin>& bins() const { return bins_; }

  /// Calls `visit(bin, shift, is_own)` for a tile's bin and all its neighbours.
  template <class Visit>
  void visit_around(const std::array<std::size_t, 3>& tile, const Visit& visit)
  {
    const std::array<detail::NeighbourBins, 3> near{axes[0].neighbours(tile[0]), axes[1].neighbours(tile[1]),
                                                    axes[2].neighbours(tile[2])};
    const auto is_own = [&](std::size_t axis, const detail::NeighbourBin& other) {
      return other.bin == axes[axis].bin_of_tile(tile[axis]) && other.shift == 0.0;
    };
    for (std::size_t k = 0; k < near[2].count; ++k) {
      for (std::size_t j = 0; j < near[1].count; ++j) {
        for (std::size_t i = 0; i < near[0].count; ++i) {
          const std::array<detail::NeighbourBin, 3> at{near[0].bins[i], near[1].bins[j], near[2].bins[k]};
          visit(bin({at[0].bin, at[1].bin, at[2].bin}), Vec3{at[0].shift, at[1].shift, at[2].shift},
                is_own(0, at[0]) && is_own(1, at[1]) && is_own(2, at[2]));
        }
      }
    }
  }

  std::vector<detail::TiledAxis> axes;

 private:
  std::vector<Bin> bins_;
};

DecomposedChain::DecomposedChain(const mpi::Communicator& communicator, const System& start, const ForceField& field,
                                 Reservoir reservoir, const DecompositionOptions& options)
    : communicator_{communicator},
      box_{start.box},
      terms_{field.compile()},
      cutoff_{detail::largest_cutoff(terms_)},
      grid_{communicator, box_, narrowest_domain * cutoff_, checked(options).grid},
      halo_{communicator, grid_},
      reservoir_{std::move(reservoir)},
      stream_{options.seed, Stream::monte_carlo, options.instance},
      attempts_per_volume_{options.attempts_per_particle *
                           (options.expected_density ? options.expected_density->value()
                                                     : static_cast<double>(start.particles.size()) / box_.volume())},
      region_length_{options.region_length * cutoff_},
      density_limit_{options.density_limit},
      region_{nothing(field, cutoff_), field, false, all_of(nothing(field, cutoff_).box)}
{
  detail::require_same_species(start.species, field.species());
  detail::require_two_cutoffs(box_, cutoff_);
  detail::require_activities(reservoir_, field.species().size());
  Particles inside = start.particles;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    const Vec3 at = detail::position_inside(box_, inside, i);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      inside.position[axis][i] = at[axis];
    }
  }
  particles_ = select_owned(grid_, box_, inside);
  region_.number_new_particles(largest_id(inside) + 1 + communicator_.rank(), communicator_.size());
  pairs_ = pair_sums_anew();
}

void DecomposedChain::advance(std::int64_t sweeps)
{
  moves_.require_moves();
  for (const std::int64_t end = sweeps_ + sweeps; sweeps_ < end; ++sweeps_) {
    sweep();
    if (density_limit_) {
      check_density();
    }
  }
}

void DecomposedChain::check_density() const
{
  const std::vector<std::int64_t> now = counts();
  detail::require_density(std::accumulate(now.begin(), now.end(), std::int64_t{0}), box_.volume(), *density_limit_,
                          fmt::format("sweep {}", sweeps_));
}

std::int64_t DecomposedChain::attempts_in(double volume) const
{
  return std::max<std::int64_t>(1, std::llround(attempts_per_volume_ * volume));
}

std::int64_t DecomposedChain::attempts_per_sweep() const
{
  const Tiling tiling{grid_, box_, cutoff_, region_length_};
  std::int64_t regions = 1;
  double volume = 1.0;
  for (const detail::TiledAxis& along : tiling.axes) {
    regions *= static_cast<std::int64_t>(along.tiles());
    volume *= along.tile_length();
  }
  return communicator_.all_sum(regions * attempts_in(volume));
}

void DecomposedChain::shift_and_migrate()
{
  const auto fractions = stream_.uniform4(static_cast<std::uint64_t>(sweeps_), 0);
  Vec3 shift;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    // No further than one domain, in which all positions relative to the grid are equally likely.
    shift[axis] = fractions[axis] * box_.lengths()[axis] / static_cast<double>(grid_.shape()[axis]);
    for (double& coordinate : particles_.position[axis]) {
      coordinate -= shift[axis];
    }
  }
  shift_ = box_.wrapped(shift_ + shift);
  migrate(communicator_, grid_, box_, particles_);
}

void DecomposedChain::sweep()
{
  shift_and_migrate();
  Tiling tiling{grid_, box_, cutoff_, region_length_};
  for (std::size_t i = 0; i < particles_.size(); ++i) {
    tiling.put({particles_.id[i], particles_.species[i], particles_.position_of(i)});
  }
  for (const Ghost& ghost : halo_.build(box_, particles_, cutoff_)) {
    bool image = false;  // a periodic image of this rank's own: tiles find those by themselves
    for (std::size_t axis = 0; axis < 3; ++axis) {
      image = image || (grid_.shape()[axis] == 1 && (ghost.zone >> axis & 1U) != 0);
    }
    if (!image) {
      tiling.put({-1, ghost.species, ghost.position});
    }
  }
  std::array<std::size_t, 3> tile{};
  for (tile[2] = 0; tile[2] < tiling.axes[2].tiles(); ++tile[2]) {
    for (tile[1] = 0; tile[1] < tiling.axes[1].tiles(); ++tile[1]) {
      for (tile[0] = 0; tile[0] < tiling.axes[0].tiles(); ++tile[0]) {
        work_on(tiling, tile);
      }
    }
  }
  particles_ = {};
  for (const Tiling::Bin& bin : tiling.bins()) {
    for (const OpenSystem::Placed& particle : bin) {
      if (particle.id >= 0) {
        particles_.add(particle.id, particle.species, particle.at);
      }
    }
  }
  if (tuning_) {
    moves_.tune(region_);
  }
}

void DecomposedChain::work_on(Tiling& tiling, const std::array<std::size_t, 3>& tile)
{
  ActiveRegion region;
  Vec3 origin;
  Vec3 lengths;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const detail::TiledAxis& along = tiling.axes[axis];
    region.low[axis] = along.tile_in_frame();
    region.lengths[axis] = along.tile_length();
    lengths[axis] = along.frame_length();
    origin[axis] = along.frame_origin(tile[axis]);
  }
  const Box frame{lengths};
  std::vector<OpenSystem::Placed> moving;
  std::vector<OpenSystem::Placed> still;
  tiling.visit_around(tile, [&](const Tiling::Bin& bin, const Vec3& shift, bool is_own) {
    const ActiveRegion all = all_of(frame);
    for (const OpenSystem::Placed& particle : bin) {
      const Vec3 at = particle.at + shift - origin;
      if (is_own) {
        moving.push_back({particle.id, particle.species, frame.wrapped(at)});
      }
      else if (all.contains(at)) {
        still.push_back({particle.id, particle.species, at});
      }
    }
  });
  region_.set_region(frame, region, moving, still);
  const std::int64_t attempts = attempts_in(region.lengths.x * region.lengths.y * region.lengths.z);
  const auto own_numbers = static_cast<std::uint64_t>(communicator_.rank()) + 1;
  for (const std::int64_t end = attempts_ + attempts; attempts_ < end; ++attempts_) {
    AttemptNumbers random{stream_, static_cast<std::uint64_t>(attempts_), own_numbers};
    moves_.attempt(region_, reservoir_, random);
  }
  local_change_ += {region_.energy(), region_.virial()};
  scale_ = std::max(scale_, std::abs(pairs_.energy + local_change_.energy));
  Tiling::Bin& own = tiling.bin_of_tile(tile);
  own = region_.moving();
  for (OpenSystem::Placed& particle : own) {
    particle.at += origin;
  }
}

std::vector<std::int64_t> DecomposedChain::counts() const
{
  std::vector<std::int64_t> counts(region_.species_count(), 0);
  for (const Species species : particles_.species) {
    ++counts[index(species)];
  }
  for (std::int64_t& count : counts) {
    count = communicator_.all_sum(count);
  }
  return counts;
}

ChainSample DecomposedChain::sample() const
{
  return {counts(), pairs_.energy + communicator_.all_sum(local_change_.energy),
          pairs_.virial + communicator_.all_sum(local_change_.virial), box_.volume()};
}

std::vector<MoveCounter> DecomposedChain::all_counters() const
{
  std::vector<MoveCounter> counters = moves_.counters();
  for (MoveCounter& counter : counters) {
    counter.attempted = communicator_.all_sum(counter.attempted);
    counter.accepted = communicator_.all_sum(counter.accepted);
    counter.energy_change = communicator_.all_sum(counter.energy_change);
  }
  return counters;
}

TrialSums DecomposedChain::pair_sums_anew()
{
  Neighbours neighbours{communicator_, grid_, cutoff_, Skin{0.05 * cutoff_}};
  Particles particles = particles_;
  neighbours.rebuild(box_, particles);
  neighbours.slots().clear_sums(false);
  for (const PairForce& term : terms_) {
    term.local_add_forces(neighbours.pairs(), neighbours.slots(), Precision::double_precision, PairLoopKind::fluxes);
  }
  const PairTotals totals = neighbours.local_totals();
  return {communicator_.all_sum(totals.potential_energy),
          communicator_.all_sum(totals.virial[0] + totals.virial[1] + totals.virial[2])};
}

EnergyCheck DecomposedChain::check_energy()
{
  const ChainSample running = sample();
  const TrialSums anew = pair_sums_anew();
  const auto particles =
      static_cast<double>(std::accumulate(running.counts.begin(), running.counts.end(), std::int64_t{0}));
  const EnergyCheck check{running.energy, anew.energy, running.virial, anew.virial,
                          std::max({communicator_.all_max(scale_), std::abs(anew.energy), particles, 1.0})};
  require_agreement(check, all_attempts(), all_counters());
  pairs_ = anew;
  local_change_ = {};
  scale_ = 1.0;
  return check;
}

void DecomposedChain::take_over(const DecomposedChain& other)
{
  particles_ = other.particles_;
  shift_ = other.shift_;
  pairs_ = pair_sums_anew();
  local_change_ = {};
  scale_ = 1.0;
}

Particles DecomposedChain::local_particles() const
{
  Particles particles = particles_;
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const Vec3 at = box_.wrapped(particles.position_of(i) + shift_);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      particles.position[axis][i] = at[axis];
    }
  }
  return particles;
}

void DecomposedChain::save(State& state) const
{
  std::vector<std::int64_t> species;
  std::transform(particles_.species.begin(), particles_.species.end(), std::back_inserter(species),
                 [](Species kind) { return static_cast<std::int64_t>(kind); });
  state.put("x", particles_.position[0]);
  state.put("y", particles_.position[1]);
  state.put("z", particles_.position[2]);
  state.put("species", std::move(species));
  state.put("ids", particles_.id);
  state.put("numbers",
            std::vector<std::int64_t>{sweeps_, attempts_, tuning_ ? 1 : 0, region_.next_id(), communicator_.size()});
  state.put("sums", std::vector<double>{shift_.x, shift_.y, shift_.z, local_change_.energy, local_change_.virial,
                                        pairs_.energy, pairs_.virial, scale_});
  State moves;
  moves_.save(moves);
  state.put_all("moves", moves);
}

void DecomposedChain::load(const State& state)
{
  const std::vector<std::int64_t>& numbers = state.integers("numbers");
  if (numbers.at(4) != communicator_.size()) {
    throw RunTimeFailure(
        fmt::format("the saved chain ran on {} ranks, this one on {}", numbers.at(4), communicator_.size()));
  }
  moves_.load(state.part("moves"));
  const std::array<const std::vector<double>*, 3> positions{&state.doubles("x"), &state.doubles("y"),
                                                            &state.doubles("z")};
  const std::vector<std::int64_t>& ids = state.integers("ids");
  const std::vector<std::int64_t>& species = state.integers("species");
  particles_ = {};
  for (std::size_t i = 0; i < ids.size(); ++i) {
    particles_.add(ids[i], static_cast<Species>(species.at(i)),
                   {positions[0]->at(i), positions[1]->at(i), positions[2]->at(i)});
  }
  sweeps_ = numbers.at(0);
  attempts_ = numbers.at(1);
  tuning_ = numbers.at(2) != 0;
  region_.number_new_particles(numbers.at(3), communicator_.size());
  const std::vector<double>& sums = state.doubles("sums");
  shift_ = {sums.at(0), sums.at(1), sums.at(2)};
  local_change_ = {sums.at(3), sums.at(4)};
  pairs_ = {sums.at(5), sums.at(6)};
  scale_ = sums.at(7);
}

}  // namespace soret
