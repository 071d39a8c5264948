#include <soret/sampling/direct_modes.hpp>

#include <soret/core/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>

namespace soret {

namespace {

using Phase = std::complex<double>;

/// exp(-2 pi i m x) for m = -largest..largest, at index m + largest.
void fill_powers(double x, int largest, std::vector<Phase>& powers)
{
  const Phase base = std::polar(1.0, -2.0 * std::numbers::pi * (x - std::floor(x)));
  const auto middle = static_cast<std::size_t>(largest);
  powers.resize(2 * middle + 1);
  powers[middle] = 1.0;
  for (std::size_t m = 1; m <= middle; ++m) {
    powers[middle + m] = powers[middle + m - 1] * base;
    powers[middle - m] = std::conj(powers[middle + m]);
  }
}

WaveIndex largest_of(std::span<const WaveIndex> vectors)
{
  WaveIndex largest{};
  for (const WaveIndex& n : vectors) {
    for (std::size_t axis = 0; axis < 3; ++axis) {
      largest[axis] = std::max(largest[axis], std::abs(n[axis]));
    }
  }
  return largest;
}

}  // namespace

std::vector<std::vector<std::complex<double>>> direct_modes(const mpi::Communicator& communicator, const Vec3& lengths,
                                                            const Particles& particles, std::size_t species,
                                                            std::span<const WaveIndex> vectors)
{
  const WaveIndex largest = largest_of(vectors);
  std::array<std::vector<Phase>, 3> powers;
  std::vector<std::vector<Phase>> modes(species, std::vector<Phase>(vectors.size()));
  for (std::size_t i = 0; i < particles.size(); ++i) {
    const std::size_t s = index(particles.species[i]);
    if (s >= species) {
      throw InputError(
          fmt::format("particle {} is of species {}; modes are of {} species", particles.id[i], s, species));
    }
    for (std::size_t axis = 0; axis < 3; ++axis) {
      fill_powers(particles.position[axis][i] / lengths[axis], largest[axis], powers[axis]);
    }
    const auto power = [&](const WaveIndex& n, std::size_t axis) {
      const int place = n[axis] + largest[axis];
      return powers[axis][static_cast<std::size_t>(place)];
    };
    for (std::size_t v = 0; v < vectors.size(); ++v) {
      modes[s][v] += power(vectors[v], 0) * power(vectors[v], 1) * power(vectors[v], 2);
    }
  }
  for (std::vector<Phase>& of_species : modes) {
    communicator.all_sum(std::span<double>{reinterpret_cast<double*>(of_species.data()), 2 * of_species.size()});
  }
  return modes;
}

}  // namespace soret
