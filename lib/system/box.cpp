#include <soret/system/box.hpp>

#include <soret/core/error.hpp>

#include <cmath>
#include <string>

namespace soret {

Box::Box(double length_x, double length_y, double length_z) : lengths_{length_x, length_y, length_z}
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    if (!(lengths_[axis] > 0.0) || !std::isfinite(lengths_[axis])) {
      throw InputError("box length along " + std::string(1, "xyz"[axis]) + " is " + std::to_string(lengths_[axis]) +
                       "; it must be positive and finite");
    }
  }
}

Vec3 Box::minimum_image(Vec3 separation) const
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    separation[axis] -= lengths_[axis] * std::nearbyint(separation[axis] / lengths_[axis]);
  }
  return separation;
}

Vec3 Box::wrapped(Vec3 position) const
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    position[axis] -= lengths_[axis] * std::floor(position[axis] / lengths_[axis]);
    if (position[axis] >= lengths_[axis]) {  // a tiny negative coordinate rounds up to the full length
      position[axis] = 0.0;
    }
  }
  return position;
}

bool Slab::contains(double coordinate, double box_length) const
{
  double offset = coordinate / box_length - centre;
  offset -= std::nearbyint(offset);
  return std::abs(offset) < 0.5 * width;
}

bool overlap(const Slab& a, const Slab& b)
{
  if (a.axis != b.axis) {
    return true;
  }
  double distance = a.centre - b.centre;
  distance -= std::nearbyint(distance);
  return std::abs(distance) < 0.5 * (a.width + b.width) * (1.0 - 1e-12);
}

}  // namespace soret
