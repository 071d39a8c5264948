#include <soret/montecarlo/particle_cells.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

namespace soret {

namespace {

/// Distances to cells are compared with a slightly longer cutoff, so that rounding loses no pair.
constexpr double rounding_allowance = 1.0 + 1e-12;

/// As many cells as can be with lengths of at least one cutoff.
std::array<std::size_t, 3> grid_for(const Box& box, double cutoff)
{
  std::array<std::size_t, 3> grid{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double length = box.lengths()[axis];
    if (!(length >= 2.0 * cutoff)) {
      throw InputError(
          fmt::format("the box is {:g} long along {}; two cutoffs of {:g} are the least", length, "xyz"[axis], cutoff));
    }
    grid[axis] = static_cast<std::size_t>(std::floor(length / cutoff));
  }
  return grid;
}

ParticleBlock empty_block()
{
  ParticleBlock block{};
  std::fill(std::begin(block.x), std::end(block.x), empty_slot_coordinate);
  return block;
}

/// A cell and its neighbours along one axis: the distance of a position from each, squared, the position as seen from
/// there, and what the cell adds to the index.
struct AxisNeighbours {
  std::array<double, 3> distance_squared;
  std::array<double, 3> coordinate;
  std::array<std::size_t, 3> index;

  AxisNeighbours(double at, std::size_t home, std::size_t cells, double cell_length, double box_length,
                 std::size_t stride)
  {
    const double from_lower_face = at - static_cast<double>(home) * cell_length;
    const double to_upper_face = cell_length - from_lower_face;
    const bool first = home == 0;
    const bool last = home + 1 == cells;
    distance_squared = {from_lower_face * from_lower_face, 0.0, to_upper_face * to_upper_face};
    coordinate = {first ? at + box_length : at, at, last ? at - box_length : at};
    index = {(first ? cells - 1 : home - 1) * stride, home * stride, (last ? 0 : home + 1) * stride};
  }
};

}  // namespace

ParticleCells::ParticleCells(const Box& box, double cutoff, std::size_t species_count)
    : box_{box}, cutoff_{cutoff}, lists_(species_count)
{
  set_grid(grid_for(box, cutoff));
}

void ParticleCells::set_grid(const std::array<std::size_t, 3>& grid)
{
  grid_ = grid;
  const std::size_t cells = grid_[0] * grid_[1] * grid_[2];
  cell_counts_.assign(cells, 0);
  blocks_.assign(cells * blocks_per_cell_, empty_block());
  ids_.assign(cells * slots_per_cell(), 0);
  place_.assign(cells * slots_per_cell(), unlisted);
  measure_cells();
}

void ParticleCells::measure_cells()
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    cell_lengths_[axis] = box_.lengths()[axis] / static_cast<double>(grid_[axis]);
    cells_per_length_[axis] = 1.0 / cell_lengths_[axis];
  }
}

std::array<std::size_t, 3> ParticleCells::cell_at(const Vec3& at) const
{
  std::array<std::size_t, 3> cell{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    cell[axis] = std::min(static_cast<std::size_t>(at[axis] * cells_per_length_[axis]), grid_[axis] - 1);
  }
  return cell;
}

ParticleCells::Particle ParticleCells::particle(Slot slot) const
{
  return {ids_[slot], species(slot), position(slot), place_[slot]};
}

Vec3 ParticleCells::position(Slot slot) const
{
  const ParticleBlock& block = blocks_[slot / ParticleBlock::size];
  const std::size_t lane = slot % ParticleBlock::size;
  return {block.x[lane], block.y[lane], block.z[lane]};
}

Species ParticleCells::species(Slot slot) const
{
  return static_cast<Species>(blocks_[slot / ParticleBlock::size].species[slot % ParticleBlock::size]);
}

std::vector<ParticleCells::Slot> ParticleCells::occupied() const
{
  std::vector<Slot> slots;
  for (std::size_t cell = 0; cell < cell_counts_.size(); ++cell) {
    for (std::size_t k = 0; k < cell_counts_[cell]; ++k) {
      slots.push_back(static_cast<Slot>(cell * slots_per_cell() + k));
    }
  }
  return slots;
}

void ParticleCells::write(Slot slot, const Particle& particle)
{
  ParticleBlock& block = blocks_[slot / ParticleBlock::size];
  const std::size_t lane = slot % ParticleBlock::size;
  block.x[lane] = particle.at.x;
  block.y[lane] = particle.at.y;
  block.z[lane] = particle.at.z;
  block.species[lane] = static_cast<std::int64_t>(particle.species);
  ids_[slot] = particle.id;
  place_[slot] = particle.place;
  if (particle.place != unlisted) {
    lists_[index(particle.species)][particle.place] = slot;
  }
}

ParticleCells::Slot ParticleCells::append(const Particle& particle)
{
  const std::size_t cell = cell_index(cell_at(particle.at));
  if (cell_counts_[cell] == slots_per_cell()) {
    make_room(blocks_per_cell_ + 1);
  }
  const auto slot = static_cast<Slot>(cell * slots_per_cell() + cell_counts_[cell]);
  ++cell_counts_[cell];
  write(slot, particle);
  return slot;
}

void ParticleCells::make_room(std::size_t blocks_per_cell)
{
  const std::size_t slots = cell_counts_.size() * blocks_per_cell * ParticleBlock::size;
  if (slots > std::numeric_limits<Slot>::max()) {
    throw RunTimeFailure(
        fmt::format("the densest of {} cells holds {} particles: too many to keep so much room for all",
                    cell_counts_.size(), slots_per_cell()));
  }
  ParticleCells wider{*this};
  wider.blocks_per_cell_ = blocks_per_cell;
  wider.set_grid(grid_);
  for (std::size_t cell = 0; cell < cell_counts_.size(); ++cell) {
    wider.cell_counts_[cell] = cell_counts_[cell];
    for (std::size_t k = 0; k < cell_counts_[cell]; ++k) {
      wider.write(static_cast<Slot>(cell * wider.slots_per_cell() + k),
                  particle(static_cast<Slot>(cell * slots_per_cell() + k)));
    }
  }
  *this = std::move(wider);
}

ParticleCells::Slot ParticleCells::insert(std::int64_t id, Species species, const Vec3& at, bool listed)
{
  const Slot slot = append({id, species, at, unlisted});
  if (listed) {
    enlist(slot, species);
  }
  return slot;
}

void ParticleCells::enlist(Slot slot, Species species)
{
  std::vector<Slot>& list = lists_[index(species)];
  place_[slot] = static_cast<std::uint32_t>(list.size());
  list.push_back(slot);
}

void ParticleCells::delist(Slot slot)
{
  std::vector<Slot>& list = lists_[index(species(slot))];
  const Slot last = list.back();
  list[place_[slot]] = last;
  place_[last] = place_[slot];
  place_[slot] = unlisted;
  list.pop_back();
}

void ParticleCells::vacate(Slot slot)
{
  const std::size_t cell = slot / slots_per_cell();
  const auto last = static_cast<Slot>(cell * slots_per_cell() + --cell_counts_[cell]);
  if (last != slot) {
    write(slot, particle(last));
  }
  write(last, {0, Species{0}, {empty_slot_coordinate, 0.0, 0.0}, unlisted});
}

void ParticleCells::remove(Slot slot)
{
  if (place_[slot] != unlisted) {
    delist(slot);
  }
  vacate(slot);
}

ParticleCells::Slot ParticleCells::move(Slot slot, const Vec3& to)
{
  Particle moved = particle(slot);
  moved.at = to;
  const std::size_t cell = slot / slots_per_cell();
  if (cell_index(cell_at(to)) == cell) {
    write(slot, moved);
    return slot;
  }
  const std::size_t rank_in_cell = slot % slots_per_cell();
  const Slot now = append(moved);
  vacate(static_cast<Slot>(cell * slots_per_cell() + rank_in_cell));
  return now;
}

void ParticleCells::change_species(Slot slot, Species species)
{
  const bool listed = place_[slot] != unlisted;
  if (listed) {
    delist(slot);
  }
  blocks_[slot / ParticleBlock::size].species[slot % ParticleBlock::size] = static_cast<std::int64_t>(species);
  if (listed) {
    enlist(slot, species);
  }
}

double ParticleCells::hide(Slot slot)
{
  return std::exchange(blocks_[slot / ParticleBlock::size].x[slot % ParticleBlock::size], empty_slot_coordinate);
}

void ParticleCells::show(Slot slot, double hidden)
{
  blocks_[slot / ParticleBlock::size].x[slot % ParticleBlock::size] = hidden;
}

CandidateRun ParticleCells::run_of(std::size_t cell, const Vec3& seen_from) const
{
  const ParticleBlock* begin = blocks_.data() + cell * blocks_per_cell_;
  const std::size_t used = (cell_counts_[cell] + ParticleBlock::size - 1) / ParticleBlock::size;
  return {begin, begin + used, seen_from.x, seen_from.y, seen_from.z};
}

CandidateRun ParticleCells::home_run(const Vec3& at) const { return run_of(cell_index(cell_at(at)), at); }

void ParticleCells::add_others(const Vec3& at, Candidates& candidates) const
{
  const std::array<std::size_t, 3> home = cell_at(at);
  const Vec3& lengths = box_.lengths();
  const AxisNeighbours x{at.x, home[0], grid_[0], cell_lengths_.x, lengths.x, 1};
  const AxisNeighbours y{at.y, home[1], grid_[1], cell_lengths_.y, lengths.y, grid_[0]};
  const AxisNeighbours z{at.z, home[2], grid_[2], cell_lengths_.z, lengths.z, grid_[0] * grid_[1]};
  const double reach_squared = cutoff_ * cutoff_ * rounding_allowance;
  std::size_t count = candidates.count;
  for (std::size_t k = 0; k < 3; ++k) {
    for (std::size_t j = 0; j < 3; ++j) {
      const double distance_squared = z.distance_squared[k] + y.distance_squared[j];
      for (std::size_t i = 0; i < 3; ++i) {
        // Written in any case, kept or overwritten by the next: a branch would be guessed wrong one time in four.
        const std::size_t cell = z.index[k] + y.index[j] + x.index[i];
        candidates.runs[count] = run_of(cell, {x.coordinate[i], y.coordinate[j], z.coordinate[k]});
        const bool reached = distance_squared + x.distance_squared[i] < reach_squared;
        const bool is_home = i == 1 && j == 1 && k == 1;
        count += static_cast<std::size_t>(reached & (cell_counts_[cell] > 0) & !is_home);
      }
    }
  }
  candidates.count = count;
}

void ParticleCells::rescale(double factor)
{
  const Box box{box_.lengths() * factor};
  const std::array<std::size_t, 3> grid = grid_for(box, cutoff_);
  box_ = box;
  std::vector<Particle> particles;
  for (const Slot slot : occupied()) {
    Particle scaled = particle(slot);
    scaled.at *= factor;
    if (grid == grid_) {
      write(slot, scaled);
    }
    else {
      particles.push_back(scaled);
    }
  }
  if (grid == grid_) {
    measure_cells();
    return;
  }
  set_grid(grid);
  for (const Particle& moved : particles) {
    append(moved);
  }
}

void ParticleCells::save(State& state) const
{
  state.put("box", std::vector<double>{box_.lengths().x, box_.lengths().y, box_.lengths().z});
  state.put("blocks_per_cell", static_cast<std::int64_t>(blocks_per_cell_));
  state.put("cell_counts", std::vector<std::int64_t>(cell_counts_.begin(), cell_counts_.end()));
  std::vector<std::int64_t> lengths;
  std::transform(lists_.begin(), lists_.end(), std::back_inserter(lengths),
                 [](const std::vector<Slot>& list) { return static_cast<std::int64_t>(list.size()); });
  state.put("species_counts", std::move(lengths));
  std::vector<double> positions;
  std::vector<std::int64_t> identities;
  for (const Slot slot : occupied()) {
    const Particle saved = particle(slot);
    positions.insert(positions.end(), {saved.at.x, saved.at.y, saved.at.z});
    identities.insert(identities.end(),
                      {saved.id, static_cast<std::int64_t>(saved.species), static_cast<std::int64_t>(saved.place)});
  }
  state.put("positions", std::move(positions));
  state.put("identities", std::move(identities));
}

void ParticleCells::load(const State& state)
{
  const std::vector<double>& lengths = state.doubles("box");
  const std::vector<std::int64_t>& counts = state.integers("cell_counts");
  const std::vector<std::int64_t>& species_counts = state.integers("species_counts");
  const std::vector<double>& positions = state.doubles("positions");
  const std::vector<std::int64_t>& identities = state.integers("identities");
  ParticleCells loaded{Box{lengths.at(0), lengths.at(1), lengths.at(2)}, cutoff_, lists_.size()};
  if (counts.size() != loaded.cell_counts_.size() || species_counts.size() != lists_.size()) {
    throw RunTimeFailure(fmt::format("{} saved cells of {} species do not fit {} cells of {} species", counts.size(),
                                     species_counts.size(), loaded.cell_counts_.size(), lists_.size()));
  }
  loaded.make_room(static_cast<std::size_t>(state.integer("blocks_per_cell")));
  for (std::size_t s = 0; s < lists_.size(); ++s) {
    loaded.lists_[s].resize(static_cast<std::size_t>(species_counts[s]));
  }
  std::size_t k = 0;
  for (std::size_t cell = 0; cell < counts.size(); ++cell) {
    loaded.cell_counts_[cell] = static_cast<std::uint32_t>(counts[cell]);
    for (std::int64_t n = 0; n < counts[cell]; ++n, ++k) {
      loaded.write(static_cast<Slot>(cell * loaded.slots_per_cell() + static_cast<std::size_t>(n)),
                   {identities.at(3 * k),
                    static_cast<Species>(identities.at(3 * k + 1)),
                    {positions.at(3 * k), positions.at(3 * k + 1), positions.at(3 * k + 2)},
                    static_cast<std::uint32_t>(identities.at(3 * k + 2))});
    }
  }
  *this = std::move(loaded);
}

}  // namespace soret
