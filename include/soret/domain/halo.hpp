#pragma once
/// \file
/// Ghosts: copies of particles beyond the upper faces of a domain, and the way of forces back.
///
/// Each rank imports only from its upper neighbours (the eighth-shell scheme: Bowers, Dror, Shaw 2007,
/// doi:10.1016/j.jcp.2006.06.014). A ghost's zone has one bit for each axis along which it lies beyond the domain; a
/// pair is computed where no bit is set in both zones, which is the case on exactly one rank.
///
/// Along an axis that is divided among ranks ghosts come in messages; along one that is not, a rank makes periodic
/// images of its own particles and of those ghosts. Each of the 1, 3 or 7 neighbours across 1, 2 or 3 divided axes
/// sends what is its own in a message of its own, so that no message waits for another and all travel while pairs
/// are computed that need none of them: everything is begun by `start_...` and at an end after `finish_...`.

#include <soret/core/blocked_array.hpp>
#include <soret/core/vec3.hpp>
#include <soret/domain/rank_grid.hpp>
#include <soret/mpi/communicator.hpp>
#include <soret/mpi/messages.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>
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

/// In either precision.
using AnyBlockedArray = std::variant<BlockedArray<double>, BlockedArray<float>>;

/// What one rank sends to others.
struct HaloTraffic {
  std::int64_t messages = 0;
  std::int64_t particles = 0;  ///< sent, all messages together
};

/// The exchange pattern between two rebuilds. Particles are numbered: own ones first, in their order, then ghosts in
/// order of arrival; after `renumber` all exchanges act on arrays in the caller's own numbering (slots).
class Halo {
 public:
  Halo(const mpi::Communicator& communicator, const RankGrid& grid);

  /// Takes domains with other planes, for the next build.
  void shift_planes(const GridPlanes& planes) { grid_.shift_planes(planes); }
  /// Finds and exchanges the ghosts within `range` of the domains' faces. Collective.
  std::vector<Ghost> build(const Box& box, const Particles& particles, double range);

  /// Translates the pattern: particle k of the build is at slot_of[k] of the arrays from now on.
  void renumber(std::span<const std::int32_t> slot_of);

  /// Whether ghosts of this zone come in messages, or are images of such.
  bool comes_in_messages(Zone zone) const { return (zone & divided_axes_) != 0; }

  /// Begins to send coordinates of own particles to where they are ghosts, and makes the images of own particles.
  void start_positions(const std::array<double*, 3>& positions);
  /// Puts the coordinates of all other ghosts in place.
  void finish_positions(const std::array<double*, 3>& positions);
  /// Both at once. Collective.
  void exchange_positions(const std::array<double*, 3>& positions);
  /// Sends the components of a vector that a particle and its ghosts have in common. Collective.
  void exchange_vectors(const std::array<double*, 3>& vectors);

  /// Begins to send what was accumulated on ghosts to the particles that they are copies of. What is on ghosts that
  /// came in messages, and on their images, must be complete; the rest may still grow. Any number of arrays travels in
  /// one message, in double precision.
  void start_sums(std::span<const AnyBlockedArray> arrays);
  /// Adds to the particles what was accumulated on their ghosts; `arrays` are those of the start.
  void finish_sums(std::span<const AnyBlockedArray> arrays);
  /// Both at once. Collective.
  void return_sums(std::span<const AnyBlockedArray> arrays);

  /// Of one exchange of positions; sums go the same ways back.
  HaloTraffic local_traffic() const;

 private:
  struct Buffers {
    std::vector<double> outgoing;
    std::vector<double> incoming;
  };
  /// What one neighbour sends to another across the faces of its zone.
  struct Route {
    Zone zone;
    int below;   ///< to whom positions go and from whom sums come
    int above;   ///< the other way round
    Vec3 shift;  ///< added to the positions that are sent (periodic boundary)
    std::vector<std::int32_t> sent;
    std::vector<std::int32_t> received;
    Buffers positions;
    Buffers sums;
  };
  /// Periodic images.
  struct Images {
    std::vector<std::int32_t> originals;
    std::vector<std::int32_t> copies;
  };
  /// Images along an axis that is not divided.
  struct ImageAxis {
    std::size_t axis;
    double shift;
    Images of_own;       ///< and of images of own particles along axes before
    Images of_messages;  ///< of ghosts that came in messages, and of their images
  };

  Route route_across(Zone zone, const Box& box) const;
  void select_sent(Route& route, const Box& box, const Particles& particles, double range) const;
  void exchange_records();
  void append_received(std::size_t own_count, std::vector<Ghost>& ghosts);
  void append_images(const Box& box, const Particles& particles, double range, std::vector<Ghost>& ghosts);
  void start(const std::array<double*, 3>& vectors, double shifted);
  void finish(const std::array<double*, 3>& vectors, double shifted);

  mpi::Communicator communicator_;
  RankGrid grid_;
  Zone divided_axes_ = 0;
  std::vector<Route> routes_;
  std::vector<ImageAxis> images_;
  mpi::Messages positions_;
  mpi::Messages sums_;
};

}  // namespace soret
