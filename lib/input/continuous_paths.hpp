#pragma once
/// \file
/// Where particles went while their box changed (private to the input module).

#include "trajectory_source.hpp"

#include <soret/core/vec3.hpp>

#include <array>
#include <cstddef>
#include <vector>

namespace soret {

/// The coordinate that went farthest between two frames.
struct FarthestMove {
  double box_fraction = 0.0;
  std::size_t particle = 0;  ///< its place among the particles
};

/// Continuous coordinates u of particles in a box whose lengths L differ from frame to frame, by the scheme that
/// conserves displacements (toroidal view preserving: Bullerjahn, von Bülow, Heidari, Hénin, Hummer 2023,
/// doi:10.1021/acs.jctc.3c00308):
///   u' = u + (w' - w) + n L',
/// w being the coordinate folded into the box of its own frame and L' the box of the later frame. n is the number of
/// boundaries crossed if images or unwrapped coordinates tell it, else that of the shortest way. Unwrapped coordinates
/// are taken to be w + n L with L of their own frame, which is what LAMMPS and soret write; their differences are no
/// displacements, as every change of the box moves them by n times that change.
class ContinuousPaths {
 public:
  /// Takes the next frame. Lengths and corner are those of its box, in the units of the paths, of which one is
  /// `length_unit` in the file. `knows_images`: positions, with their images, are unwrapped. Says which coordinate went
  /// farthest, if the shortest way had to be taken.
  FarthestMove take(const std::vector<RawParticle>& particles, const Vec3& corner, const Vec3& lengths,
                    double length_unit, bool knows_images);
  /// u of every particle, by axis.
  const std::array<std::vector<double>, 3>& positions() const { return path_; }

 private:
  std::array<std::vector<double>, 3> path_;
  std::array<std::vector<double>, 3> folded_;  ///< w of the latest frame
  std::array<std::vector<double>, 3> images_;  ///< of the latest frame, if they are known
  bool knows_images_ = false;
};

}  // namespace soret
