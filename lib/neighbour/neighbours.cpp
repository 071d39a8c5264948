#include <soret/neighbour/neighbours.hpp>

#include <soret/core/error.hpp>
#include <soret/domain/balanced_planes.hpp>
#include <soret/neighbour/prune.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <utility>

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

/// Forces are not reordered: they are computed anew after every rebuild, and lend their memory meanwhile.
void reorder(Particles& particles, Luggage luggage, const std::vector<std::int32_t>& order)
{
  std::vector<double>& scratch = particles.force[0];
  for (std::vector<double>* values : luggage) {
    reorder(*values, order, scratch);
  }
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

void scatter(const std::array<std::vector<double>, 3>& vectors, const std::vector<std::int32_t>& slot_of,
             const std::array<double*, 3>& slots)
{
  const auto& [from_x, from_y, from_z] = vectors;
  const auto [x, y, z] = slots;
  for (std::size_t i = 0; i < from_x.size(); ++i) {
    const std::int32_t slot = slot_of[i];
    x[slot] = from_x[i];
    y[slot] = from_y[i];
    z[slot] = from_z[i];
  }
}

/// values[q][i] = factor * quantity q of particle i's slot.
template <class T, std::size_t quantities>
void gather(const BlockedArray<T>& slots, const std::vector<std::int32_t>& slot_of, double factor,
            const std::array<double*, quantities>& values, std::size_t count)
{
  for (std::size_t i = 0; i < count; ++i) {
    const T* from = slots.of(static_cast<std::size_t>(slot_of[i]));
    for (std::size_t q = 0; q < quantities; ++q) {
      values[q][i] = factor * static_cast<double>(from[q * block_width]);
    }
  }
}

template <std::size_t quantities>
std::array<double*, quantities> resized(std::array<std::vector<double>, quantities>& values, std::size_t count)
{
  std::array<double*, quantities> data{};
  for (std::size_t q = 0; q < quantities; ++q) {
    values[q].resize(count);
    data[q] = values[q].data();
  }
  return data;
}

}  // namespace

Neighbours::Neighbours(const mpi::Communicator& communicator, const RankGrid& grid, double cutoff, ListBuffers buffers)
    : communicator_{communicator},
      grid_{grid},
      halo_{communicator, grid},
      cutoff_{cutoff},
      buffers_{buffers},
      range_{cutoff + buffers.wide.value()}
{
}

void Neighbours::shift_planes(const GridPlanes& planes)
{
  hops_ += grid_.hops_to(planes);
  grid_.shift_planes(planes);
  halo_.shift_planes(planes);
}

double Neighbours::least_width(const Box& box) const
{
  return std::min(cutoff_ + buffers_.wide.value(), grid_.narrowest_if_equal(box));
}

/// In a box that has shrunk.
void Neighbours::keep_domains_wide(const Box& box)
{
  GridPlanes planes = grid_.planes();
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double equal_width = box.lengths()[axis] / grid_.shape()[axis];
    planes[axis] = spread_planes(std::move(planes[axis]), least_width(box) / equal_width);
  }
  if (planes != grid_.planes()) {
    shift_planes(planes);
  }
}

void Neighbours::set_range(const Box& box)
{
  keep_domains_wide(box);
  const double narrowest = grid_.narrowest(box);
  constexpr double rounding = 1e-9;  // of planes that are as close as they may be
  if (narrowest < near_range() * (1.0 - rounding)) {
    throw RunTimeFailure(
        fmt::format("the box has shrunk to {:g} x {:g} x {:g}: a domain is narrower than {:g} (cutoff "
                    "plus list buffer)",
                    box.lengths().x, box.lengths().y, box.lengths().z, near_range()));
  }
  range_ = std::min(cutoff_ + buffers_.wide.value(), narrowest);
}

void Neighbours::rebuild(const Box& box, Particles& particles, Luggage luggage)
{
  finish_refresh();  // nothing may be on its way when the pattern of messages changes
  near_ = {};        // its memory is that of the sorting meanwhile
  set_range(box);
  migrate(communicator_, grid_, box, particles, luggage, hops_);
  hops_ = 1;
  centre_ = 0.5 * (grid_.lower(box) + grid_.upper(box));
  sort_own(box, particles, luggage);
  const std::vector<Ghost> ghosts = halo_.build(box, particles, range_);
  place_ghosts(box, ghosts);
  if (cluster_count_ > most_clusters) {
    throw RunTimeFailure(
        fmt::format("{} clusters of particles and ghosts are more than the {} that one rank can have; use more ranks",
                    cluster_count_, most_clusters));
  }
  fill_slots(box, particles, ghosts);
  halo_.renumber(slot_of_);
  // Coordinates are rounded to single precision for both lists.
  rounding_ = 1e-6 * (box.lengths().x + box.lengths().y + box.lengths().z);
  search_pairs(zones_, cluster_bounds(slots_, centre_), range_ + rounding_, wide_);
  order_rows();
  search_reference_ = particles.position;
  pick_near(particles.position);
  ++rebuild_count_;
}

void Neighbours::pick_near(const std::array<std::vector<double>, 3>& positions)
{
  slots_.round_positions(centre_);
  prune_pairs(slots_.arrays_float(), near_range() + rounding_, wide_, near_);
  reference_ = positions;
  ++near_count_;
}

void Neighbours::sort_own(const Box& box, Particles& particles, Luggage luggage)
{
  own_count_ = particles.size();
  zones_ = {};
  const ColumnGrid grid{grid_.lower(box), grid_.upper(box), own_count_};
  ColumnOrder sorted = sort_into_columns(grid, particles.position[0], particles.position[1], particles.position[2], 0);
  reorder(particles, luggage, sorted.order);
  slot_of_ = std::move(sorted.slot);
  cluster_count_ = sorted.cluster_count;
  zones_[0] = ZoneColumns{grid, std::move(sorted.columns)};
}

void Neighbours::place_ghosts(const Box& box, const std::vector<Ghost>& ghosts)
{
  slot_of_.resize(own_count_ + ghosts.size());
  for (const bool in_messages : {false, true}) {
    first_message_cluster_ = cluster_count_;
    for (Zone zone = 1; zone < zone_count; ++zone) {
      if (halo_.comes_in_messages(zone) == in_messages) {
        place_zone(zone, box, ghosts);
      }
    }
  }
}

void Neighbours::place_zone(Zone zone, const Box& box, const std::vector<Ghost>& ghosts)
{
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
    return;
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

/// Puts the rows of pair_parts behind each other: half of those without messages, those with, the other half.
void Neighbours::order_rows()
{
  std::vector<WideRow>& rows = wide_.rows();
  if (first_message_cluster_ == cluster_count_) {
    part_begin_ = {0, rows.size(), rows.size(), rows.size()};
    return;
  }
  std::vector<WideRow> waiting;
  std::vector<WideRow> ready;
  for (const WideRow& row : rows) {
    const bool waits = row.cluster >= first_message_cluster_ || wide_.has_partner_from(row, first_message_cluster_);
    (waits ? waiting : ready).push_back(row);
  }
  const std::size_t half = ready.size() / 2;
  const auto middle = ready.begin() + static_cast<std::ptrdiff_t>(half);
  std::copy(middle, ready.end(),
            std::copy(waiting.begin(), waiting.end(), std::copy(ready.begin(), middle, rows.begin())));
  part_begin_ = {0, half, half + waiting.size(), rows.size()};
}

ClusterPairs Neighbours::pairs(PairPart part) const
{
  const auto p = static_cast<std::size_t>(part);
  return {near_.rows.data() + part_begin_[p], part_begin_[p + 1] - part_begin_[p], near_.partners.data()};
}

void Neighbours::refresh(const Particles& particles)
{
  start_refresh(particles);
  finish_refresh();
}

void Neighbours::start_refresh(const Particles& particles)
{
  scatter(particles.position, slot_of_, slots_.positions());
  halo_.start_positions(slots_.positions());
  refresh_is_under_way_ = true;
}

void Neighbours::finish_refresh()
{
  if (refresh_is_under_way_) {
    halo_.finish_positions(slots_.positions());
    refresh_is_under_way_ = false;
  }
}

void Neighbours::refresh_velocities(const std::array<std::vector<double>, 3>& velocities)
{
  finish_refresh();
  scatter(velocities, slot_of_, slots_.velocities());
  halo_.exchange_vectors(slots_.velocities());
}

bool Neighbours::all_need_near(double local_displacement_squared) const
{
  // Written so that a NaN asks for a new list, the search for which then finds the lost particle.
  return communicator_.all_any(!(local_displacement_squared < near_displacement_squared()));
}

bool Neighbours::all_need_search(double local_displacement) const
{
  return communicator_.all_any(!(local_displacement < 0.5 * (range_ - near_range())));
}

PairTotals Neighbours::local_totals() { return slots_.local_totals(centre_); }

void Neighbours::collect_forces(Particles& particles)
{
  start_collecting_forces();
  finish_collecting_forces(particles);
}

void Neighbours::start_collecting_forces()
{
  const std::array<AnyBlockedArray, 1> forces{slots_.forces()};
  halo_.start_sums(forces);
}

void Neighbours::finish_collecting_forces(Particles& particles)
{
  const std::array<AnyBlockedArray, 1> forces{slots_.forces()};
  halo_.finish_sums(forces);
  gather(slots_.forces(), slot_of_, 1.0, resized(particles.force, own_count_), own_count_);
}

void Neighbours::collect_tallies(PairTallies& tallies)
{
  constexpr double share = 0.5;  // half a pair to either partner
  const std::array<AnyBlockedArray, 2> sums{slots_.energies(), slots_.virials()};
  halo_.return_sums(sums);
  tallies.potential_energy.resize(own_count_);
  gather(slots_.energies(), slot_of_, -share, std::array{tallies.potential_energy.data()}, own_count_);
  gather(slots_.virials(), slot_of_, share, resized(tallies.virial, own_count_), own_count_);
}

}  // namespace soret
