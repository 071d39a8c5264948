#pragma once
/// \file
/// Whether a list must be made anew, found out while its positions are refreshed.

#include <soret/mpi/communicator.hpp>
#include <soret/mpi/pending_maximum.hpp>

#include <cstdint>
#include <limits>

namespace soret {

/// A list must be made anew on all ranks, from a wider one or by a rebuild, as soon as some particle of any rank has
/// moved too far. To ask all ranks takes time in every step, so the answer is looked at later, when forces have been
/// begun in the hope that it is no. Where it is likely to be yes, going by how displacements have grown so far, it is
/// better to wait for it at once. That changes what is computed in vain, but never the answer.
class RebuildDecision {
 public:
  /// `limit_squared`: the squared displacement from which on a rebuild is needed.
  RebuildDecision(const mpi::Communicator& communicator, double limit_squared);

  /// Another limit. Nothing may be under way.
  void change_limit(double limit_squared);
  /// Asks all ranks, with this rank's largest squared displacement since the last rebuild (NaN: needs one). Collective.
  void start(double local_displacement_squared);
  /// Whether the answer should be waited for before anything else; the same on every rank. Always if there is one rank.
  bool is_doubtful() const;
  bool is_under_way() const { return largest_.is_under_way(); }
  /// The answer. Collective, after `start`.
  bool all_need_rebuild();
  /// The lists are new.
  void count_anew();

 private:
  mpi::PendingMaximum largest_;
  bool alone_;
  double limit_;
  double displacement_ = 0.0;                                ///< the largest, at the last answer
  double growth_ = std::numeric_limits<double>::infinity();  ///< of the displacement in a step
  std::int64_t steps_ = 0;                                   ///< answers since the last rebuild
};

}  // namespace soret
