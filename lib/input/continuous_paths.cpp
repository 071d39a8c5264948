#include "continuous_paths.hpp"

#include <cmath>

namespace soret {

FarthestMove ContinuousPaths::take(const std::vector<RawParticle>& particles, const Vec3& corner, const Vec3& lengths,
                                   double length_unit, bool knows_images)
{
  const bool is_first = path_[0].empty();
  const bool counts_images = knows_images && knows_images_;
  FarthestMove farthest;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    path_[axis].resize(particles.size());
    folded_[axis].resize(particles.size());
    images_[axis].resize(particles.size());
    for (std::size_t i = 0; i < particles.size(); ++i) {
      const double position = length_unit * particles[i].position[axis];
      const double outside = std::floor(position / lengths[axis]);
      const double folded = corner[axis] + position - outside * lengths[axis];
      const double image = outside + particles[i].image[axis];
      double& path = path_[axis][i];
      if (is_first) {
        path = folded;
      }
      else {
        const double way = folded - folded_[axis][i];
        const double crossed = counts_images ? image - images_[axis][i] : -std::round(way / lengths[axis]);
        path += way + crossed * lengths[axis];
        const double fraction = std::abs(way / lengths[axis] + crossed);
        if (!counts_images && fraction > farthest.box_fraction) {
          farthest = {fraction, i};
        }
      }
      folded_[axis][i] = folded;
      images_[axis][i] = image;
    }
  }
  knows_images_ = knows_images;
  return farthest;
}

}  // namespace soret
