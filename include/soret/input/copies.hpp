#pragma once
/// \file
/// A box of particles repeated along its axes: a large equilibrated box from a small one.

#include <soret/input/configuration.hpp>
#include <soret/system/particles.hpp>

#include <array>
#include <cstdint>
#include <string>

namespace soret {

/// How often a box stands beside itself along x, y and z; each at least once.
struct Copies {
  std::array<std::int64_t, 3> along{1, 1, 1};

  /// The number of boxes.
  std::int64_t count() const { return along[0] * along[1] * along[2]; }
  /// The box of all of them.
  Box of(const Box& box) const;
};

/// Reads the key `name`, "1 1 1" if absent. Mistakes are recorded in `configuration`.
Copies read_copies(Configuration& configuration, const std::string& name);

/// All particles of the copies, ids from 0 on, in the order of the copies, x fastest. Where there are several, without
/// velocities: copies that begin alike would move alike for as long as rounding does not part them. A single copy is
/// the system itself.
System repeated(System system, const Copies& copies);

}  // namespace soret
