#pragma once
/// \file
/// The boxes of a trajectory's frames, known before anything is measured.

#include <soret/input/trajectory_reader.hpp>
#include <soret/system/box.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace soret {

/// What the frames of a trajectory say about the box.
struct TrajectoryBoxes {
  bool change = false;  ///< whether some frame's box differs from the first one's by more than printed digits
  /// The first one's, if they do not change. Else the box of the mean volume whose sides are in proportion to their
  /// means; sides that are the same up to printed digits are equal.
  Box mean;
  Box smallest;                 ///< each side the shortest that was met
  std::vector<double> volumes;  ///< of the frames measured on

  /// Standard deviation of the volume over its mean.
  double relative_deviation() const;
};

/// Goes through the file once, passing over the particles. Mean, smallest box and volumes are those of every stride-th
/// frame from the first one of `file` to `last`; whether the box changes is decided by all frames between. Throws
/// InputError for boxes that are not orthorhombic, and for a file that cannot be read. Not collective.
TrajectoryBoxes boxes_of(const TrajectoryFile& file, std::int64_t stride = 1, std::optional<std::int64_t> last = {});

}  // namespace soret
