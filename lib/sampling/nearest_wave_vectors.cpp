#include <soret/sampling/nearest_wave_vectors.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace soret {

namespace {

struct Candidate {
  double wave_number;
  WaveIndex vector;
};

/// All vectors with |q| below `reach`, of q and -q one.
std::vector<Candidate> vectors_below(double reach, const Vec3& lengths)
{
  const Vec3 unit{2.0 * std::numbers::pi / lengths.x, 2.0 * std::numbers::pi / lengths.y,
                  2.0 * std::numbers::pi / lengths.z};
  const auto most = [&](std::size_t axis) { return static_cast<int>(reach / unit[axis]); };
  std::vector<Candidate> found;
  for (int x = 0; x <= most(0); ++x) {
    for (int y = x > 0 ? -most(1) : 0; y <= most(1); ++y) {
      for (int z = x > 0 || y > 0 ? -most(2) : 1; z <= most(2); ++z) {
        const double q = std::sqrt(norm_squared(Vec3{x * unit.x, y * unit.y, z * unit.z}));
        if (q < reach) {
          found.push_back({q, {x, y, z}});
        }
      }
    }
  }
  return found;
}

}  // namespace

NearestWaveVectors nearest_wave_vectors(const Vec3& lengths, WaveNumber wave_number, std::size_t fewest)
{
  const double wanted = wave_number.value();
  const double shortest = std::min({lengths.x, lengths.y, lengths.z});
  if (!(wanted > 0.0) || !(shortest > 0.0) || !std::isfinite(wanted * (lengths.x + lengths.y + lengths.z))) {
    throw InputError(fmt::format("wave vectors near {:g} in a box of {:g} x {:g} x {:g} are refused", wanted, lengths.x,
                                 lengths.y, lengths.z));
  }
  // Wide enough for a cube's worth of vectors on either side.
  const double margin = 2.0 * std::numbers::pi / shortest * std::cbrt(static_cast<double>(8 * fewest + 8));
  std::vector<Candidate> found = vectors_below(wanted + margin, lengths);
  std::stable_sort(found.begin(), found.end(), [&](const Candidate& a, const Candidate& b) {
    return std::abs(a.wave_number - wanted) < std::abs(b.wave_number - wanted);
  });
  constexpr double rounding = 1e-9;
  NearestWaveVectors nearest;
  double last = 0.0;
  for (const Candidate& each : found) {
    if (nearest.vectors.size() >= fewest && std::abs(each.wave_number - last) > rounding * last) {
      break;
    }
    last = each.wave_number;
    nearest.vectors.push_back(each.vector);
    nearest.wave_number += each.wave_number;
  }
  nearest.wave_number /= static_cast<double>(nearest.vectors.size());
  for (std::size_t k = 0; k < nearest.vectors.size(); ++k) {
    nearest.spread = std::max(nearest.spread, std::abs(found[k].wave_number - nearest.wave_number));
  }
  return nearest;
}

}  // namespace soret
