#pragma once
/// \file
/// Ghosts: copies of particles beyond the upper faces of a domain, and the way of forces back.
///
/// Each rank imports only from its upper neighbours (the eighth-shell scheme: Bowers, Dror, Shaw 2007,
/// doi:10.1016/j.jcp.2006.06.014), axis after axis, so that edges and corners need no messages of their own: three
/// messages a step and rank for positions, three for forces. A ghost's zone has one bit for each axis along which it
/// lies beyond the domain; a pair is computed where no bit is set in both zones, which is the case on exactly one rank.
/// A domain that spans the box along an axis imports its own periodic images, by the same code without a message.

#include <soret/core/blocked_array.hpp>
#include <soret/core/vec3.hpp>
#include <soret/domain/rank_grid.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace soret {

/// Bit a is set for a ghost beyond the upper face along axis a; 0 is the domain itself.
using Zone = std::uint8_t;
inline constexpr std::size_t zone_count = 8;

/// A ghost as it arrives when neighbour lists are built.
struct Ghost {
  Vec3 position;
  Species species;
  Zone zone;
};

/// The exchange pattern between two rebuilds. Particles are numbered: own ones first, in their order, then ghosts in
/// order of arrival; after `renumber` all exchanges act on arrays in the caller's own numbering (slots).
class Halo {
 public:
  Halo(const mpi::Communicator& communicator, const RankGrid& grid);

  /// Finds and exchanges the ghosts within `range` of the domains' faces. Collective.
  std::vector<Ghost> build(const Box& box, const Particles& particles, double range);

  /// Translates the pattern: particle k of the build is at slot_of[k] of the arrays from now on.
  void renumber(std::span<const std::int32_t> slot_of);

  /// Sends coordinates to where they are ghosts. Collective.
  void exchange_positions(const std::array<double*, 3>& positions);
  /// Sends the components of a vector that a particle and its ghosts have in common. Collective.
  void exchange_vectors(const std::array<double*, 3>& vectors);

  /// Adds what was accumulated on ghosts to the particles that they are copies of. Any number of arrays travels in one
  /// message. Collective.
  void return_sums(std::span<const BlockedArray> arrays);

 private:
  /// One axis: what goes down and what arrives from above.
  struct Stage {
    int below;
    int above;
    double shift;  ///< added to the axis' coordinate of what is sent (periodic boundary)
    std::vector<std::int32_t> sent;
    std::vector<std::int32_t> received;
  };

  void exchange(const Stage& stage, const std::array<double*, 3>& vectors, const Vec3& shift);

  mpi::Communicator communicator_;
  RankGrid grid_;
  std::array<Stage, 3> stages_;
  std::vector<double> outgoing_;
  std::vector<double> incoming_;
};

}  // namespace soret
