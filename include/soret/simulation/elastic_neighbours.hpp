#pragma once
/// \file
/// Neighbours that survive small changes of the box.

#include <soret/neighbour/neighbours.hpp>
#include <soret/neighbour/rebuild_decision.hpp>
#include <soret/system/box.hpp>

#include <array>
#include <vector>

namespace soret {

/// Neighbours in a box whose lengths change. Lists and ghosts stay in the frame of the last rebuild, the box L_0 of
/// that moment, whose periodic images they know: a position r in the box L is r' = r L_0/L in the frame, and what
/// arrives there is stretched back into the slots.
///
/// Two particles further apart than range R = cutoff + skin at the rebuild (images included, since they stretch
/// alike) are now at least s (R - 2u) apart, u being the largest displacement in the frame and s the smallest of the
/// factors L/L_0. They cannot have come closer than the cutoff as long as
///
///     u + (cutoff/2)(1/s - 1) < skin/2.
class ElasticNeighbours {
 public:
  ElasticNeighbours(const mpi::Communicator& communicator, const RankGrid& grid, double cutoff, Skin skin,
                    const Box& box);

  /// As Neighbours::rebuild; `box` becomes the frame. Collective.
  void rebuild(const Box& box, Particles& particles, Luggage luggage = {});
  /// As Neighbours::refresh, in any box. Collective.
  void refresh(const Box& box, const Particles& particles);
  /// Refreshes, or rebuilds if particles or the box have moved too far. Collective.
  void update(const Box& box, Particles& particles, Luggage luggage = {});
  /// The same in the box of the frame, where the largest squared displacement on this rank is known. A refresh is only
  /// begun: lists().finish_refresh() ends it. Whether a rebuild is needed may be still unknown: until
  /// rebuild_if_needed() is called the lists may miss pairs. Collective.
  void start_update(Particles& particles, double local_displacement_squared, Luggage luggage = {});
  /// If start_update has left it open and it turns out that a rebuild is needed: rebuilds and returns true. Collective.
  bool rebuild_if_needed(Particles& particles, Luggage luggage = {});

  /// The box of the last rebuild.
  const Box& frame() const { return frame_; }
  bool has_frame_of(const Box& box) const { return box.lengths() == frame_.lengths(); }
  /// The lists in the frame, slots with positions in the box of the last refresh.
  Neighbours& lists() { return lists_; }
  const Neighbours& lists() const { return lists_; }

 private:
  Vec3 stretch(const Box& box) const;
  void map_into_frame(const Particles& particles, const Vec3& stretch);
  void refresh_mapped(const Vec3& stretch);
  double local_displacement() const;

  Neighbours lists_;
  RebuildDecision decision_;
  double cutoff_;
  Box frame_;
  Particles mapped_;  ///< positions in the frame; nothing else
};

}  // namespace soret
