#pragma once
/// \file
/// Neighbours that survive small changes of the box.

#include <soret/core/state.hpp>
#include <soret/neighbour/neighbours.hpp>
#include <soret/neighbour/rebuild_decision.hpp>
#include <soret/simulation/load_balance.hpp>
#include <soret/system/box.hpp>

#include <array>
#include <vector>

namespace soret {

/// Neighbours in a box whose lengths change. Lists and ghosts stay in the frame of the last rebuild, the box L_0 of
/// that moment, whose periodic images they know: a position r in the box L is r' = r L_0/L in the frame, and what
/// arrives there is stretched back into the slots.
///
/// Two particles further apart than the range R of a list when it was made in a box L_1 (images included, since they
/// stretch alike) are now at least s (R - 2u) apart, u being the largest displacement in that box and s the smallest of
/// the factors L/L_1. They cannot have come closer than some distance d < R as long as
///
///     u + (d/2)(1/s - 1) < (R - d)/2.
///
/// For the near list d is the cutoff, for the wide one (L_1 = L_0) it is the range of the near one.
class ElasticNeighbours {
 public:
  /// `balance`: whether planes between domains shift with the work (LoadBalance).
  ElasticNeighbours(const mpi::Communicator& communicator, const RankGrid& grid, double cutoff, ListBuffers buffers,
                    const Box& box, bool balance = false);

  /// As Neighbours::rebuild; `box` becomes the frame. If planes between domains should shift then, they do, and all is
  /// done anew. Collective.
  void rebuild(const Box& box, Particles& particles, Luggage luggage = {});
  /// Other buffers from the next rebuild on, which must be the next thing that is done.
  void change_buffers(ListBuffers buffers);
  /// As Neighbours::refresh, in any box. Collective.
  void refresh(const Box& box, const Particles& particles);
  /// Refreshes; renews the near list or rebuilds both if particles or the box have moved too far. Collective.
  void update(const Box& box, Particles& particles, Luggage luggage = {});
  /// The same in the box of the frame, where the largest squared displacement on this rank is known. A refresh is only
  /// begun: lists().finish_refresh() ends it. Whether new lists are needed may be still unknown: until
  /// renew_if_needed() is called they may miss pairs. Collective.
  void start_update(Particles& particles, double local_displacement_squared, Luggage luggage = {});
  /// If start_update has left it open and it turns out that new lists are needed: makes them and returns true.
  /// Collective.
  bool renew_if_needed(Particles& particles, Luggage luggage = {});
  /// Planes between domains and what says when they shift.
  void save_domains(State& state) const;
  /// Brings back what save_domains put and rebuilds without shifting planes: positions and their order must be those
  /// after the last rebuild of the saved run. Collective. Throws InputError if the planes do not fit the grid.
  void restore_domains(const State& state, const Box& box, Particles& particles);
  /// Brings back what a checkpoint says of the near list: positions in the frame and the box when it was made. After
  /// `restore_domains` in the box of the frame. Collective. Throws InputError if the wide list of these buffers does
  /// not hold what the near one needs.
  void restore_near(const Box& box, const std::array<std::vector<double>, 3>& reference);

  /// The box of the last rebuild.
  const Box& frame() const { return frame_; }
  /// The box when the near list was made.
  const Box& near_box() const { return near_box_; }
  /// Whether both lists were made in this box.
  bool has_frame_of(const Box& box) const
  {
    return box.lengths() == frame_.lengths() && near_box_.lengths() == frame_.lengths();
  }
  /// The lists in the frame, slots with positions in the box of the last refresh.
  Neighbours& lists() { return lists_; }
  const Neighbours& lists() const { return lists_; }
  const LoadBalance& balance() const { return balance_; }

 private:
  void rebuild_once(const Box& box, Particles& particles, Luggage luggage);
  void map_into_frame(const Particles& particles, const Vec3& stretch);
  void refresh_mapped(const Vec3& stretch);
  bool needs_near(const Box& box) const;
  double approach_since_search(const Box& box) const;
  void renew(Particles& particles, Luggage luggage);

  Neighbours lists_;
  RebuildDecision decision_;
  LoadBalance balance_;
  double cutoff_;
  Box frame_;
  Box near_box_;
  Particles mapped_;  ///< positions in the frame; nothing else
};

}  // namespace soret
