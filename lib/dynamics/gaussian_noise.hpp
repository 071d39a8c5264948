#pragma once
/// \file
/// Normal random numbers for many particles at once.

#include <soret/core/random.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace soret {

/// Particles per call of gaussian_noise.
inline constexpr std::size_t noise_block = 64;

/// RandomStream::normal3(step, id) for each of the given particles (at most noise_block of them), component by
/// component and up to rounding: evaluated in vectors with run-time dispatch. What a particle gets depends on nothing
/// but its key.
void gaussian_noise(const RandomStream& stream, std::int64_t step, std::span<const std::int64_t> ids,
                    std::array<std::array<double, noise_block>, 3>& noise);

}  // namespace soret
