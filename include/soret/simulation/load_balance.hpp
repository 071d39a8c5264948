#pragma once
/// \file
/// Planes between domains shift to where all ranks have the same work.

#include <soret/core/state.hpp>
#include <soret/domain/rank_grid.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/neighbour/neighbours.hpp>
#include <soret/system/box.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace soret {

/// Work is counted at searches, in cluster pairs of the near list and particles, weighted by what they cost, and not
/// timed, so that a repeated or continued run shifts planes alike. Every few searches, if the busiest rank had more
/// than `threshold` above the mean, planes go most of their way to where the layers between them have the same work.
/// Along an axis that gains little by it they stay, so that they settle.
class LoadBalance {
 public:
  /// Relative excess of the busiest rank's work over the mean from which on planes shift.
  static constexpr double threshold = 0.05;
  /// Planes stay for so many, over which work is summed up.
  static constexpr std::int64_t searches_between_shifts = 8;

  /// Does nothing if there is one rank; unless it `may_shift` planes, it only says what the imbalance is.
  LoadBalance(const mpi::Communicator& communicator, bool may_shift);

  /// Counts this rank's work right after a search in this box. Returns where planes should be now, the same on all
  /// ranks, if they should be elsewhere. Collective.
  std::optional<GridPlanes> all_after_search(const Box& box, const Particles& particles, Neighbours& lists);

  /// The busiest rank's work over the mean, minus 1, when it was last looked at; the same on all ranks. Empty on one
  /// rank and before.
  std::optional<double> imbalance() const { return imbalance_; }
  /// How often planes were shifted.
  std::int64_t shift_count() const { return shift_count_; }

  void save(State& state) const;
  void load(const State& state);

 private:
  using Layers = std::array<std::vector<double>, 3>;  ///< work in layers of the box across each axis

  void add_work(const Box& box, const Particles& particles, Neighbours& lists);
  std::optional<GridPlanes> all_better_planes(const Box& box, const Neighbours& lists) const;
  void count_anew();

  mpi::Communicator communicator_;
  bool may_shift_;
  Layers work_;  ///< of this rank, whole numbers: their sums over ranks are exact
  std::int64_t searches_ = 0;
  std::int64_t shift_count_ = 0;
  bool has_just_shifted_ = false;  ///< when imbalance was last looked at
  std::optional<double> imbalance_;
};

}  // namespace soret
