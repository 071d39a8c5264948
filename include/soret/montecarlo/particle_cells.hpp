#pragma once
/// \file
/// Particles kept in the cells of a grid, so that one can be put in, taken out or moved without touching the others.

#include <soret/core/aligned.hpp>
#include <soret/core/state.hpp>
#include <soret/forces/trial_sums.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace soret {

/// A grid over a periodic box, of cells that are at least one cutoff wide. Every cell has room for a few blocks of
/// particles and fills them from the front; when a cell is full, all get more room. Insertion, removal and moving take
/// a time that does not depend on the number of particles. A particle is known by its slot (block * 8 + lane), which
/// can change when a particle of its cell is removed.
class ParticleCells {
 public:
  using Slot = std::uint32_t;

  /// An empty box. `cutoff` is the reach of `add_others`. Throws InputError unless each box length is at least
  /// twice the cutoff.
  ParticleCells(const Box& box, double cutoff, std::size_t species_count);

  const Box& box() const { return box_; }
  double cutoff() const { return cutoff_; }
  /// Cells along each axis.
  const std::array<std::size_t, 3>& grid() const { return grid_; }

  /// Puts in a particle at a position inside the box; returns its slot. A `listed` particle can be chosen by `nth_of`,
  /// others are only seen as candidates.
  Slot insert(std::int64_t id, Species species, const Vec3& at, bool listed = true);
  void remove(Slot slot);
  /// Moves a particle to a position inside the box; returns its new slot.
  Slot move(Slot slot, const Vec3& to);
  void change_species(Slot slot, Species species);

  Vec3 position(Slot slot) const;
  Species species(Slot slot) const;
  std::int64_t id(Slot slot) const { return ids_[slot]; }
  /// Listed particles of a species.
  std::size_t count(Species species) const { return lists_[index(species)].size(); }
  /// The slot of the n-th listed particle of a species; which one that is depends on the history of the cells.
  Slot nth_of(Species species, std::size_t n) const { return lists_[index(species)][n]; }
  /// Slots of all particles, listed or not, cell by cell.
  std::vector<Slot> occupied() const;

  /// Moves a particle out of every cutoff without changing anything else; returns what `show` wants to have.
  double hide(Slot slot);
  void show(Slot slot, double hidden);

  /// The particles that can be within the cutoff of one position, as runs over cells.
  struct Candidates {
    std::array<CandidateRun, 28> runs;  ///< 27 cells, and room for what is written and not kept
    std::size_t count = 0;
  };
  /// The particles of the cell in which a position inside the box lies, as seen from there.
  CandidateRun home_run(const Vec3& at) const;
  /// Those of the other cells that the cutoff reaches, behind the `count` runs that are there.
  void add_others(const Vec3& at, Candidates& candidates) const;
  /// No sum over candidates has more particles than this.
  std::size_t most_neighbours() const { return 27 * slots_per_cell(); }

  /// Multiplies all lengths and positions by `factor` and makes another grid where the cells no longer fit the cutoff.
  /// Slots change. Throws InputError if the box becomes narrower than two cutoffs.
  void rescale(double factor);

  /// Every particle with its place, so that all sums continue bit for bit.
  void save(State& state) const;
  /// Throws RunTimeFailure if what was saved does not fit the cutoff or the number of species.
  void load(const State& state);

 private:
  /// Where a particle stands in its list; not listed: `unlisted`.
  static constexpr std::uint32_t unlisted = 0xffffffffU;

  /// A particle without its place.
  struct Particle {
    std::int64_t id;
    Species species;
    Vec3 at;
    std::uint32_t place;  ///< in the list of its species
  };

  std::array<std::size_t, 3> cell_at(const Vec3& at) const;
  std::size_t cell_index(const std::array<std::size_t, 3>& cell) const
  {
    return (cell[2] * grid_[1] + cell[1]) * grid_[0] + cell[0];
  }
  std::size_t slots_per_cell() const { return blocks_per_cell_ * ParticleBlock::size; }
  CandidateRun run_of(std::size_t cell, const Vec3& seen_from) const;
  Particle particle(Slot slot) const;
  void set_grid(const std::array<std::size_t, 3>& grid);
  void measure_cells();
  void make_room(std::size_t blocks_per_cell);
  Slot append(const Particle& particle);
  void write(Slot slot, const Particle& particle);
  void vacate(Slot slot);
  void enlist(Slot slot, Species species);
  void delist(Slot slot);

  Box box_;
  double cutoff_;
  std::array<std::size_t, 3> grid_{};
  Vec3 cell_lengths_;
  Vec3 cells_per_length_;
  std::size_t blocks_per_cell_ = 1;
  AlignedVector<ParticleBlock> blocks_;  ///< empty slots are far away
  std::vector<std::uint32_t> cell_counts_;
  std::vector<std::int64_t> ids_;         ///< per slot
  std::vector<std::uint32_t> place_;      ///< per slot: in the list of its species
  std::vector<std::vector<Slot>> lists_;  ///< per species
};

}  // namespace soret
