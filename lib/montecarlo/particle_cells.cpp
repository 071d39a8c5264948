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

/// Distance between the nearest points of two cells, in cells.
double gap(int offset) { return offset == 0 ? 0.0 : static_cast<double>(std::abs(offset) - 1); }

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
  find_offsets();
}

void ParticleCells::find_offsets()
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    cell_lengths_[axis] = box_.lengths()[axis] / static_cast<double>(grid_[axis]);
  }
  offsets_.clear();
  for (int k = -reach_; k <= reach_; ++k) {
    for (int j = -reach_; j <= reach_; ++j) {
      for (int i = -reach_; i <= reach_; ++i) {
        const Vec3 between{gap(i) * cell_lengths_.x, gap(j) * cell_lengths_.y, gap(k) * cell_lengths_.z};
        if ((i != 0 || j != 0 || k != 0) && norm_squared(between) < cutoff_ * cutoff_) {
          offsets_.push_back({i, j, k});
        }
      }
    }
  }
  std::stable_sort(offsets_.begin(), offsets_.end(), [](const auto& a, const auto& b) {
    return a[0] * a[0] + a[1] * a[1] + a[2] * a[2] < b[0] * b[0] + b[1] * b[1] + b[2] * b[2];
  });
}

std::array<std::size_t, 3> ParticleCells::cell_at(const Vec3& at) const
{
  std::array<std::size_t, 3> cell{};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    cell[axis] = std::min(static_cast<std::size_t>(at[axis] / cell_lengths_[axis]), grid_[axis] - 1);
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

void ParticleCells::find_others(const Vec3& at, Candidates& others) const
{
  constexpr int middle = 3;
  struct Neighbour {
    double distance_squared;
    double coordinate;  ///< of the position as seen from the cell
    std::size_t stride;
  };
  std::array<std::array<Neighbour, 2 * middle + 1>, 3> neighbours;
  const std::array<std::size_t, 3> home = cell_at(at);
  const std::array<std::size_t, 3> strides{1, grid_[0], grid_[0] * grid_[1]};
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double length = cell_lengths_[axis];
    const auto cells = static_cast<int>(grid_[axis]);
    const double lower = at[axis] - static_cast<double>(home[axis]) * length;
    for (int offset = -reach_; offset <= reach_; ++offset) {
      int cell = static_cast<int>(home[axis]) + offset;
      double coordinate = at[axis];
      if (cell < 0) {
        cell += cells;
        coordinate += box_.lengths()[axis];
      }
      else if (cell >= cells) {
        cell -= cells;
        coordinate -= box_.lengths()[axis];
      }
      const double distance = offset == 0 ? 0.0 : offset < 0 ? lower - (offset + 1) * length : offset * length - lower;
      neighbours[axis][static_cast<std::size_t>(middle + offset)] = {distance * distance, coordinate,
                                                                     static_cast<std::size_t>(cell) * strides[axis]};
    }
  }
  const double reach_squared = cutoff_ * cutoff_ * rounding_allowance;
  others.count = 0;
  for (const std::array<int, 3>& offset : offsets_) {
    const Neighbour& x = neighbours[0][static_cast<std::size_t>(middle + offset[0])];
    const Neighbour& y = neighbours[1][static_cast<std::size_t>(middle + offset[1])];
    const Neighbour& z = neighbours[2][static_cast<std::size_t>(middle + offset[2])];
    const std::size_t cell = x.stride + y.stride + z.stride;
    if (x.distance_squared + y.distance_squared + z.distance_squared < reach_squared && cell_counts_[cell] > 0) {
      others.runs[others.count++] = run_of(cell, {x.coordinate, y.coordinate, z.coordinate});
    }
  }
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
    find_offsets();
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
