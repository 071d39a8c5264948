#include <soret/input/trajectory_boxes.hpp>

#include "frame_stream.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace soret {

namespace {

double mean_of(const std::vector<double>& values)
{
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// In proportion to the sum of the lengths, with that volume.
Box box_of_volume(const Vec3& sum, double volume)
{
  const double cube = std::cbrt(volume);
  if (is_same_box(Box{sum}, Box{sum.x, sum.x, sum.x})) {
    return Box{cube, cube, cube};
  }
  return Box{sum * (cube / std::cbrt(sum.x * sum.y * sum.z))};
}

}  // namespace

double TrajectoryBoxes::relative_deviation() const
{
  const double mean_volume = mean_of(volumes);
  double squares = 0.0;
  for (const double volume : volumes) {
    squares += (volume / mean_volume - 1.0) * (volume / mean_volume - 1.0);
  }
  return std::sqrt(squares / static_cast<double>(volumes.size()));
}

TrajectoryBoxes boxes_of(const TrajectoryFile& file, std::int64_t stride, std::optional<std::int64_t> last)
{
  FrameStream stream{file};
  stream.go_to_first(FrameContent::box);
  const Box first = stream.box();
  TrajectoryBoxes boxes{false, first, first, {}};
  Vec3 sum;
  do {
    if (last && stream.number() > *last) {
      break;
    }
    const Box box = stream.box();
    boxes.change = boxes.change || !is_same_box(first, box);
    if ((stream.number() - file.first_frame) % stride == 0) {
      const Vec3& least = boxes.smallest.lengths();
      const Vec3& here = box.lengths();
      boxes.smallest = Box{std::min(least.x, here.x), std::min(least.y, here.y), std::min(least.z, here.z)};
      boxes.volumes.push_back(box.volume());
      sum += here;
    }
  } while (stream.next(FrameContent::box));
  if (boxes.change) {
    boxes.mean = box_of_volume(sum, mean_of(boxes.volumes));
  }
  else {
    boxes.smallest = first;
  }
  return boxes;
}

}  // namespace soret
