#pragma once
/// \file
/// Three Cartesian components, and the axes that name them.

#include <array>
#include <cstddef>

namespace soret {

/// A Cartesian axis; its integer value is the component index.
enum class Axis : int { x = 0, y = 1, z = 2 };

constexpr std::size_t index(Axis axis) { return static_cast<std::size_t>(axis); }

/// Three doubles with component-wise arithmetic.
struct Vec3 {
  double x = 0.0;
  double y = 0.0;
  double z = 0.0;

  constexpr double& operator[](std::size_t i) { return i == 0 ? x : (i == 1 ? y : z); }
  constexpr double operator[](std::size_t i) const { return i == 0 ? x : (i == 1 ? y : z); }

  constexpr Vec3& operator+=(const Vec3& o)
  {
    x += o.x;
    y += o.y;
    z += o.z;
    return *this;
  }
  constexpr Vec3& operator-=(const Vec3& o)
  {
    x -= o.x;
    y -= o.y;
    z -= o.z;
    return *this;
  }
  constexpr Vec3& operator*=(double s)
  {
    x *= s;
    y *= s;
    z *= s;
    return *this;
  }
  friend constexpr Vec3 operator+(Vec3 a, const Vec3& b) { return a += b; }
  friend constexpr Vec3 operator-(Vec3 a, const Vec3& b) { return a -= b; }
  friend constexpr Vec3 operator*(Vec3 a, double s) { return a *= s; }
  friend constexpr Vec3 operator*(double s, Vec3 a) { return a *= s; }
  friend constexpr bool operator==(const Vec3&, const Vec3&) = default;
};

constexpr double dot(const Vec3& a, const Vec3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
constexpr double norm_squared(const Vec3& a) { return dot(a, a); }

/// Component pairs of a symmetric tensor, in the order in which every six-component array of soret is stored.
inline constexpr std::array<std::array<std::size_t, 2>, 6> symmetric_components{
    {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}}};

}  // namespace soret
