#include <soret/neighbour/neighbours.hpp>

#include <soret/core/error.hpp>
#include <soret/domain/migration.hpp>
#include <soret/neighbour/prune.hpp>

#include <fmt/format.h>

namespace soret {

namespace {

template <class T>
void reorder(std::vector<T>& values, const std::vector<std::int32_t>& order, std::vector<T>& scratch)
{
  scratch.resize(values.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    scratch[k] = values[static_cast<std::size_t>(order[k])];
  }
  values.swap(scratch);
}

/// Forces are not reordered: they are computed anew after every rebuild.
void reorder(Particles& particles, const std::vector<std::int32_t>& order)
{
  std::vector<double> scratch;
  std::vector<std::int32_t> image_scratch;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    reorder(particles.position[axis], order, scratch);
    reorder(particles.velocity[axis], order, scratch);
    reorder(particles.image[axis], order, image_scratch);
  }
  std::vector<Species> species_scratch;
  reorder(particles.species, order, species_scratch);
  std::vector<std::int64_t> id_scratch;
  reorder(particles.id, order, id_scratch);
}

void scatter(const std::vector<double>& values, const std::vector<std::int32_t>& slot_of, double* slots)
{
  for (std::size_t i = 0; i < values.size(); ++i) {
    slots[slot_of[i]] = values[i];
  }
}

void gather(const BlockedArray& slots, const std::vector<std::int32_t>& slot_of, double factor,
            std::vector<double>& values)
{
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = factor * slots[static_cast<std::size_t>(slot_of[i])];
  }
}

}  // namespace

Neighbours::Neighbours(const mpi::Communicator& communicator, const RankGrid& grid, double cutoff, Skin skin)
    : communicator_{communicator},
      grid_{grid},
      halo_{communicator, grid},
      range_{cutoff + skin.value()},
      rebuild_displacement_squared_{0.25 * skin.value() * skin.value()}
{
}

void Neighbours::rebuild(const Box& box, Particles& particles)
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (box.lengths()[axis] / grid_.shape()[axis] < range_) {
      throw RunTimeFailure(
          fmt::format("the box has shrunk to {:g} x {:g} x {:g}: a domain is narrower than {:g} (cutoff "
                      "plus list buffer)",
                      box.lengths().x, box.lengths().y, box.lengths().z, range_));
    }
  }
  migrate(communicator_, grid_, box, particles);
  centre_ = 0.5 * (grid_.lower(box) + grid_.upper(box));
  sort_own(box, particles);
  const std::vector<Ghost> ghosts = halo_.build(box, particles, range_);
  place_ghosts(box, ghosts);
  fill_slots(box, particles, ghosts);
  halo_.renumber(slot_of_);
  reference_ = particles.position;
  // The search rounds coordinates to single precision; what it finds too much is pruned.
  const double rounding = 1e-6 * (box.lengths().x + box.lengths().y + box.lengths().z);
  search_pairs(zones_, cluster_bounds(slots_, centre_), range_ + rounding, pairs_);
  prune_pairs(slots_.arrays(), range_, pairs_.rows.data(), pairs_.rows.size(), pairs_.partners.data());
  ++rebuild_count_;
}

void Neighbours::sort_own(const Box& box, Particles& particles)
{
  own_count_ = particles.size();
  zones_ = {};
  const ColumnGrid grid{grid_.lower(box), grid_.upper(box), own_count_};
  ColumnOrder sorted = sort_into_columns(grid, particles.position[0], particles.position[1], particles.position[2], 0);
  reorder(particles, sorted.order);
  slot_of_ = std::move(sorted.slot);
  cluster_count_ = sorted.cluster_count;
  zones_[0] = ZoneColumns{grid, std::move(sorted.columns)};
}

void Neighbours::place_ghosts(const Box& box, const std::vector<Ghost>& ghosts)
{
  slot_of_.resize(own_count_ + ghosts.size());
  for (std::size_t zone = 1; zone < zone_count; ++zone) {
    std::vector<std::size_t> members;
    std::array<std::vector<double>, 3> coordinates;
    for (std::size_t g = 0; g < ghosts.size(); ++g) {
      if (ghosts[g].zone == zone) {
        members.push_back(g);
        for (std::size_t axis = 0; axis < 3; ++axis) {
          coordinates[axis].push_back(ghosts[g].position[axis]);
        }
      }
    }
    if (members.empty()) {
      continue;
    }
    Vec3 lower = grid_.lower(box);
    Vec3 upper = grid_.upper(box);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      if ((zone >> axis & 1U) != 0) {
        lower[axis] = upper[axis];
        upper[axis] += range_;
      }
    }
    const ColumnGrid grid{lower, upper, members.size()};
    ColumnOrder sorted = sort_into_columns(grid, coordinates[0], coordinates[1], coordinates[2], cluster_count_);
    for (std::size_t k = 0; k < members.size(); ++k) {
      const std::size_t ghost = members[static_cast<std::size_t>(sorted.order[k])];
      slot_of_[own_count_ + ghost] = cluster_count_ * static_cast<std::int32_t>(cluster_size) + sorted.slot[k];
    }
    cluster_count_ += sorted.cluster_count;
    zones_[zone] = ZoneColumns{grid, std::move(sorted.columns)};
  }
}

void Neighbours::fill_slots(const Box& box, const Particles& particles, const std::vector<Ghost>& ghosts)
{
  const double beyond = 100.0 * (box.lengths().x + box.lengths().y + box.lengths().z);
  slots_.reset(static_cast<std::size_t>(cluster_count_) * cluster_size, beyond);
  for (std::size_t i = 0; i < own_count_; ++i) {
    slots_.place(static_cast<std::size_t>(slot_of_[i]), particles.position_of(i), particles.species[i]);
  }
  for (std::size_t g = 0; g < ghosts.size(); ++g) {
    slots_.place(static_cast<std::size_t>(slot_of_[own_count_ + g]), ghosts[g].position, ghosts[g].species);
  }
}

void Neighbours::refresh(const Particles& particles)
{
  const auto positions = slots_.positions();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    scatter(particles.position[axis], slot_of_, positions[axis]);
  }
  halo_.exchange_positions({positions[0], slots_.size()}, {positions[1], slots_.size()}, {positions[2], slots_.size()});
}

bool Neighbours::all_need_rebuild(double local_displacement_squared) const
{
  // Written so that a NaN asks for a rebuild, which then finds the lost particle.
  return communicator_.all_any(!(local_displacement_squared < rebuild_displacement_squared_));
}

void Neighbours::collect_forces(Particles& particles)
{
  const auto forces = slots_.forces();
  halo_.return_sums(forces);
  for (std::size_t axis = 0; axis < 3; ++axis) {
    gather(forces[axis], slot_of_, 1.0, particles.force[axis]);
  }
}

void Neighbours::collect_tallies(PairTallies& tallies)
{
  const auto sums = slots_.tallies();
  halo_.return_sums(sums);
  tallies.potential_energy.resize(own_count_);
  gather(sums[0], slot_of_, 0.5, tallies.potential_energy);  // half a pair to either partner
  for (std::size_t component = 0; component < 6; ++component) {
    tallies.virial[component].resize(own_count_);
    gather(sums[component + 1], slot_of_, 0.5, tallies.virial[component]);
  }
}

}  // namespace soret
