/// \file
/// Compiled once per instruction set (see cmake/SoretKernels.cmake).

#include "kinetic_sums.hpp"

#include <hwy/highway.h>

namespace soret::SORET_KERNELS {

namespace {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<double, kinetic_lanes>;
using Vector = hn::Vec<D>;

HWY_INLINE void add_product(Vector& sum, Vector a, Vector b) { sum = hn::MulAdd(a, b, sum); }

HWY_INLINE void clear(Vector* sums, std::size_t count)
{
  for (std::size_t k = 0; k < count; ++k) {
    sums[k] = hn::Zero(D{});
  }
}

HWY_INLINE void add_lanes(const Vector* from, std::size_t count, double* sums)
{
  for (std::size_t k = 0; k < count; ++k) {
    sums[k] += hn::GetLane(hn::SumOfLanes(D{}, from[k]));
  }
}

HWY_INLINE void add_products(const MovingParticles& particles, double* sums)
{
  const D d;
  constexpr std::size_t quantities = 9;
  Vector sum[quantities];
  clear(sum, quantities);
  for (std::size_t i = 0; i < particles.count; i += hn::MaxLanes(d)) {
    const Vector x = hn::LoadU(d, particles.x + i);
    const Vector y = hn::LoadU(d, particles.y + i);
    const Vector z = hn::LoadU(d, particles.z + i);
    const Vector mass = hn::LoadU(d, particles.mass + i);
    const Vector p_x = hn::Mul(mass, x);
    const Vector p_y = hn::Mul(mass, y);
    const Vector p_z = hn::Mul(mass, z);
    const Vector twice_energy = hn::MulAdd(p_x, x, hn::MulAdd(p_y, y, hn::Mul(p_z, z)));
    add_product(sum[0], p_x, x);
    add_product(sum[1], p_y, y);
    add_product(sum[2], p_z, z);
    add_product(sum[3], p_x, y);
    add_product(sum[4], p_x, z);
    add_product(sum[5], p_y, z);
    add_product(sum[6], twice_energy, x);
    add_product(sum[7], twice_energy, y);
    add_product(sum[8], twice_energy, z);
  }
  add_lanes(sum, quantities, sums);
}

HWY_INLINE void add_momentum(const MovingParticles& particles, double species, double* sums)
{
  const D d;
  constexpr std::size_t quantities = 4;
  const Vector wanted = hn::Set(d, species);
  Vector sum[quantities];
  clear(sum, quantities);
  for (std::size_t i = 0; i < particles.count; i += hn::MaxLanes(d)) {
    const Vector mass =
        hn::IfThenElseZero(hn::Eq(hn::LoadU(d, particles.species + i), wanted), hn::LoadU(d, particles.mass + i));
    sum[0] = hn::Add(sum[0], mass);
    add_product(sum[1], mass, hn::LoadU(d, particles.x + i));
    add_product(sum[2], mass, hn::LoadU(d, particles.y + i));
    add_product(sum[3], mass, hn::LoadU(d, particles.z + i));
  }
  add_lanes(sum, quantities, sums);
}

}  // namespace

void add_kinetic_sums(const MovingParticles& particles, std::size_t species, double* sums)
{
  add_products(particles, sums);
  for (std::size_t s = 0; s < species; ++s) {
    add_momentum(particles, static_cast<double>(s), sums + 9 + 4 * s);
  }
}

}  // namespace soret::SORET_KERNELS
