#pragma once
/// \file
/// Who is near whom: particles in spatial order, ghosts, slots and the list of cluster pairs, kept valid as things
/// move.

#include <soret/core/quantity.hpp>
#include <soret/domain/halo.hpp>
#include <soret/domain/migration.hpp>
#include <soret/domain/rank_grid.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/neighbour/pair_search.hpp>
#include <soret/neighbour/pair_totals.hpp>
#include <soret/neighbour/slots.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace soret {

/// Pair tallies of own particles, complete with what was accumulated on other ranks: see Snapshot. Virials are summed
/// in single precision.
struct PairTallies {
  std::vector<double> potential_energy;
  std::array<std::vector<double>, 6> virial;
};

/// Parts of the list of cluster pairs, in the order in which they are run over. The rows with ghosts that come in
/// messages are in the middle: positions travel while the first part is computed, forces on ghosts during the last.
/// Where no axis is divided among ranks all rows are in the first.
enum class PairPart : std::size_t { first, with_messages, last };
inline constexpr std::array<PairPart, 3> pair_parts{PairPart::first, PairPart::with_messages, PairPart::last};

/// Buffers of the two lists beyond the cutoff.
struct ListBuffers {
  Skin near;  ///< of the list that loops run over
  Skin wide;  ///< of the list from which it is picked, at least `near`; less where domains are narrow

  /// Every new list is searched, unless the box has grown.
  ListBuffers(Skin both) : near{both}, wide{both} {}
  ListBuffers(Skin near_buffer, Skin wide_buffer) : near{near_buffer}, wide{wide_buffer} {}
  friend bool operator==(const ListBuffers& a, const ListBuffers& b)
  {
    return a.near.value() == b.near.value() && a.wide.value() == b.wide.value();
  }
};

/// Two lists. The near one, over which loops run, holds all pairs closer than the largest cutoff as long as no particle
/// has moved by more than half the near buffer since it was made. It is picked from the wide one (prune_pairs), which
/// costs a fraction of a search; the wide one holds all pairs closer than cutoff + near buffer as long as no particle
/// has moved by more than half the difference of the buffers since the search.
class Neighbours {
 public:
  Neighbours(const mpi::Communicator& communicator, const RankGrid& grid, double cutoff, ListBuffers buffers);

  /// Domains with other planes from the next rebuild on, which brings particles there. The same ones on all ranks.
  void shift_planes(const GridPlanes& planes);
  const RankGrid& grid() const { return grid_; }
  /// Other buffers from the next rebuild on, which must be the next thing that is done.
  void change_buffers(ListBuffers buffers) { buffers_ = buffers; }
  /// How wide domains must be for the lists to reach as far as they would if domains were equal.
  double least_width(const Box& box) const;

  /// Migrates and reorders `particles` and what goes with them, exchanges ghosts, searches the wide list anew and picks
  /// the near one from it. Positions become the reference of both. Collective. Throws RunTimeFailure if a particle is
  /// lost or the box has become too small.
  void rebuild(const Box& box, Particles& particles, Luggage luggage = {});
  /// Picks the near list anew, by the slots' positions as of the last refresh, which `positions` are, in the frame of
  /// the lists. They become the reference of the near list.
  void pick_near(const std::array<std::vector<double>, 3>& positions);
  /// Brings positions of own particles and ghosts up to date in the slots. Collective.
  void refresh(const Particles& particles);
  /// The same in two parts: after the start all slots are up to date but those of ghosts that come in messages.
  void start_refresh(const Particles& particles);
  /// Returns at once if there is nothing on its way.
  void finish_refresh();
  /// Puts velocities of own particles and ghosts into the slots. Collective.
  void refresh_velocities(const std::array<std::vector<double>, 3>& velocities);
  /// Whether positions `local_displacement_squared` (largest on this rank) from the reference need a new near list.
  /// Collective.
  bool all_need_near(double local_displacement_squared) const;
  /// Whether positions so far (largest distance on this rank) from the search reference need a search. Collective.
  bool all_need_search(double local_displacement) const;
  /// The squared displacement from which on a new near list is needed.
  double near_displacement_squared() const { return 0.25 * buffers_.near.value() * buffers_.near.value(); }

  /// Positions when the near list was made, in the present order of particles.
  const std::array<std::vector<double>, 3>& reference() const { return reference_; }
  /// The same of the wide list.
  const std::array<std::vector<double>, 3>& search_reference() const { return search_reference_; }
  /// All of them: parts in their order.
  ClusterPairs pairs() const { return near_.view(); }
  ClusterPairs pairs(PairPart part) const;
  Slots& slots() { return slots_; }
  /// The slots of ghosts that come in messages are those from here on.
  std::size_t first_slot_of_messages() const { return static_cast<std::size_t>(first_message_cluster_) * cluster_size; }
  /// Reach of the wide list; it may change with the box.
  double range() const { return range_; }
  /// Reach of the near list.
  double near_range() const { return cutoff_ + buffers_.near.value(); }
  /// Centre of this rank's domain: the origin of single-precision coordinates.
  const Vec3& centre() const { return centre_; }
  std::int64_t rebuild_count() const { return rebuild_count_; }
  /// How often the near list was made, rebuilds included.
  std::int64_t near_count() const { return near_count_; }

  /// Sums over the pairs of this rank, before collect_forces: see Slots::local_totals.
  PairTotals local_totals();
  /// Brings the slots' forces home: into `particles.force`. Collective.
  void collect_forces(Particles& particles);
  /// The same in two parts: the first when all is added that concerns ghosts which come in messages.
  void start_collecting_forces();
  void finish_collecting_forces(Particles& particles);
  /// Brings the slots' tallies home. Collective.
  void collect_tallies(PairTallies& tallies);

 private:
  void set_range(const Box& box);
  void keep_domains_wide(const Box& box);
  void sort_own(const Box& box, Particles& particles, Luggage luggage);
  void place_ghosts(const Box& box, const std::vector<Ghost>& ghosts);
  void place_zone(Zone zone, const Box& box, const std::vector<Ghost>& ghosts);
  void fill_slots(const Box& box, const Particles& particles, const std::vector<Ghost>& ghosts);
  void order_rows();

  mpi::Communicator communicator_;
  RankGrid grid_;
  Halo halo_;
  int hops_ = 1;  ///< to their domain, for particles at the next rebuild
  double cutoff_;
  ListBuffers buffers_;
  double range_;
  double rounding_ = 0.0;  ///< bound of what single precision makes of distances
  Vec3 centre_;
  std::array<std::vector<double>, 3> reference_;
  std::array<std::vector<double>, 3> search_reference_;
  std::vector<std::int32_t> slot_of_;  ///< own particles in order, then ghosts in order of arrival
  std::size_t own_count_ = 0;
  std::int32_t cluster_count_ = 0;
  std::int32_t first_message_cluster_ = 0;
  std::array<std::optional<ZoneColumns>, zone_count> zones_;
  Slots slots_;
  PairRuns wide_;
  PairLists near_;
  std::array<std::size_t, pair_parts.size() + 1> part_begin_{};  ///< of rows
  bool refresh_is_under_way_ = false;
  std::int64_t rebuild_count_ = 0;
  std::int64_t near_count_ = 0;
};

}  // namespace soret
