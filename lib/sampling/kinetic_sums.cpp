#include "kinetic_sums.hpp"

#include "kernels/kinetic_sums.hpp"

#include <soret/core/instruction_set.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

namespace soret::detail {

namespace {

using Kernel = void (*)(const MovingParticles& particles, std::size_t species, double* sums);

Kernel chosen_kernel()
{
  switch (chosen_instruction_set()) {
#ifdef SORET_X86_KERNELS
    case InstructionSet::avx512:
      return kernels_avx512::add_kinetic_sums;
    case InstructionSet::avx2:
      return kernels_avx2::add_kinetic_sums;
    case InstructionSet::sse4:
      return kernels_sse4::add_kinetic_sums;
#endif
    default:
      return kernels_portable::add_kinetic_sums;
  }
}

/// Particles that are looked at together: what is written of them stays in the first-level cache. Those beyond the last
/// particle have no mass.
constexpr std::size_t block_size = 512;

struct Block {
  std::array<double, block_size> mass{};
  std::array<double, block_size> species{};

  void fill(const Particles& particles, const SpeciesTable& table, std::size_t begin, std::size_t count)
  {
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t kind = index(particles.species[begin + i]);
      mass[i] = table[kind].mass;
      species[i] = static_cast<double>(kind);
    }
    std::fill(mass.begin() + static_cast<std::ptrdiff_t>(count), mass.end(), 0.0);
  }
};

std::vector<double> summed(const Particles& particles, const SpeciesTable& species)
{
  std::vector<double> sums(9 + 4 * species.size(), 0.0);
  const Kernel add = chosen_kernel();
  const auto& [x, y, z] = particles.velocity;
  Block block;
  for (std::size_t begin = 0; begin < particles.size(); begin += block_size) {
    const std::size_t count = std::min(block_size, particles.size() - begin);
    block.fill(particles, species, begin, count);
    const std::size_t whole = count - count % kinetic_lanes;
    add({&x[begin], &y[begin], &z[begin], block.mass.data(), block.species.data(), whole}, species.size(), sums.data());
    if (whole < count) {
      std::array<std::array<double, kinetic_lanes>, 3> rest{};
      for (std::size_t axis = 0; axis < 3; ++axis) {
        std::copy_n(&particles.velocity[axis][begin + whole], count - whole, rest[axis].begin());
      }
      add({rest[0].data(), rest[1].data(), rest[2].data(), &block.mass[whole], &block.species[whole], kinetic_lanes},
          species.size(), sums.data());
    }
  }
  return sums;
}

}  // namespace

KineticSums local_kinetic_sums(const Particles& particles, const SpeciesTable& species)
{
  const std::vector<double> sums = summed(particles, species);
  KineticSums result;
  std::copy_n(sums.begin(), result.tensor.size(), result.tensor.begin());
  result.heat_flux = 0.5 * Vec3{sums[6], sums[7], sums[8]};
  for (std::size_t s = 0; s < species.size(); ++s) {
    const double* own = &sums[9 + 4 * s];
    result.mass.push_back(own[0]);
    result.momentum.push_back({own[1], own[2], own[3]});
  }
  return result;
}

}  // namespace soret::detail
