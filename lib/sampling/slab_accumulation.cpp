#include "slab_accumulation.hpp"

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstddef>

namespace soret::detail {

namespace {

/// Adds one particle to its row. Every column is added by itself: a row put together in memory first would be read back
/// in wider pieces than it was written, which stalls.
inline void add_particle(double* row, double m, const Vec3& v, double u, const std::array<double, 6>& w)
{
  const Vec3 p = m * v;
  const double e = 0.5 * dot(p, v) + u;
  row[profile_column::count] += 1.0;
  double* const momentum = row + profile_column::momentum;
  momentum[0] += p.x;
  momentum[1] += p.y;
  momentum[2] += p.z;
  double* const kinetic = row + profile_column::kinetic_tensor;
  kinetic[0] += p.x * v.x;
  kinetic[1] += p.y * v.y;
  kinetic[2] += p.z * v.z;
  kinetic[3] += p.x * v.y;
  kinetic[4] += p.x * v.z;
  kinetic[5] += p.y * v.z;
  row[profile_column::potential_energy] += u;
  double* const virial = row + profile_column::virial;
  for (std::size_t c = 0; c < 6; ++c) {
    virial[c] += w[c];
  }
  double* const flux = row + profile_column::heat_flux;
  flux[0] += e * v.x + w[0] * v.x + w[3] * v.y + w[4] * v.z;
  flux[1] += e * v.y + w[3] * v.x + w[1] * v.y + w[5] * v.z;
  flux[2] += e * v.z + w[4] * v.x + w[5] * v.y + w[2] * v.z;
}

/// A coordinate in bins, brought into [0, bins) from however far away.
double folded(double in_bins, double bins, const Snapshot& snapshot, std::size_t particle)
{
  if (!std::isfinite(in_bins)) {
    throw RunTimeFailure(fmt::format("step {}: the position of particle {} is not finite", snapshot.step,
                                     snapshot.particles.id[particle]));
  }
  const double inside = in_bins - bins * std::floor(in_bins / bins);
  return inside < bins ? inside : 0.0;
}

}  // namespace

void accumulate_slabs(const Snapshot& snapshot, const ProfileShape& shape, std::span<double> sums)
{
  const Particles& particles = snapshot.particles;
  const auto& coordinate = particles.position[index(shape.axis)];
  const auto& virial = snapshot.virial;
  const auto bins = static_cast<double>(shape.bins);
  const double bins_per_length = bins / shape.length();
  for (std::size_t i = 0; i < particles.size(); ++i) {
    double in_bins = coordinate[i] * bins_per_length;
    if (!(in_bins >= 0.0 && in_bins < bins)) [[unlikely]] {
      in_bins = folded(in_bins, bins, snapshot, i);
    }
    const std::size_t species = index(particles.species[i]);
    const std::size_t row = shape.offset(static_cast<std::size_t>(in_bins), species, 0);
    add_particle(sums.data() + row, shape.masses[species], particles.velocity_of(i), snapshot.potential_energy[i],
                 {virial[0][i], virial[1][i], virial[2][i], virial[3][i], virial[4][i], virial[5][i]});
  }
}

}  // namespace soret::detail
