#pragma once
/// \file
/// Forces, energies and virials of one configuration by the engine, without a Simulation around it.

#include "brute_force.hpp"
#include "by_id.hpp"

#include <soret/domain/migration.hpp>
#include <soret/forces/force_field.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace test_support {

struct EngineOptions {
  Precision precision = Precision::double_precision;
  PairLoopKind kind = PairLoopKind::tallies;
  std::optional<GridShape> grid = {};
};

/// What the engine makes of a configuration. Everything is collective.
class Engine {
 public:
  Engine(const mpi::Communicator& communicator, const System& system, const ForceField& field,
         const EngineOptions& options)
      : communicator_{communicator},
        count_{system.particles.size()},
        options_{options},
        terms_{field.compile()},
        grid_{communicator, system.box, cutoff() + skin.value(), options.grid},
        particles_{select_owned(grid_, system.box, system.particles)},
        neighbours_{communicator, grid_, cutoff(), skin}
  {
    neighbours_.rebuild(system.box, particles_);
    neighbours_.refresh_velocities(particles_.velocity);
    Slots& slots = neighbours_.slots();
    slots.clear_sums(options.kind == PairLoopKind::tallies);
    if (options.precision == Precision::mixed) {
      slots.round_positions(neighbours_.centre());
      slots.round_velocities();
    }
    for (const PairForce& term : terms_) {
      term.local_add_forces(neighbours_.pairs(), slots, options.precision, options.kind);
    }
  }

  /// In the order of ids, the same on every rank; without tallies, forces only.
  PairSums sums()
  {
    neighbours_.collect_forces(particles_);
    PairSums sums{count_};
    sums.force = all_vectors_by_id(communicator_, particles_.id, particles_.force, count_);
    if (options_.kind == PairLoopKind::tallies) {
      PairTallies tallies;
      neighbours_.collect_tallies(tallies);
      sums.energy = all_by_id(communicator_, particles_.id, tallies.potential_energy, count_);
      for (std::size_t c = 0; c < 6; ++c) {
        const auto component = all_by_id(communicator_, particles_.id, tallies.virial[c], count_);
        for (std::size_t i = 0; i < count_; ++i) {
          sums.virial[i][c] = component[i];
        }
      }
    }
    return sums;
  }

  /// Partners of the row that has most of them.
  std::int32_t longest_row() const
  {
    const ClusterPairs pairs = neighbours_.pairs();
    std::int32_t longest = 0;
    for (const ClusterRow* row = pairs.rows; row != pairs.rows + pairs.row_count; ++row) {
      longest = std::max(longest, row->end - row->begin);
    }
    return longest;
  }

  /// Of the whole box; of the loop with fluxes, before `sums`.
  PairTotals totals()
  {
    PairTotals totals = neighbours_.local_totals();
    totals.potential_energy = communicator_.all_sum(totals.potential_energy);
    communicator_.all_sum(totals.virial);
    std::array<double, 3> flux{totals.heat_flux->x, totals.heat_flux->y, totals.heat_flux->z};
    communicator_.all_sum(flux);
    totals.heat_flux = Vec3{flux[0], flux[1], flux[2]};
    return totals;
  }

 private:
  static constexpr Skin skin{0.3};

  double cutoff() const
  {
    double longest = 0.0;
    for (const PairForce& term : terms_) {
      longest = std::max(longest, term.largest_cutoff());
    }
    return longest;
  }

  mpi::Communicator communicator_;
  std::size_t count_;
  EngineOptions options_;
  std::vector<PairForce> terms_;
  RankGrid grid_;
  Particles particles_;
  Neighbours neighbours_;
};

inline PairSums engine_sums(const mpi::Communicator& communicator, const System& system, const ForceField& field,
                            const EngineOptions& options = {})
{
  return Engine{communicator, system, field, options}.sums();
}

}  // namespace test_support
