#include "validation.hpp"

#include <soret/dynamics/velocity_verlet.hpp>

#include <algorithm>
#include <limits>

namespace soret {

namespace {

/// Particles per block: factors of one block stay in the first-level cache while three axes use them.
constexpr std::size_t block_size = 512;

/// velocity += fraction * scale * direction with one scale per particle; plain arrays, so that the compiler fills its
/// vectors.
void add_scaled(double* __restrict velocity, const double* __restrict direction, const double* __restrict scale,
                double fraction, std::size_t count)
{
  for (std::size_t i = 0; i < count; ++i) {
    velocity[i] += fraction * scale[i] * direction[i];
  }
}

void add_scaled(double* __restrict target, const double* __restrict direction, double scale, std::size_t count)
{
  for (std::size_t i = 0; i < count; ++i) {
    target[i] += scale * direction[i];
  }
}

}  // namespace

VelocityVerlet::VelocityVerlet(TimeStep time_step) : time_step_{time_step}
{
  require_positive("time step", time_step.value());
}

void VelocityVerlet::half_kick(Particles& particles, const SpeciesTable& species, const Vec3& fractions) const
{
  std::vector<double> factors;
  for (const SpeciesInfo& info : species) {
    factors.push_back(0.5 * time_step_.value() / info.mass);
  }
  const std::size_t count = particles.size();
  if (factors.size() == 1) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      add_scaled(particles.velocity[axis].data(), particles.force[axis].data(), fractions[axis] * factors[0], count);
    }
    return;
  }
  std::array<double, block_size> factor{};
  for (std::size_t begin = 0; begin < count; begin += block_size) {
    const std::size_t length = std::min(block_size, count - begin);
    for (std::size_t i = 0; i < length; ++i) {
      factor[i] = factors[index(particles.species[begin + i])];
    }
    for (std::size_t axis = 0; axis < 3; ++axis) {
      add_scaled(particles.velocity[axis].data() + begin, particles.force[axis].data() + begin, factor.data(),
                 fractions[axis], length);
    }
  }
}

void VelocityVerlet::drift(Particles& particles, const Vec3& fractions) const
{
  for (std::size_t axis = 0; axis < 3; ++axis) {
    add_scaled(particles.position[axis].data(), particles.velocity[axis].data(), fractions[axis] * time_step_.value(),
               particles.size());
  }
}

double VelocityVerlet::drift(Particles& particles, double fraction,
                             const std::array<std::vector<double>, 3>& reference) const
{
  constexpr std::size_t lanes = 8;
  const double interval = fraction * time_step_.value();
  const std::size_t count = particles.size();
  std::array<double, block_size> squared{};
  std::array<double, lanes> largest{};
  std::array<double, lanes> defect{};  // stays zero as long as all displacements are finite
  for (std::size_t begin = 0; begin < count; begin += block_size) {
    const std::size_t length = std::min(block_size, count - begin);
    squared.fill(0.0);
    for (std::size_t axis = 0; axis < 3; ++axis) {
      double* __restrict position = particles.position[axis].data() + begin;
      const double* __restrict velocity = particles.velocity[axis].data() + begin;
      const double* __restrict from = reference[axis].data() + begin;
      for (std::size_t i = 0; i < length; ++i) {
        position[i] += interval * velocity[i];
        const double displacement = position[i] - from[i];
        squared[i] += displacement * displacement;
      }
    }
    for (std::size_t i = 0; i < block_size; i += lanes) {
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        const double value = squared[i + lane];
        largest[lane] = value > largest[lane] ? value : largest[lane];
        defect[lane] += value - value;
      }
    }
  }
  for (const double value : defect) {
    if (value != 0.0) {
      return std::numeric_limits<double>::quiet_NaN();
    }
  }
  return *std::max_element(largest.begin(), largest.end());
}

}  // namespace soret
