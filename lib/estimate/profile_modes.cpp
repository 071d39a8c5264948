#include <soret/estimate/profile_modes.hpp>

#include <cmath>
#include <numbers>

namespace soret {

double mode_amplitude(const ProfileShape& shape, const std::vector<double>& profile, int n)
{
  double mean = 0.0;
  std::size_t visited = 0;
  for (const double value : profile) {
    if (std::isfinite(value)) {
      mean += value;
      ++visited;
    }
  }
  mean /= static_cast<double>(visited);
  double sum = 0.0;
  for (std::size_t bin = 0; bin < profile.size(); ++bin) {
    const double fraction = shape.bin_centre(bin) / shape.length() - shape.mode_origin();
    const double deviation = std::isfinite(profile[bin]) ? profile[bin] - mean : 0.0;
    sum += deviation * std::cos(2.0 * std::numbers::pi * n * fraction);
  }
  return visited == 0 ? mean : 2.0 * sum / static_cast<double>(profile.size());
}

}  // namespace soret
