#pragma once
/// \file
/// The periodic simulation box.

#include <soret/core/vec3.hpp>

namespace soret {

/// An orthorhombic periodic box [0, Lx) × [0, Ly) × [0, Lz).
class Box {
 public:
  /// Throws InputError unless every length is positive and finite.
  Box(double length_x, double length_y, double length_z);
  explicit Box(const Vec3& lengths) : Box(lengths.x, lengths.y, lengths.z) {}

  const Vec3& lengths() const { return lengths_; }
  double length(Axis axis) const { return lengths_[index(axis)]; }
  double volume() const { return lengths_.x * lengths_.y * lengths_.z; }
  /// Area perpendicular to `axis`.
  double cross_section(Axis axis) const { return volume() / length(axis); }

  /// The shortest of the periodic images of `separation`.
  Vec3 minimum_image(Vec3 separation) const;
  /// The image of `position` inside the box.
  Vec3 wrapped(Vec3 position) const;

 private:
  Vec3 lengths_;
};

/// A slice of the box perpendicular to one axis, in fractions of the box length; it may wrap around the boundary.
struct Slab {
  Axis axis = Axis::z;
  double centre = 0.5;  ///< fraction of the box length, in [0, 1)
  double width = 0.1;   ///< fraction of the box length, in (0, 1]

  /// Whether a coordinate along `axis` (inside the box or not) lies within the slab of a box of that length.
  bool contains(double coordinate, double box_length) const;
};

/// Whether the two slabs share any volume (slabs along different axes always do).
bool overlap(const Slab& a, const Slab& b);

}  // namespace soret
