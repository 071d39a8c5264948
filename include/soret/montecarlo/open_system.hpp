#pragma once
/// \file
/// Particles whose number may change, with the energy of one particle at a time.

#include <soret/forces/force_field.hpp>
#include <soret/montecarlo/particle_cells.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace soret {

/// A part of the box in which particles may be moved, inserted and deleted, while all others stand still and are only
/// felt: `low` <= position < `low` + `lengths`, inside the box.
struct ActiveRegion {
  Vec3 low;
  Vec3 lengths;

  bool contains(const Vec3& at) const
  {
    const Vec3 offset = at - low;
    return offset.x >= 0.0 && offset.x < lengths.x && offset.y >= 0.0 && offset.y < lengths.y && offset.z >= 0.0 &&
           offset.z < lengths.z;
  }
};

/// Running energy and virial against the same computed anew.
struct EnergyCheck {
  double running_energy = 0.0;
  double recomputed_energy = 0.0;
  double running_virial = 0.0;
  double recomputed_virial = 0.0;
  double scale = 0.0;  ///< the largest |energy| since the last check, at least one energy unit per particle

  /// |running - recomputed energy| / scale.
  double relative_error() const;
};

/// Box, particles and force terms with the running sums
///   U = sum_{i<j} u(r_ij) + U_tail,   W = sum_{i<j} r_ij . F_ij + W_tail,
///   U_tail = 1/(2V) sum_ab N_a N_b E_ab,   W_tail = -1/(2V) sum_ab N_a N_b V_ab   (TailIntegrals; only if asked for).
/// With an active region, the pairs are those of which at least one particle may move.
/// Moves ask for the sums of one particle at one position and tell what they changed. Rank-local: MPI plays no part.
class OpenSystem {
 public:
  using Slot = ParticleCells::Slot;

  /// Takes box and particles; velocities are not kept. Throws InputError unless the box is at least two cutoffs wide
  /// along each axis, the species are those of the force field and every position is finite; or if there is an active
  /// region that does not lie in the box or is combined with tail corrections (the whole box changes their energy).
  OpenSystem(const System& start, const ForceField& field, bool tail_corrections = false,
             std::optional<ActiveRegion> region = {});

  const Box& box() const { return cells_.box(); }
  const SpeciesTable& species_table() const { return species_table_; }
  std::size_t species_count() const { return species_table_.size(); }
  /// Cells along each axis.
  const std::array<std::size_t, 3>& grid() const { return cells_.grid(); }

  /// U.
  double energy() const { return pairs_.energy + tail_sums().energy; }
  /// W.
  double virial() const { return pairs_.virial + tail_sums().virial; }

  /// N_i, in the active region if there is one.
  std::int64_t count(Species species) const { return static_cast<std::int64_t>(cells_.count(species)); }
  /// N_i of each species.
  std::vector<std::int64_t> counts() const;
  /// Sum of the N_i.
  std::int64_t total_count() const;
  bool has_region() const { return region_.has_value(); }
  /// Of the active region or the whole box.
  double volume() const { return volume_; }
  /// A point of the active region or the whole box, for `fractions` in [0, 1)³.
  Vec3 point(const Vec3& fractions) const;
  /// The image of a position in the box; nothing if that is outside the active region.
  std::optional<Vec3> admitted(const Vec3& position) const;

  /// The n-th particle of a species that may move. Slots are valid until the next change.
  Slot nth_of(Species species, std::size_t n) const { return cells_.nth_of(species, n); }
  Vec3 position(Slot slot) const { return cells_.position(slot); }
  Species species(Slot slot) const { return cells_.species(slot); }

  /// As long as it lives, one particle is not seen by `sums`.
  class Hidden {
   public:
    Hidden(OpenSystem& system, Slot slot) : cells_{system.cells_}, slot_{slot}, kept_{cells_.hide(slot)} {}
    ~Hidden() { cells_.show(slot_, kept_); }
    Hidden(const Hidden&) = delete;
    Hidden& operator=(const Hidden&) = delete;

   private:
    ParticleCells& cells_;
    Slot slot_;
    double kept_;
  };

  /// Energy and virial of a particle of a species at a position inside the box with all others in sight (a particle
  /// that is there itself must be hidden). If the energy is certain to exceed `give_up_above`, it may come back
  /// infinite.
  TrialSums sums(Species species, const Vec3& at, double give_up_above = std::numeric_limits<double>::infinity()) const;

  /// Change of U_tail if a particle of one species goes and one of another comes (either may be nothing).
  double tail_change(std::optional<Species> goes, std::optional<Species> comes) const;

  /// Puts in a particle whose pairs have these sums.
  void insert(Species species, const Vec3& at, const TrialSums& of_particle);
  /// Takes out a particle whose pairs have these sums.
  void remove(Slot slot, const TrialSums& of_particle);
  /// Moves a particle to a position inside the box, which changes the sums of its pairs by `change`.
  void move(Slot slot, const Vec3& to, const TrialSums& change);
  /// Makes a particle one of another species.
  void change_species(Slot slot, Species species, const TrialSums& change);
  /// Lets two particles exchange their species.
  void swap_species(Slot a, Slot b, const TrialSums& change);
  /// Multiplies all lengths and positions by `factor`, computes the energy anew and asks whether its change (of U,
  /// tails included) is accepted; if not, everything is as before to the last bit. False as well if the box would
  /// become narrower than two cutoffs. Only without an active region.
  bool rescale(double factor, const std::function<bool(double energy_change)>& accept);

  /// Computes all pairs anew, takes the results as the running sums and returns both.
  EnergyCheck recompute();

  /// Positions inside the box, ids and species of all particles, cell by cell; velocities are zero.
  System system() const;
  /// Takes other particles in place of those that there are (and their box). Same requirements as at construction.
  void replace(const System& system);

  void save(State& state) const;
  /// Throws RunTimeFailure if the saved system has other species.
  void load(const State& state);

 private:
  ParticleCells filled(const System& system);
  TrialSums sums_over(std::span<const CandidateRun> runs, Species species, double lane_limit) const;
  TrialSums tail_sums() const;
  TrialSums pair_sums_anew();
  void add(const TrialSums& change);
  double volume_of(const Box& box) const;

  SpeciesTable species_table_;
  std::vector<PairForce> terms_;
  std::vector<TailIntegrals> tails_;  ///< per pair of species, row by row; empty without tail corrections
  double deepest_well_;               ///< no pair has an energy below minus this
  std::optional<ActiveRegion> region_;
  std::int64_t next_id_ = 0;
  ParticleCells cells_;
  double volume_;
  TrialSums pairs_;
  double largest_energy_ = 0.0;  ///< |U| since the last check
};

}  // namespace soret
